using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Plan;
using NodaTime;

namespace LogArchiver.Tests.Plan;

public sealed class DayWindowsTests
{
    private static readonly DateOnly First = new(2012, 1, 1);

    private static readonly Gen<(DateTimeZone Zone, DateOnly Date)> AnyDay =
        from id in Gen.Elements(DateTimeZoneProviders.Tzdb.Ids.ToArray())
        from day in Gen.Choose(0, 365 * 20)
        select (DateTimeZoneProviders.Tzdb[id], First.AddDays(day));

    [Fact]
    public void Consecutive_days_of_any_zone_tile_the_time_line() =>
        Prop.ForAll(AnyDay.ToArbitrary(), day =>
        {
            var today = DayWindows.TryOf(day.Date, day.Zone)!.Value;
            var tomorrow = DayWindows.TryOf(day.Date.AddDays(1), day.Zone)!.Value;
            return today.EndMs == tomorrow.StartMs && today.StartMs < today.EndMs;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Every_zone_tiles_all_of_twenty_years_with_days_of_21_to_27_hours()
    {
        // The extremes are bases in Antarctica that moved by three hours; elsewhere it is 23 to 25.
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]))
        {
            var end = DayWindows.TryOf(First, zone)!.Value.StartMs;
            for (var date = First; date < First.AddYears(20); date = date.AddDays(1))
            {
                var window = DayWindows.TryOf(date, zone)!.Value;
                Assert.Equal(end, window.StartMs);
                Assert.InRange(window.Length.TotalHours, 21, 27);
                end = window.EndMs;
            }
        }
    }

    [Fact]
    public void Any_instant_lies_in_the_window_of_the_date_its_calendar_shows_or_in_the_one_before() =>
        Prop.ForAll(AnyDay.ToArbitrary(), Gen.Choose(0, 86_399_999).ToArbitrary(), (day, ms) =>
        {
            var instant = DayWindows.TryOf(day.Date, day.Zone)!.Value.Start.AddMilliseconds(ms);
            var shown = DayWindows.DateAt(instant, day.Zone);
            // Where clocks go back over midnight, the hour that is lived twice belongs to the day that began first.
            return DayWindows.TryOf(shown, day.Zone)!.Value.Contains(instant.ToUnixTimeMilliseconds())
                || DayWindows.TryOf(shown.AddDays(1), day.Zone)!.Value.Contains(instant.ToUnixTimeMilliseconds());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23)] // no midnight: clocks went from 24:00 to 01:00
    [InlineData("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 25)] // 23:00 twice
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25)] // midnight twice: begins at the first
    [InlineData("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z", 23)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5)]
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", 24)]
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24)]
    public void Days_without_a_plain_midnight(string id, string date, string start, double hours)
    {
        var window = DayWindows.TryOf(DateOnly.Parse(date), DateTimeZoneProviders.Tzdb[id])!.Value;
        Assert.Equal(DateTimeOffset.Parse(start), window.Start);
        Assert.Equal(TimeSpan.FromHours(hours), window.Length);
    }

    [Fact]
    public void A_date_that_the_zone_left_out_has_no_window() =>
        Assert.Null(DayWindows.TryOf(new DateOnly(2011, 12, 30), DateTimeZoneProviders.Tzdb["Pacific/Apia"]));
}
