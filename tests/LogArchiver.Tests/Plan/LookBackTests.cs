using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

/// <summary>Which days a daily run looks back at. It is Friday 2026-11-20, 02:15 UTC, and the 19th is asked for.</summary>
public sealed class LookBackTests
{
    [Fact]
    public void The_days_before_yesterday_are_caught_up_and_those_that_are_two_weeks_over_settled() => Assert.Equal(
        [
            "CatchUp 11-16", "CatchUp 11-17", "CatchUp 11-18",
            "Settle 11-02", "Settle 11-03", "Settle 11-04", "Settle 11-05",
        ],
        Days("{}"));

    [Theory]
    [InlineData("""{"date": "2026-11-19"}""")]
    [InlineData("""{"from": "2026-11-19", "to": "2026-11-19"}""")]
    [InlineData("""{"catchUpDays": 0, "settleAfterDays": 0}""")]
    public void Named_dates_are_archived_alone_and_each_look_back_can_be_put_off(string payload) => Assert.Empty(Days(payload));

    [Fact]
    public void Without_catching_up_only_the_day_that_is_due_is_settled() =>
        Assert.Equal(["Settle 11-05"], Days("""{"catchUpDays": 0}"""));

    [Fact]
    public void Without_settling_days_are_caught_up_alone() =>
        Assert.Equal(["CatchUp 11-17", "CatchUp 11-18"], Days("""{"catchUpDays": 2, "settleAfterDays": 0}"""));

    [Fact]
    public void A_day_is_settled_only_when_its_last_event_is_old_enough()
    {
        var midnight = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(["Settle 11-05"], Days("""{"catchUpDays": 0}""", now: midnight));
        Assert.Equal(["Settle 11-04"], Days("""{"catchUpDays": 0, "daysAgo": 1}""", now: midnight.AddMilliseconds(-1)));
    }

    [Fact]
    public void With_two_weeks_of_retention_the_last_whole_day_is_settled_before_any_other_work() => Assert.Equal(
        ["Settle 11-06", "Settle 11-07", "CatchUp 11-16", "CatchUp 11-17", "CatchUp 11-18"],
        Days("{}", new LogGroup("/app") { RetentionDays = 14 }));

    [Fact]
    public void Short_retention_leaves_fewer_days_and_settles_them_as_long_as_they_are_there() => Assert.Equal(
        ["Settle 11-17", "Settle 11-18"], Days("{}", new LogGroup("/app") { RetentionDays = 3 }));

    [Fact]
    public void A_day_of_retention_leaves_nothing_to_look_back_at() =>
        Assert.Empty(Days("{}", new LogGroup("/app") { RetentionDays = 1 }));

    [Fact]
    public void Without_settling_days_that_retention_is_about_to_take_come_first()
    {
        var plan = Requests.Plan("""{"settleAfterDays": 0}""");
        var days = new[] { new LogGroup("/a"), new LogGroup("/b") { RetentionDays = 3 } }
            .SelectMany(group => LookBack.Of(group, plan, Requests.Now));
        Assert.Equal(
            ["/b 17", "/b 18", "/a 16", "/a 17", "/a 18"],
            LookBack.Ordered(days, Requests.Now).Select(day => $"{day.Group.Name} {day.Date.Day}"));
    }

    [Theory]
    [InlineData("2026-11-19T12:00:00Z", "Settle 11-05, CatchUp 11-16, CatchUp 11-17, CatchUp 11-18")]
    [InlineData("2026-11-20T00:00:00Z", "CatchUp 11-16, CatchUp 11-17, CatchUp 11-18")]
    [InlineData("2026-11-18T00:00:00Z", "Settle 11-04, Settle 11-05, CatchUp 11-16, CatchUp 11-17, CatchUp 11-18")]
    public void A_new_group_may_have_been_sent_two_weeks_of_older_events_and_no_more(string created, string expected) => Assert.Equal(
        expected.Split(", ").Order(), Days("{}", new LogGroup("/app") { Created = DateTimeOffset.Parse(created) }).Order());

    [Theory]
    [InlineData(LogGroupClass.InfrequentAccess)]
    [InlineData(LogGroupClass.Delivery)]
    public void A_group_that_cannot_be_read_is_told_of_once_and_not_for_each_day(LogGroupClass of) =>
        Assert.Empty(Days("{}", new LogGroup("/app") { Class = of }));

    [Fact]
    public void Days_are_those_of_the_zone_the_one_it_left_out_excepted()
    {
        // Samoa had no 30 December 2011; Chile's day of 2026-09-06 begins at 01:00.
        Assert.Equal(
            ["12-28", "12-29"],
            Days("""{"timeZone": "Pacific/Apia", "settleAfterDays": 0}""", now: new(2012, 1, 1, 0, 0, 0, TimeSpan.FromHours(14))).Select(day => day[8..]));
        var chile = Requests.Plan("""{"timeZone": "America/Santiago", "settleAfterDays": 0}""", new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(23, LookBack.Of(new("/app"), chile, new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero))[^1].Window.Length.TotalHours);
    }

    [Fact]
    public void What_lies_between_yesterday_and_a_date_further_back_is_not_looked_at() => Assert.Equal(
        ["Settle 10-17", "Settle 10-18", "Settle 10-19", "Settle 10-20"], Days("""{"daysAgo": 30}"""));

    [Theory]
    [InlineData(null, "2026-11-06T00:00:00Z", true)]
    [InlineData(null, "2026-11-06T00:00:00.001Z", false)]
    [InlineData(14, "2026-11-08T00:00:00Z", true)]
    [InlineData(14, "2026-11-09T00:00:00Z", false)]
    [InlineData(1, "2026-11-20T00:00:00Z", true)]
    [InlineData(30, "2026-11-07T00:00:00Z", false)]
    public void A_day_is_final_when_nothing_can_arrive_any_more_or_will_be_whole_tomorrow(int? retention, string end, bool expected)
    {
        var (last, now) = (DateTimeOffset.Parse(end), new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
        var window = new TimeWindow(last.AddDays(-1).ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds());
        Assert.Equal(expected, LookBack.IsToSettle(new LogGroup("/app") { RetentionDays = retention }, window, 14, now));
        Assert.False(LookBack.IsToSettle(new LogGroup("/app") { RetentionDays = retention }, window, 0, now));
    }

    private static IEnumerable<string> Days(string payload, LogGroup? group = null, DateTimeOffset? now = null) =>
        LookBack.Of(group ?? new LogGroup("/app"), Requests.Plan(payload, now), now ?? Requests.Now)
            .Select(day => $"{day.Purpose} {day.Date:MM-dd}");
}
