using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver.Gaps;

/// <summary>Says of each day of a group what the archive lacks of it. Pure.</summary>
/// <param name="plan">The dates, and when a day is settled.</param>
/// <param name="now">The time.</param>
/// <param name="daysBeforeGroups">How many days from before a group was made are expected as well.</param>
internal sealed class GapReview(ArchivePlan plan, DateTimeOffset now, int daysBeforeGroups = 0)
{
    /// <summary>The gaps of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isPaused">Whether there is a checkpoint of the date.</param>
    /// <param name="seals">When the manifest of each date that has one was last written; null where the store did not say.</param>
    public GroupGaps Of(LogGroup group, Predicate<DateOnly> isPaused, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals) => new()
    {
        Group = group,
        Sealed = plan.Dates.Count(date => seals.ContainsKey(date.Date)),
        Gaps = [.. plan.Dates.Select(date => TryFind(group, date, isPaused(date.Date), seals)).OfType<Gap>()],
    };

    /// <summary>A group that cannot be read: nothing of it is expected.</summary>
    public static GroupGaps Unreadable(LogGroup group, string reason) => Exempt(group, 0, reason);

    /// <summary>A group that is there no more, but has been archived.</summary>
    public static GroupGaps Deleted(LogGroup group, int sealedDays) => Exempt(group, sealedDays, "there is no such log group any more");

    private static GroupGaps Exempt(LogGroup group, int sealedDays, string reason) =>
        new() { Group = group, Sealed = sealedDays, Gaps = [], Exemption = reason };

    private Gap? TryFind(LogGroup group, PlannedDate date, bool isPaused, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals)
    {
        var day = new GroupDay(group, date.Date, date.Window);
        var isThere = Readability.ReasonToSkip(day, now, plan.ExportTasks) is null;
        if (seals.TryGetValue(date.Date, out var written))
        {
            return IsUnsettled(group, date.Window, written) ? new Gap(date, GapState.Unsettled, isThere) : null;
        }

        // Events may be sent to a group from before it was made; that is for whoever names such a day. It is no gap.
        if (group.Created is { } created && date.Window.End <= created.AddDays(-daysBeforeGroups))
        {
            return null;
        }

        var state = !isThere ? GapState.Gone
            : isPaused ? GapState.Paused
            : Readability.RetentionReached(day, now) is not null ? GapState.PartlyGone
            : GapState.Missing;
        return new Gap(date, state, isThere);
    }

    // A manifest is written when the day is archived and when it is settled. One written since the day was due to be settled was
    // written by a reading that saw all there will ever be: so no manifest need be read, and a listing tells.
    internal bool IsUnsettled(LogGroup group, TimeWindow window, DateTimeOffset? written) =>
        // What was exported is not exported again.
        !Readability.NeedsExport(group)
        && LookBack.IsToSettle(group, window, plan.SettleAfterDays, now)
        && written < LookBack.SettlingDue(group, window, plan.SettleAfterDays);
}
