using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Runtime;

namespace LogArchiver.Cli.Invoke;

/// <summary>What an invocation came to.</summary>
/// <param name="Text">The JSON of the answer, or of the error.</param>
/// <param name="ErrorType">The error's type; null when the function answered.</param>
/// <param name="ErrorMessage">The error in words; null when the function answered.</param>
internal sealed record FunctionAnswer(string Text, string? ErrorType, string? ErrorMessage)
{
    /// <summary>Whether the function answered.</summary>
    public bool Succeeded => ErrorType is null;

    /// <summary>Whether it is an error that leaves some days done: the function says so beside the error.</summary>
    public bool PartlyDone
    {
        get
        {
            try
            {
                return !Succeeded && JsonNode.Parse(Text)?["verdict"]?.GetValue<string>() == "partlyDone";
            }
            catch (Exception other) when (other is JsonException or InvalidOperationException)
            {
                // An error that another function worded.
                return false;
            }
        }
    }
}

/// <summary>One invocation of the built function, as a process of its own, through the Runtime API that LocalAws plays.</summary>
internal static class FunctionRun
{
    // As long as Lambda allows at most.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] HandedOn = ["AWS_", "LOGARCHIVER_"];

    /// <summary>Starts the function, invokes it once, and ends it.</summary>
    /// <param name="server">Whose Runtime API to use.</param>
    /// <param name="assembly">The function's assembly.</param>
    /// <param name="environment">What it finds in its environment.</param>
    /// <param name="payload">JSON.</param>
    /// <param name="logged">Is told of every line the function logs.</param>
    /// <param name="cancellationToken">Gives up; the process is ended.</param>
    public static async Task<FunctionAnswer> InvokeAsync(
        LocalAwsServer server, string assembly, IReadOnlyDictionary<string, string?> environment, string payload,
        Action<string> logged, CancellationToken cancellationToken)
    {
        var start = new FunctionStart
        {
            Program = assembly,
            RuntimeApi = server.Runtime.Address,
            LogFormat = "Text",
            Environment = environment
                .Where(one => one.Value is not null && HandedOn.Any(prefix => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .Select(one => KeyValuePair.Create(one.Key, one.Value!))
                // A process that is killed leaves the runtime's debugger pipes behind in the temporary folder.
                .Append(KeyValuePair.Create("DOTNET_EnableDiagnostics", "0"))
                .ToDictionary(StringComparer.Ordinal),
        };
        await using var function = FunctionProcess.Start(start, line => logged(line.Text));
        var exited = ReportExitAsync(server, function);
        try
        {
            var result = await server.Runtime.InvokeAsync(Encoding.UTF8.GetBytes(payload), Longest, cancellationToken);
            _ = exited;
            return result.Error is { } error
                ? new FunctionAnswer(error.Raw, error.Type, error.Message)
                : new FunctionAnswer(Encoding.UTF8.GetString(result.Payload.Span), null, null);
        }
        catch (OperationCanceledException)
        {
            // It has scratch files and perhaps an upload to put away.
            await function.EndAsync(Patience);
            throw;
        }
    }

    private static async Task ReportExitAsync(LocalAwsServer server, FunctionProcess function) =>
        server.Runtime.ReportExit(await function.Exited);
}
