using System.Text.Json;

namespace LogArchiver.Cli.Invoke;

/// <summary>The payload to invoke the function with.</summary>
internal static class PayloadFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    // An asynchronous invocation takes at most 1 MB, a synchronous one 6 MB (quotas page of the Lambda guide).
    private const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>Reads it and sees that it is JSON, so that a slip is told here rather than by a stack trace there.</summary>
    /// <exception cref="CommandException">It cannot be read, or is not JSON.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = path == StandardInput
            ? await System.Console.In.ReadToEndAsync(cancellationToken)
            : await ReadFileAsync(path, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException problem)
        {
            var where = path == StandardInput ? "Standard input" : $"The payload '{path}'";
            throw CommandException.BadInput($"{where} is not JSON: {problem.Message}", problem);
        }
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw CommandException.BadInput($"The payload '{path}' is larger than Lambda takes (6 MB).");
            }

            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput(
                $"The payload '{path}' cannot be read: {problem.Message}\n  Accepted: a file that holds JSON, such as events/daily.json, or - for standard input", problem);
        }
    }
}
