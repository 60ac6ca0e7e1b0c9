using System.Globalization;

namespace LogArchiver.Discover;

/// <summary>Whether a day's events can still be read, as far as the group tells. Pure.</summary>
internal static class Readability
{
    /// <summary>Why the day cannot be archived; null when it can.</summary>
    public static string? ReasonToSkip(GroupDay day, DateTimeOffset now) => day.Group.Class switch
    {
        LogGroupClass.InfrequentAccess =>
            "its class is INFREQUENT_ACCESS, which GetLogEvents and FilterLogEvents refuse; only export tasks and Logs Insights read it",
        LogGroupClass.Delivery => "its class is DELIVERY, which no API reads",
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
