using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LogArchiver.WholeRun.Source;

namespace LogArchiver.WholeRun.Function;

/// <summary>How one invocation ended.</summary>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Body">What the function answered: its summary, or its error.</param>
/// <param name="ErrorType">Null when it answered with its summary.</param>
internal sealed record InvocationEnd(TimeSpan Elapsed, string Body, string? ErrorType)
{
    /// <summary>Whether time ran out, and nothing worse: invoking again goes on with what is left.</summary>
    public bool IsUnfinished => ErrorType is "LogArchiver.DaysPaused" or "LogArchiver.Stopped";
}

/// <summary>Invokes the function as <c>aws lambda invoke</c> would.</summary>
internal sealed class Invoker(Uri endpoint) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = endpoint, Timeout = Timeout.InfiniteTimeSpan };

    public async Task<InvocationEnd> InvokeAsync(CancellationToken cancellationToken)
    {
        var payload = Encoding.ASCII.GetBytes($"{{\"date\":\"{SourceSetup.Date:yyyy-MM-dd}\"}}");
        using var content = new ByteArrayContent(payload);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync("/2015-03-31/functions/log-archiver/invocations", content, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var failed = answer.Headers.Contains("X-Amz-Function-Error");
        return new InvocationEnd(Stopwatch.GetElapsedTime(started), body, failed ? TypeOf(body) : null);
    }

    public void Dispose() => client.Dispose();

    private static string TypeOf(string body)
    {
        using var error = JsonDocument.Parse(body);
        return error.RootElement.TryGetProperty("errorType", out var type) ? type.GetString() ?? "" : "";
    }
}
