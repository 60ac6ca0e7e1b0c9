using Microsoft.Extensions.Logging;

namespace LogArchiver.Outcome;

/// <summary>What is logged of a day: a line when it begins and one when it ends, for the person on call.</summary>
internal sealed partial class DayLog(ILogger log)
{
    [LoggerMessage(LogLevel.Information, "Day begins: {Group} {Date:yyyy-MM-dd}")]
    public partial void Begun(string group, DateOnly date);

    [LoggerMessage(LogLevel.Critical, "A bug in LogArchiver: {Group} {Date:yyyy-MM-dd}")]
    public partial void Bug(Exception problem, string group, DateOnly date);

    public void Ended(DayOutcome outcome)
    {
        // The template holds what is always there; what may be missing comes as a whole phrase or not at all.
        var day = outcome.Date is { } date ? $"{outcome.Group} {date:yyyy-MM-dd}" : outcome.Group;
        if (outcome.Fault is { } fault)
        {
            var fix = fault.Fix is null ? "" : $" Fix: {fault.Fix}";
            var source = FailureReport.Source(fault.Code, fault.RequestId, fault.Cause);
            Failed(day, fault.Stage, fault.Subject, fault.Cause, source, fix);
        }
        else if (!outcome.IsMeasured)
        {
            // Zeros would say that the day has no events.
            EndedUnmeasured(
                day, outcome.Ending, outcome.Requests, outcome.Throttles, outcome.Retries, outcome.Elapsed.TotalSeconds,
                outcome.Reason is null ? "" : $": {outcome.Reason}");
        }
        else
        {
            var reason = outcome.Reason is null ? "" : $": {outcome.Reason}";
            var late = outcome.LateEvents == 0 ? "" : $" ({outcome.LateEvents} late)";
            var dropped = outcome.DroppedEvents == 0 ? "" : $", {outcome.DroppedEvents} dropped by filters";
            Ended(
                day, outcome.Ending, outcome.Events, late, dropped, outcome.RawBytes, outcome.StoredBytes,
                outcome.Requests, outcome.Throttles, outcome.Retries, outcome.Elapsed.TotalSeconds, reason);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Day ends: {Day} {Ending}: {Events} events{Late}{Dropped}, {RawBytes} bytes raw, {StoredBytes} stored, {Requests} requests, {Throttles} throttles, {Retries} retries, {Seconds:F1} s{Reason}")]
    private partial void Ended(
        string day, Ending ending, long events, string late, string dropped, long rawBytes, long storedBytes,
        long requests, long throttles, long retries, double seconds, string reason);

    [LoggerMessage(
        LogLevel.Information,
        "Day ends: {Day} {Ending}: {Requests} requests, {Throttles} throttles, {Retries} retries, {Seconds:F1} s{Reason}")]
    private partial void EndedUnmeasured(string day, Ending ending, long requests, long throttles, long retries, double seconds, string reason);

    [LoggerMessage(LogLevel.Error, "Day failed: {Day} at {Stage} ({Subject}): {Cause}{Source}{Fix}")]
    private partial void Failed(
        string day, string stage, string subject, string cause, string source, string fix);
}
