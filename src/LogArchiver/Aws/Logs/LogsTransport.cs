using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Aws.Logs;

/// <summary>Makes one request and receives the answer whole; every failure becomes a <see cref="ServiceFaultException"/>.</summary>
internal sealed class LogsTransport(CloudWatchLogsClient client, TimeProvider clock) : IDisposable
{
    private readonly PagePool pool = new();

    /// <summary>Asks for a small answer.</summary>
    public Task<T> AskAsync<T>(LogsCall call, LogsSubject subject, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        TranslatingAsync(call, subject, async () =>
        {
            var body = await ReceiveAsync(call, cancellationToken);
            try
            {
                return JsonSerializer.Deserialize(body.Span, type) ?? throw new JsonException("The answer is null.");
            }
            finally
            {
                pool.Return(body.Array);
            }
        }, cancellationToken);

    /// <summary>Says something that is answered with nothing, or with what nobody needs.</summary>
    public Task TellAsync(LogsCall call, LogsSubject subject, CancellationToken cancellationToken) =>
        TranslatingAsync(call, subject, async () =>
        {
            pool.Return((await ReceiveAsync(call, cancellationToken)).Array);
            return true;
        }, cancellationToken);

    /// <summary>Asks for a page of events.</summary>
    /// <param name="call">The request.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="endToken">The token that, given back, marks the end; null where only a missing token does.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<EventPage> AskPageAsync(LogsCall call, LogsSubject subject, string? endToken, CancellationToken cancellationToken) =>
        TranslatingAsync(call, subject, async () =>
        {
            var body = await ReceiveAsync(call, cancellationToken);
            return EventPage.Parse(body.Array, body.Length, endToken, pool);
        }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<RentedBody> ReceiveAsync(LogsCall call, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(call, cancellationToken);
        return await BodyReader.ReadAsync(await answer.OpenAsync(), answer.PromisedBytes, pool, clock, cancellationToken);
    }

    private static async Task<T> TranslatingAsync<T>(
        LogsCall call, LogsSubject subject, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception problem)
        {
            // A broken connection may well be the caller's own doing: then it counts as cancelled, whatever it looks like.
            cancellationToken.ThrowIfCancellationRequested();
            if (LogsFaults.TryTranslate(problem, call.Operation, subject) is { } fault)
            {
                throw fault;
            }

            throw;
        }
    }
}
