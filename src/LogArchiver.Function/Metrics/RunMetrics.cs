using LogArchiver.Function.Runtime;
using LogArchiver.Outcome;

namespace LogArchiver.Function.Metrics;

/// <summary>What an invocation comes to in numbers. Pure.</summary>
/// <remarks>Sums over many invocations must come out right, so each counts what it did itself and nothing that is already counted: of
/// days that were sealed before, or are only paused, no events and no bytes; of a day that was read again, the events that were new.</remarks>
internal static class RunMetrics
{
    private const string Count = "Count";
    private const string Bytes = "Bytes";

    /// <summary>All metrics, always the same ones: a metric that is missing looks like a function that is.</summary>
    /// <param name="summary">How the run ended; null where there was none, because the request was refused or the run broke off.</param>
    /// <param name="elapsed">How long the invocation took.</param>
    /// <param name="errorType">What it is answered as; null for a success.</param>
    /// <param name="isScheduled">Whether it was asked for by a schedule, or makes up for a run that was.</param>
    public static IReadOnlyList<Metric> Of(ArchiveSummary? summary, TimeSpan elapsed, string? errorType, bool isScheduled)
    {
        var succeeded = errorType is null;
        var days = summary?.Days ?? [];
        var done = days.Where(day => day.Ending is Ending.Sealed or Ending.Empty).ToArray();
        return
        [
            new("DaysSealed", Count, Days(Ending.Sealed)),
            new("DaysEmpty", Count, Days(Ending.Empty)),
            new("DaysPaused", Count, Days(Ending.Paused)),
            new("DaysFailed", Count, Days(Ending.Failed)),
            new("DaysSkipped", Count, Days(Ending.Skipped)),
            new("Events", Count, done.Sum(NewEvents)),
            new("LateEvents", Count, done.Sum(day => day.LateEvents)),
            new("DroppedEvents", Count, done.Where(day => day.LateEvents == 0).Sum(day => day.DroppedEvents)),
            new("RawBytes", Bytes, done.Sum(day => day.RawBytes)),
            new("StoredBytes", Bytes, done.Sum(day => day.StoredBytes)),
            new("Requests", Count, days.Sum(day => day.Requests)),
            new("Throttles", Count, days.Sum(day => day.Throttles)),
            new("Retries", Count, days.Sum(day => day.Retries)),
            new("Seconds", "Seconds", Math.Round(elapsed.TotalSeconds, 3)),
            new("RunsSucceeded", Count, succeeded ? 1 : 0),

            // A run by hand says nothing of whether the schedule is alive.
            new("ScheduledRunsSucceeded", Count, succeeded && isScheduled ? 1 : 0),

            // Lambda counts these among the function's errors, and an alarm takes them off again.
            new("RunsPaused", Count, errorType is not null && ErrorTypes.IsPause(errorType) ? 1 : 0),
        ];

        int Days(Ending ending) => days.Count(day => day.Ending == ending);
    }

    private static long NewEvents(DayOutcome day) => day.LateEvents > 0 ? day.LateEvents : day.Events;
}
