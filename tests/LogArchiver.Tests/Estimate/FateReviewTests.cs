using LogArchiver.Discover;
using LogArchiver.Estimate;
using LogArchiver.Tests.Plan;

namespace LogArchiver.Tests.Estimate;

public sealed class FateReviewTests
{
    private const string Range = """{"from":"2026-11-10","to":"2026-11-19"}""";
    private static readonly LogGroup Group = new("/app");

    [Fact]
    public void Each_day_of_a_range_gets_the_fate_that_the_run_would_give_it()
    {
        var group = Group with { RetentionDays = 5, Created = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(
            "10 Gone, 11 Sealed, 12 Gone, 13 Gone, 14 Gone, 15 PartlyGone, 16 Archive, 17 Paused, 18 Sealed, 19 Archive",
            Fates(Range, group, sealedDays: [11, 18], paused: [17]));
    }

    [Fact]
    public void Of_a_day_that_retention_cuts_the_rest_is_left()
    {
        var days = Review(Range, Group with { RetentionDays = 5 });
        Assert.Equal((24 - 2.25) / 24, days.Single(day => day.Fate == DayFate.PartlyGone).Left, 9);
        Assert.All(days.Where(day => day.Fate == DayFate.Archive), day => Assert.Equal(1, day.Left));
    }

    [Fact]
    public void Days_before_a_group_was_made_are_empty_ones() => Assert.Equal(
        "10 BeforeGroup, 11 BeforeGroup, 12 Archive",
        Fates("""{"from":"2026-11-10","to":"2026-11-12"}""", Group with { Created = new DateTimeOffset(2026, 11, 12, 12, 0, 0, TimeSpan.Zero) }));

    [Theory]
    [InlineData(LogGroupClass.InfrequentAccess)]
    [InlineData(LogGroupClass.Delivery)]
    public void No_day_of_a_class_that_is_refused_is_read(LogGroupClass kind) =>
        Assert.Equal("19 Unreadable", Fates("""{"date":"2026-11-19"}""", Group with { Class = kind }, sealedDays: [19]));

    [Fact]
    public void With_export_tasks_days_of_infrequent_access_are_archived_and_never_settled()
    {
        var group = Group with { Class = LogGroupClass.InfrequentAccess };
        Assert.Equal("17 Archive, 19 Archive", Fates("""{"exportTasks": true}""", group, sealedDays: [1, 2, 3, 4, 5, 16, 18]));
        Assert.Equal("19 Unreadable", Fates("""{"exportTasks": true, "date": "2026-11-19"}""", group with { IsLinked = true }));
        Assert.Equal("19 Unreadable", Fates("""{"exportTasks": true, "date": "2026-11-19"}""", group with { Class = LogGroupClass.Delivery }));
    }

    [Fact]
    public void A_daily_run_looks_back_at_what_was_missed_and_at_what_is_to_be_settled()
    {
        // Sealed on the morning after each day; the 5th has been over for 14 days, and the look at the days before it was missed.
        Assert.Equal("5 Settle, 17 Archive, 19 Archive", Fates("{}", Group, sealedDays: [1, 2, 3, 4, 5, 16, 18], settledDays: [1, 2, 3, 4]));
        Assert.Equal("19 Archive", Fates("""{"catchUpDays":0,"settleAfterDays":0}""", Group, sealedDays: [16]));
    }

    private static string Fates(string payload, LogGroup group, int[]? sealedDays = null, int[]? settledDays = null, int[]? paused = null) =>
        string.Join(", ", Review(payload, group, sealedDays, settledDays, paused).Select(day => $"{day.Date.Date.Day} {day.Fate}"));

    private static IReadOnlyList<DayEstimate> Review(
        string payload, LogGroup group, int[]? sealedDays = null, int[]? settledDays = null, int[]? paused = null)
    {
        var seals = (sealedDays ?? []).ToDictionary(
            day => new DateOnly(2026, 11, day),
            day => (DateTimeOffset?)new DateTimeOffset(2026, 11, day, 2, 15, 0, TimeSpan.Zero).AddDays((settledDays ?? []).Contains(day) ? 16 : 1));
        return new FateReview(Requests.Plan(payload), Requests.Now).Of(group, date => (paused ?? []).Contains(date.Day), seals);
    }
}
