using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Discover;

/// <summary>Whether a day's events can still be read, as far as the group tells. Pure.</summary>
internal static class Readability
{
    /// <summary>Whether the group's events are read by export tasks alone.</summary>
    public static bool NeedsExport(LogGroup group) => group.Class == LogGroupClass.InfrequentAccess;

    /// <summary>Why no day of the group can be archived; null when its class is no hindrance.</summary>
    /// <param name="group">The group.</param>
    /// <param name="exportTasks">Whether export tasks may be used.</param>
    public static string? ReasonToSkip(LogGroup group, bool exportTasks) => group.Class switch
    {
        LogGroupClass.Delivery => "its class is DELIVERY, which no API reads",
        LogGroupClass.InfrequentAccess when !exportTasks =>
            $"its class is INFREQUENT_ACCESS, which GetLogEvents and FilterLogEvents refuse; set {Settings.ExportTasks.Name} to archive it through export tasks",
        LogGroupClass.InfrequentAccess when group.IsLinked =>
            "its class is INFREQUENT_ACCESS, and an export task is made in the group's own account: archive it from there",
        _ => null,
    };

    /// <summary>Why the day cannot be archived; null when it can.</summary>
    /// <param name="day">The day.</param>
    /// <param name="now">The time.</param>
    /// <param name="exportTasks">Whether export tasks may be used.</param>
    public static string? ReasonToSkip(GroupDay day, DateTimeOffset now, bool exportTasks) => ReasonToSkip(day.Group, exportTasks) switch
    {
        { } reason => reason,
        _ when RetentionStart(day, now) is { } start && day.Window.End <= start => string.Create(
            CultureInfo.InvariantCulture,
            $"its retention of {day.Group.RetentionDays} days ended before the day could be read: CloudWatch no longer has the events"),
        _ => null,
    };

    /// <summary>The instant inside the day before which retention may have taken events already; null when all of the day is
    /// within retention. Deletion follows within about 72 hours (source: API reference of PutRetentionPolicy), so events
    /// before it may still be there, or not.</summary>
    public static DateTimeOffset? RetentionReached(GroupDay day, DateTimeOffset now) =>
        RetentionStart(day, now) is { } start && start > day.Window.Start ? start : null;

    private static DateTimeOffset? RetentionStart(GroupDay day, DateTimeOffset now) =>
        day.Group.RetentionDays is { } days ? now.AddDays(-days) : null;
}
