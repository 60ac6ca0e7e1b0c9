using System.Globalization;
using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver.Retain;

/// <summary>Says whether a group's retention may be set. Pure.</summary>
/// <remarks>
/// <para>It may when every day that CloudWatch may still hold has a seal, and when every one of them that is old enough to be settled is.
/// Then whatever the shorter retention takes, now or later, is in the archive. Younger days are no hindrance: the plan has made sure
/// that they are archived and settled before it reaches them (<see cref="RetentionDays.LastReading"/>).</para>
/// <para>A retention is only ever shortened.</para>
/// <para>Days of the class INFREQUENT_ACCESS are archived where export tasks may be used, but once: an exported day is not settled, so
/// what came after its export is in CloudWatch alone, and no retention is set that could take it.</para>
/// </remarks>
public static class RetentionRule
{
    private const string NeverSettled = "its class is INFREQUENT_ACCESS: export tasks alone read its days, and none is read again for events that came late";

    /// <summary>The days of the group that CloudWatch may still hold, oldest first, up to the last that ought to be archived by now: also
    /// where a run of last week is made up for, and asks for a day of last week. Empty where they cannot be known.</summary>
    /// <param name="group">The group as it is now.</param>
    /// <param name="plan">The time zone; and how many days back a daily run archives.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<PlannedDate> HeldDays(LogGroup group, ArchivePlan plan, DateTimeOffset now)
    {
        if (ZoneLookup.TryFind(plan.TimeZone) is not { } zone || OldestEvent(group, now) is not { } oldest)
        {
            return [];
        }

        var last = DayWindows.DateAt(now, zone).AddDays(-plan.DaysAgo);
        var days = new List<PlannedDate>();
        for (var date = DayWindows.DateAt(oldest, zone); date <= last; date = date.AddDays(1))
        {
            if (DayWindows.TryOf(date, zone) is { } window)
            {
                days.Add(new PlannedDate(date, window));
            }
        }

        return days;
    }

    /// <summary>Decides by the group alone; null where it takes a look at its days.</summary>
    /// <param name="group">The group as it is now.</param>
    /// <param name="wantedDays">The retention wanted.</param>
    public static RetentionDecision? TryDecide(LogGroup group, int wantedDays) => group switch
    {
        { IsLinked: true } => RetentionDecision.Wait("it belongs to another account"),
        { Class: LogGroupClass.InfrequentAccess } => RetentionDecision.Wait(NeverSettled),
        { Class: LogGroupClass.Delivery } => RetentionDecision.Wait("its class is DELIVERY: no API reads its days, and none is archived"),
        { RetentionDays: { } days } when days == wantedDays => RetentionDecision.Keep("it is as wanted"),
        { RetentionDays: { } days } when days < wantedDays => RetentionDecision.Keep("it is shorter already, and is never lengthened"),
        { RetentionDays: null, Created: null } => RetentionDecision.Wait("CloudWatch does not say how far back its events go"),
        _ => null,
    };

    /// <summary>Decides.</summary>
    /// <param name="group">The group as it is now.</param>
    /// <param name="wantedDays">The retention wanted.</param>
    /// <param name="plan">The time zone, and when a day is settled.</param>
    /// <param name="seals">When the manifest of each date that has one was last written; a date whose time is null counts as archived, and
    /// as settled only where nothing is to be settled.</param>
    /// <param name="now">The time.</param>
    public static RetentionDecision Decide(
        LogGroup group, int wantedDays, ArchivePlan plan, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals, DateTimeOffset now)
    {
        if (TryDecide(group, wantedDays) is { } decision)
        {
            return decision;
        }

        var held = HeldDays(group, plan, now);
        var missing = held.Where(day => !seals.ContainsKey(day.Date)).ToArray();
        var unsettled = held.Where(day => seals.TryGetValue(day.Date, out var written) && IsUnsettled(group, plan, day, written, now)).ToArray();
        return missing.Length > 0
                ? RetentionDecision.Wait($"{Of(missing, held)} not archived: archive {Range(missing)} first; sealed days among them cost little")
            : unsettled.Length > 0
                ? RetentionDecision.Wait($"{Of(unsettled, held)} not settled, so that late events may be missing: logarchiver gaps --repair with {Range(unsettled)} settles what the nightly runs do not")
            : RetentionDecision.Set;
    }

    // No event is older: CloudWatch takes none that is more than 14 days old, nor older than the retention. Expired events are deleted
    // within about 72 hours, and nobody can rely on reading them until then.
    private static DateTimeOffset? OldestEvent(LogGroup group, DateTimeOffset now)
    {
        var born = group.Created?.AddDays(-LookBack.LatestArrivalDays);
        DateTimeOffset? expired = group.RetentionDays is { } days ? now.AddDays(-days) : null;
        return born is null || expired > born ? expired : born;
    }

    // As gaps tells it: a manifest written since the day was due was written by a reading that saw all there will ever be.
    private static bool IsUnsettled(LogGroup group, ArchivePlan plan, PlannedDate day, DateTimeOffset? written, DateTimeOffset now) =>
        LookBack.IsToSettle(group, day.Window, plan.SettleAfterDays, now)
        && (written is null || written < LookBack.SettlingDue(group, day.Window, plan.SettleAfterDays));

    private static string Of(PlannedDate[] some, IReadOnlyList<PlannedDate> all) => string.Create(
        CultureInfo.InvariantCulture, $"{some.Length:N0} of the {all.Count:N0} days that CloudWatch may still hold {(some.Length == 1 ? "is" : "are")}");

    private static string Range(PlannedDate[] days) => $"{days[0].Date:yyyy-MM-dd} to {days[^1].Date:yyyy-MM-dd}";
}
