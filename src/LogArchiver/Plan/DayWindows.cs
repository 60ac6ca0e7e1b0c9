using NodaTime;

namespace LogArchiver.Plan;

/// <summary>Cuts time into days at a zone's midnights.</summary>
internal static class DayWindows
{
    /// <summary>From the date's first instant to the next date's first instant; null where the zone left the date out, as
    /// Pacific/Apia did with 2011-12-30 when it crossed the date line.</summary>
    /// <remarks>Where clocks jump over midnight the day begins later; where midnight comes twice it begins at the first.</remarks>
    public static TimeWindow? TryOf(DateOnly date, DateTimeZone zone)
    {
        var local = LocalDate.FromDateOnly(date);
        if (TryStartOf(local, zone) is not { } start)
        {
            return null;
        }

        var next = local.PlusDays(1);
        Instant? end;
        while ((end = TryStartOf(next, zone)) is null)
        {
            next = next.PlusDays(1);
        }

        return new TimeWindow(start.ToUnixTimeMilliseconds(), end.Value.ToUnixTimeMilliseconds());
    }

    /// <summary>The date that the zone's calendars show at an instant.</summary>
    public static DateOnly DateAt(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).Date.ToDateOnly();

    private static Instant? TryStartOf(LocalDate date, DateTimeZone zone)
    {
        var midnight = zone.MapLocal(date.AtMidnight());
        if (midnight.Count > 0)
        {
            return midnight.First().ToInstant();
        }

        // A gap covers midnight: the day begins where the gap ends, unless the gap covers the whole day.
        var afterGap = midnight.LateInterval.Start;
        return afterGap.InZone(zone).Date == date ? afterGap : null;
    }
}
