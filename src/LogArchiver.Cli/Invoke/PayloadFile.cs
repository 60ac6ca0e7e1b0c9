using System.Text.Json;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Invoke;

/// <summary>The payload to invoke the function with.</summary>
internal static class PayloadFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    // What EventBridge Scheduler replaces by the time it meant (user guide, "Using context attributes").
    private const string ScheduledTime = "<aws.scheduler.scheduled-time>";

    // An asynchronous invocation takes at most 1 MB, a synchronous one 6 MB (quotas page of the Lambda guide).
    private const int MaxBytes = 6 * 1024 * 1024;

    private const string Accepted = "a file that holds JSON, such as events/daily.json, or - for standard input";

    /// <summary>Reads it and sees that it is JSON, so that a slip is told before anything is started. Plays EventBridge Scheduler's
    /// part, which puts the time into it.</summary>
    /// <param name="path">The file, or <see cref="StandardInput"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandException">It cannot be read, or is not JSON.</exception>
    public static async Task<string> ReadAsync(string path, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = path == StandardInput
            ? await System.Console.In.ReadToEndAsync(cancellationToken)
            : await ReadFileAsync(path, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text);
            return text.Replace(ScheduledTime, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), StringComparison.Ordinal);
        }
        catch (JsonException problem)
        {
            var where = path == StandardInput ? "Standard input" : $"The payload '{path}'";
            throw CommandException.BadInput(
                $"{where} cannot be used: {(string.IsNullOrWhiteSpace(text) ? "it is empty" : JsonWords.Of(problem))}.\n"
                + "  Accepted: JSON, such as {\"date\": \"2026-11-19\"}, or {} for the usual run",
                problem);
        }
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw CommandException.BadInput($"The payload '{path}' is a folder.\n  Accepted: {Accepted}");
            }

            if (new FileInfo(path).Length > MaxBytes)
            {
                throw CommandException.BadInput($"The payload '{path}' is larger than Lambda takes (6 MB).");
            }

            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput(
                $"The payload '{path}' cannot be read: {problem.Message}\n  Accepted: {Accepted}", problem);
        }
    }
}
