using LogArchiver.Plan;

namespace LogArchiver.Export;

/// <summary>When a day is exported, and which stretch of time is asked for. Pure.</summary>
internal static class ExportTiming
{
    /// <summary>How long it may take until an event can be exported. A task that comes before ends as completed, without the event
    /// (source: user guide, "Exporting log data to Amazon S3").</summary>
    public static readonly TimeSpan UntilExportable = TimeSpan.FromHours(12);

    /// <summary>How far ahead of its arrival an event's timestamp may be (source: API reference of PutLogEvents).</summary>
    private static readonly TimeSpan NewestPut = TimeSpan.FromHours(2);

    /// <summary>How far behind its timestamp an event's arrival may be and still be asked for.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(1);

    /// <summary>The first moment at which everything that arrived during the day can be exported.</summary>
    public static DateTimeOffset NotBefore(TimeWindow day) => day.End + UntilExportable;

    /// <summary>The stretch to ask for. The API reference says that <c>from</c> and <c>to</c> are of timestamps, the user guide that they
    /// are of times of arrival; this one holds the day by either, and what is not of the day is cut off as it is read.</summary>
    /// <param name="day">The day.</param>
    /// <param name="created">When the group was made: a task must not end before (source: API reference of CreateExportTask).</param>
    /// <param name="now">The time, not before <see cref="NotBefore"/>.</param>
    public static TimeWindow ToAskFor(TimeWindow day, DateTimeOffset? created, DateTimeOffset now)
    {
        var from = day.StartMs - (long)NewestPut.TotalMilliseconds;
        var to = Math.Min(day.EndMs + (long)Late.TotalMilliseconds, now.ToUnixTimeMilliseconds());
        return new TimeWindow(Math.Max(0, from), Math.Max(to, (created?.ToUnixTimeMilliseconds() ?? 0) + 1));
    }
}
