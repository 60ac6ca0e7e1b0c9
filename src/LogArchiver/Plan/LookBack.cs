using LogArchiver.Discover;
using NodaTime;

namespace LogArchiver.Plan;

/// <summary>Which days before the asked one a daily run looks at: those that earlier runs may have missed, and those that are
/// to be settled. Pure.</summary>
internal static class LookBack
{
    /// <summary>The age up to which CloudWatch takes events (source: API reference of PutLogEvents: none older than 14 days).</summary>
    public const int LatestArrivalDays = 14;

    /// <summary>The next run may be so far away: a day of 25 hours in the zone of the schedule, and half an hour for a late
    /// start and the days before this one in the run.</summary>
    public static readonly TimeSpan UntilNextRun = TimeSpan.FromHours(25.5);

    /// <summary>The days of a group to look at, the neediest first: those that will not be whole at the next run, then those to
    /// catch up, then those to settle; each oldest first. Empty for a plan that does not look back.</summary>
    /// <remarks>
    /// <para>A day that has come to be settled is only settled: that archives it, too, where it never was. A settling may have been
    /// missed like an archiving, so as many days behind it are looked at.</para>
    /// <para>Days before the group was made are looked at as far as it can have taken events of them: a new group may be sent the
    /// log of the days before. Further back there can be none, and no request is spent on them.</para>
    /// <para>At most 2 × <see cref="ArchivePlan.CatchUpDays"/> + 1 days.</para>
    /// </remarks>
    public static IReadOnlyList<GroupDay> Of(LogGroup group, ArchivePlan plan, DateTimeOffset now)
    {
        if (!plan.LooksBack)
        {
            return [];
        }

        var zone = ZoneLookup.TryFind(plan.TimeZone)!;
        var asked = plan.Dates[0].Date;
        var settled = NewestToSettle(group, plan, zone, asked, now);
        var toSettle = settled is { } last ? Before(last.AddDays(1), plan.CatchUpDays + 1) : [];
        var toCatchUp = Before(asked, plan.CatchUpDays).Where(date => settled is null || date > settled);
        var days = DaysOf(group, toSettle, DayPurpose.Settle, zone).Concat(DaysOf(group, toCatchUp, DayPurpose.CatchUp, zone));
        return [.. Ordered(days.Where(day => MayHaveEvents(day, now, plan.ExportTasks)), now)];
    }

    /// <summary>The days of any groups, the neediest first.</summary>
    public static IEnumerable<GroupDay> Ordered(IEnumerable<GroupDay> days, DateTimeOffset now) => days
        .OrderBy(day => IsLastChance(day.Group, day.Window, now) ? 0 : 1)
        .ThenBy(day => day.Purpose)
        .ThenBy(day => day.Date);

    /// <summary>Whether a day is settled when it is read now: no more events can arrive, or retention will have taken some of it
    /// by the next run. Never with a <see cref="ArchivePlan.SettleAfterDays"/> of 0.</summary>
    public static bool IsToSettle(LogGroup group, TimeWindow window, int settleAfterDays, DateTimeOffset now) =>
        settleAfterDays > 0 && SettlingDue(group, window, settleAfterDays) <= now;

    /// <summary>From when on a day is settled when it is read.</summary>
    public static DateTimeOffset SettlingDue(LogGroup group, TimeWindow window, int settleAfterDays)
    {
        var (final, last) = (window.End.AddDays(settleAfterDays), LastChance(group, window));
        return last < final ? last.Value : final;
    }

    // From then on, retention will have begun to take the day by the next run; null where events never expire.
    private static DateTimeOffset? LastChance(LogGroup group, TimeWindow window) =>
        group.RetentionDays is { } days ? window.Start.AddDays(days) - UntilNextRun : null;

    /// <summary>Whether the next run will not find the day whole any more.</summary>
    public static bool IsLastChance(LogGroup group, TimeWindow window, DateTimeOffset now) => LastChance(group, window) <= now;

    private static DateOnly? NewestToSettle(LogGroup group, ArchivePlan plan, DateTimeZone zone, DateOnly asked, DateTimeOffset now)
    {
        // One day more than the setting: of a day that is so old in whole dates, the last hours are still younger.
        DateOnly? newest = null;
        foreach (var date in Before(asked, plan.SettleAfterDays + 2))
        {
            if (DayWindows.TryOf(date, zone) is { } window && IsToSettle(group, window, plan.SettleAfterDays, now))
            {
                newest = date;
            }
        }

        return newest;
    }

    private static bool MayHaveEvents(GroupDay day, DateTimeOffset now, bool exportTasks) =>
        Readability.ReasonToSkip(day, now, exportTasks) is null
        && (day.Group.Created is not { } created || day.Window.End > created.AddDays(-LatestArrivalDays));

    // The dates before this one, oldest first.
    private static IEnumerable<DateOnly> Before(DateOnly date, int days) =>
        Enumerable.Range(0, days).Select(i => date.AddDays(i - days));

    private static IEnumerable<GroupDay> DaysOf(LogGroup group, IEnumerable<DateOnly> dates, DayPurpose purpose, DateTimeZone zone)
    {
        foreach (var date in dates)
        {
            if (DayWindows.TryOf(date, zone) is { } window)
            {
                yield return new GroupDay(group, date, window) { Purpose = purpose };
            }
        }
    }
}
