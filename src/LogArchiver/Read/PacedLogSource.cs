using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Read;

/// <summary>Lays pace, retries and counting around a source. Costs nothing to make: one for each day, around the one pace.</summary>
/// <param name="source">The source.</param>
/// <param name="pace">The pace, shared by all that read from the account.</param>
/// <param name="tally">Counts the requests made through this one.</param>
/// <param name="clock">The time.</param>
/// <param name="random">Chance, for the jitter of retries; locked while it is asked.</param>
/// <param name="log">Where to speak.</param>
public sealed partial class PacedLogSource(
    ILogSource source, RequestPace pace, RequestTally tally, TimeProvider clock, Random random, ILogger log) : ILogSource
{
    /// <summary>Attempts at a request that fails for reasons of the server or the network. There is no such bound for throttles:
    /// they end when others leave us our turn, or when the run's time is up.</summary>
    public const int MostAttempts = 8;

    /// <summary>How long requests may be throttled before it is worth a warning, and between two warnings: a day that stands still
    /// would look like one that is large.</summary>
    public static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private long? toldOfThrottles;

    /// <inheritdoc/>
    public Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken) =>
        AskAsync("DescribeLogGroups", () => source.ListGroupsAsync(namePrefix, token, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken) =>
        AskAsync("DescribeLogGroups", () => source.TryFindLinkedGroupAsync(groupArn, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken) =>
        AskAsync("ListLogGroups", () => source.ListGroupNamesByTagsAsync(tags, token, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken) =>
        AskAsync("ListTagsForResource", () => source.ListTagsAsync(group, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken) =>
        AskAsync(
            "PutRetentionPolicy",
            async () =>
            {
                await source.SetRetentionAsync(group, days, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken) =>
        AskAsync("DescribeLogStreams", () => source.ListStreamsAsync(group, token, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        AskAsync("GetLogEvents", () => source.ReadStreamAsync(group, streamName, window, token, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        AskAsync("FilterLogEvents", () => source.ReadGroupAsync(group, window, token, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken) =>
        AskAsync("CreateExportTask", () => source.TryStartExportAsync(order, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken) =>
        AskAsync("DescribeExportTasks", () => source.ListExportsAsync(taskId, token, cancellationToken), cancellationToken);

    private async Task<T> AskAsync<T>(string operation, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        ServiceFaultException? overcome = null;
        var began = clock.GetTimestamp();
        for (int attempt = 1, faults = 0; ; attempt++)
        {
            await pace.WaitAsync(operation, cancellationToken);
            tally.CountRequest(operation);
            try
            {
                var answer = await request();
                pace.Answered(operation);
                Tell(overcome, attempt);
                return answer;
            }
            catch (ServiceFaultException fault) when (fault.Kind == FaultKind.Throttled)
            {
                pace.Throttled(operation);
                tally.CountThrottle();
                Throttled(operation, fault.Code, fault.RequestId, attempt, pace.PerSecond(operation));
                Warn(operation, fault, clock.GetElapsedTime(began));
            }
            catch (ServiceFaultException fault) when (fault.Kind == FaultKind.Transient && ++faults < MostAttempts)
            {
                overcome = fault;
            }

            tally.CountRetry();
            await Task.Delay(RetryDelay.After(attempt, Chance()), clock, cancellationToken);
        }
    }

    private double Chance()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }

    private void Warn(string operation, ServiceFaultException fault, TimeSpan waited)
    {
        lock (random)
        {
            if (waited < BetweenWarnings || (toldOfThrottles is { } last && clock.GetElapsedTime(last) < BetweenWarnings))
            {
                return;
            }

            toldOfThrottles = clock.GetTimestamp();
        }

        StillThrottled(operation, fault.Subject, fault.Code, waited.TotalSeconds, pace.PerSecond(operation));
    }

    private void Tell(ServiceFaultException? overcome, int attempts)
    {
        if (overcome is not null)
        {
            var request = overcome.RequestId is { } id ? $" (request {id})" : string.Empty;
            Recovered(overcome.Operation, overcome.Code, request, overcome.Subject, attempts);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Recovered: {Operation} of {Subject} failed with {Code}{Request} and succeeded at attempt {Attempts}")]
    private partial void Recovered(string operation, string code, string request, string? subject, int attempts);

    [LoggerMessage(
        LogLevel.Warning,
        "Throttled: {Operation} of {Subject} has been refused with {Code} for {Seconds:F0} s, and is asked for at {PerSecond:F1} requests a second. Something else uses up the quota of the account: see who, or lower paceShare where several runs share it")]
    private partial void StillThrottled(string operation, string? subject, string code, double seconds, double perSecond);

    [LoggerMessage(
        LogLevel.Debug,
        "Throttled: {Operation} with {Code} (request {RequestId}) at attempt {Attempt}; going on at {PerSecond:F1} requests a second")]
    private partial void Throttled(string operation, string code, string? requestId, int attempt, double perSecond);
}
