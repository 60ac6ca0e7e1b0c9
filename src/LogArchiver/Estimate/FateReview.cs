using LogArchiver.Discover;
using LogArchiver.Gaps;
using LogArchiver.Plan;

namespace LogArchiver.Estimate;

/// <summary>Says what becomes of each day of a group. Pure: the rules are those of the run itself.</summary>
internal sealed class FateReview(ArchivePlan plan, DateTimeOffset now)
{
    private readonly GapReview gaps = new(plan, now);

    /// <summary>The days asked for; and those that a daily run looks back at, as far as it finds something to do.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isPaused">Whether there is a checkpoint of the date.</param>
    /// <param name="seals">When the manifest of each date that has one was last written; null where the store did not say.</param>
    public IReadOnlyList<DayEstimate> Of(LogGroup group, Predicate<DateOnly> isPaused, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals)
    {
        var asked = plan.Dates.Select(date => Find(date, new GroupDay(group, date.Date, date.Window), isPaused, seals));
        var back = LookBack.Of(group, plan, now)
            .Select(day => Find(new PlannedDate(day.Date, day.Window), day, isPaused, seals)).Where(day => day.Fate != DayFate.Sealed);
        return [.. asked.Concat(back).OrderBy(day => day.Date.Date)];
    }

    private DayEstimate Find(
        PlannedDate date, GroupDay day, Predicate<DateOnly> isPaused, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals)
    {
        var left = Readability.RetentionReached(day, now) is { } reached ? (day.Window.End - reached) / day.Window.Length : 1;
        return new DayEstimate(date, FateOf(day, isPaused, seals), Math.Clamp(left, 0, 1));
    }

    private DayFate FateOf(GroupDay day, Predicate<DateOnly> isPaused, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals)
    {
        if (Readability.ReasonToSkip(day.Group, plan.ExportTasks) is not null)
        {
            return DayFate.Unreadable;
        }

        if (seals.TryGetValue(day.Date, out var written))
        {
            return day.Purpose == DayPurpose.Settle && gaps.IsUnsettled(day.Group, day.Window, written) ? DayFate.Settle : DayFate.Sealed;
        }

        return Readability.ReasonToSkip(day, now, plan.ExportTasks) is not null ? DayFate.Gone
            : isPaused(day.Date) ? DayFate.Paused
            : day.Group.Created is { } created && day.Window.End <= created ? DayFate.BeforeGroup
            : Readability.RetentionReached(day, now) is not null ? DayFate.PartlyGone
            : DayFate.Archive;
    }
}
