using System.Globalization;
using System.Text;
using LogArchiver.Estimate;
using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Tests.Estimate;

public sealed class SampledDayTests
{
    private static readonly TimeWindow Day = new(0, 86_400_000);

    [Fact]
    public void A_page_that_holds_the_whole_day_is_the_day()
    {
        var day = SampledDay.Of(Day, [new SampledStretch(Day, 7, 700)]);
        Assert.Equal((true, 7, 700), (day.IsKnown, day.Events, day.MessageBytes));
    }

    [Fact]
    public void Each_place_counts_alike_whatever_time_its_page_covers()
    {
        // A quiet night of an event a second, a busy noon of a hundred.
        SampledStretch[] places = [new(new TimeWindow(0, 10_000_000), 10_000, 1_000_000), new(new TimeWindow(43_200_000, 43_300_000), 10_000, 1_000_000)];
        var day = SampledDay.Of(Day, places);
        Assert.Equal((86_400 + 8_640_000) / 2.0, day.Events, 6);
        Assert.Equal(day.Events * 100, day.MessageBytes, 6);
    }

    [Fact]
    public void Nothing_but_empty_pages_that_go_on_tells_nothing() =>
        Assert.False(SampledDay.Of(Day, [new SampledStretch(new TimeWindow(5, 5), 0, 0)]).IsKnown);

    [Theory]
    [InlineData("", null, 0, 86_400_000)]
    [InlineData("", "more", 0, 0)]
    [InlineData("5000 9000", "more", 2, 9000)]
    [InlineData("5000 9000", null, 2, 86_400_000)]
    [InlineData("0 0 0", "more", 3, 1)]
    [InlineData("5000 86400000", null, 1, 86_400_000)]
    public void A_page_tells_of_the_time_up_to_its_last_event_or_its_end(string times, string? next, int events, long end)
    {
        using var page = Page(times, next);
        var stretch = SampledStretch.Of(Day, page);
        Assert.Equal((new TimeWindow(0, end), events, events * 5), (stretch.Seen, stretch.Events, stretch.MessageBytes));
    }

    [Fact]
    public void Three_days_are_looked_at_or_as_many_as_there_are()
    {
        PlannedDate[] dates = [.. Enumerable.Range(1, 30).Select(day => new PlannedDate(new DateOnly(2026, 11, day), default))];
        Assert.Equal([1, 16, 30], VolumeSampler.Spread(dates).Select(date => date.Date.Day));
        Assert.Equal([1, 2], VolumeSampler.Spread(dates[..2]).Select(date => date.Date.Day));
    }

    private static EventPage Page(string times, string? next)
    {
        var events = times.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(time => string.Create(
            CultureInfo.InvariantCulture, $$"""{"eventId":"1","logStreamName":"s","timestamp":{{time}},"message":"hello","ingestionTime":1}"""));
        var body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', events)}}]{{(next is null ? "" : $",\"nextToken\":\"{next}\"")}}}""");
        return EventPage.Parse(body, body.Length, null);
    }
}
