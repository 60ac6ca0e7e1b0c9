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
        if (outcome.Fault is { } fault)
        {
            Failed(outcome.Group, outcome.Date, fault.Stage, fault.Subject, fault.Cause, fault.Code, fault.RequestId, fault.Fix);
        }
        else
        {
            Ended(
                outcome.Group, outcome.Date, outcome.Ending, outcome.Events, outcome.RawBytes, outcome.StoredBytes,
                outcome.Requests, outcome.Throttles, outcome.Retries, outcome.Elapsed.TotalSeconds, outcome.Reason);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Day ends: {Group} {Date:yyyy-MM-dd} {Ending}: {Events} events, {RawBytes} bytes raw, {StoredBytes} stored, {Requests} requests, {Throttles} throttles, {Retries} retries, {Seconds:F1} s {Reason}")]
    private partial void Ended(
        string group, DateOnly? date, Ending ending, long events, long rawBytes, long storedBytes,
        long requests, long throttles, long retries, double seconds, string? reason);

    [LoggerMessage(
        LogLevel.Error,
        "Day failed: {Group} {Date:yyyy-MM-dd} at {Stage} of {Subject}: {Cause} (code {Code}, request {RequestId}). {Fix}")]
    private partial void Failed(
        string group, DateOnly? date, string stage, string subject, string cause, string? code, string? requestId, string? fix);
}
