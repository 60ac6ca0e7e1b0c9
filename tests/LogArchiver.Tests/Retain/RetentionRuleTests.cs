using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Retain;
using LogArchiver.Tests.Plan;

namespace LogArchiver.Tests.Retain;

/// <summary>Whether a group's retention may be set to 30 days. It is Friday 2026-11-20, 02:15 UTC.</summary>
public sealed class RetentionRuleTests
{
    private const int Wanted = 30;

    /// <summary>Made on 2026-10-15: the first day it can have events of is 2026-10-01.</summary>
    private static readonly LogGroup Group = new("/app") { Created = DateTimeOffset.Parse("2026-10-15T09:00:00Z") };

    private static readonly DateOnly First = new(2026, 10, 1);
    private static readonly DateOnly Yesterday = new(2026, 11, 19);

    private static readonly Dictionary<DateOnly, DateTimeOffset?> Nothing = [];

    [Fact]
    public void It_is_set_when_every_day_that_may_be_held_is_archived_and_settled() => Assert.Equal(RetentionStep.Set, Decide(Group, Sealed()).Step);

    [Theory]
    [InlineData("2026-10-01")]
    [InlineData("2026-10-02")]
    [InlineData("2026-11-02")]
    [InlineData("2026-11-18")]
    [InlineData("2026-11-19")]
    public void One_day_that_is_not_archived_is_enough_to_wait(string date)
    {
        var seals = Sealed();
        seals.Remove(DateOnly.Parse(date));
        var decision = Decide(Group, seals);
        Assert.Equal(RetentionStep.Wait, decision.Step);
        Assert.Contains($"1 of the 50 days that CloudWatch may still hold is not archived: archive {date} to {date} first", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_was_archived_too_early_to_have_its_late_events_is_waited_for()
    {
        var seals = Sealed();
        var date = new DateOnly(2026, 11, 5);
        seals[date] = Start(date).AddDays(14.9);
        var decision = Decide(Group, seals);
        Assert.Equal(RetentionStep.Wait, decision.Step);
        Assert.Contains("1 of the 50 days that CloudWatch may still hold is not settled", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("2026-11-05 to 2026-11-05", decision.Reason, StringComparison.Ordinal);
        Assert.Equal(RetentionStep.Set, Decide(Group, seals, "\"settleAfterDays\": 0").Step);
    }

    [Fact]
    public void A_day_too_young_to_be_settled_is_no_hindrance()
    {
        var seals = Sealed();
        var date = new DateOnly(2026, 11, 6);
        seals[date] = Start(date).AddDays(1.1);
        Assert.Equal(RetentionStep.Set, Decide(Group, seals).Step);
    }

    [Fact]
    public void A_store_that_does_not_say_when_is_not_believed_to_have_settled()
    {
        var seals = Sealed();
        seals[new DateOnly(2026, 10, 20)] = null;
        Assert.Equal(RetentionStep.Wait, Decide(Group, seals).Step);
    }

    [Fact]
    public void A_group_that_expires_is_asked_only_for_the_days_it_still_holds()
    {
        var group = new LogGroup("/app") { Created = Start(new DateOnly(2019, 1, 1)), RetentionDays = 60 };
        Assert.Equal(new DateOnly(2026, 9, 21), RetentionRule.HeldDays(group, Requests.Plan("{}"), Requests.Now)[0].Date);
        Assert.Equal(new DateOnly(2018, 12, 18), RetentionRule.HeldDays(group with { RetentionDays = null }, Requests.Plan("{}"), Requests.Now)[0].Date);
    }

    [Fact]
    public void A_run_of_other_dates_answers_for_yesterday_too()
    {
        Assert.Equal(Yesterday, RetentionRule.HeldDays(Group, Requests.Plan("""{"date": "2026-10-03"}"""), Requests.Now)[^1].Date);
        Assert.Equal(Yesterday, RetentionRule.HeldDays(Group, Requests.Plan("""{"scheduledTime": "2026-11-12T02:15:00Z"}"""), Requests.Now)[^1].Date);
        Assert.Equal(new DateOnly(2026, 11, 17), RetentionRule.HeldDays(Group, Requests.Plan("""{"daysAgo": 3}"""), Requests.Now)[^1].Date);
    }

    [Fact]
    public void Days_are_those_of_the_zone() =>
        Assert.Equal(new DateOnly(2026, 9, 30), RetentionRule.HeldDays(
            Group with { Created = DateTimeOffset.Parse("2026-10-15T02:00:00Z") }, Requests.Plan("""{"timeZone": "America/New_York"}"""), Requests.Now)[0].Date);

    [Fact]
    public void It_is_never_lengthened_and_not_set_twice()
    {
        Assert.Equal(RetentionStep.Keep, Decide(Group with { RetentionDays = 30 }, Nothing).Step);
        Assert.Equal(RetentionStep.Keep, Decide(Group with { RetentionDays = 7 }, Nothing).Step);
        Assert.Equal(RetentionStep.Wait, Decide(Group with { RetentionDays = 60 }, Nothing).Step);
    }

    [Theory]
    [InlineData(LogGroupClass.InfrequentAccess, false)]
    [InlineData(LogGroupClass.Delivery, false)]
    [InlineData(LogGroupClass.Standard, true)]
    public void Groups_that_are_not_settled_or_not_ours_are_left_alone(LogGroupClass kind, bool linked) =>
        Assert.Equal(RetentionStep.Wait, Decide(Group with { Class = kind, IsLinked = linked }, Sealed()).Step);

    [Fact]
    public void An_exported_group_is_not_said_to_be_without_an_archive()
    {
        var reason = Decide(Group with { Class = LogGroupClass.InfrequentAccess }, Sealed(), "\"exportTasks\": true, \"catchUpDays\": 3").Reason!;
        Assert.Contains("events that came late", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("not archived", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_says_how_far_back_events_go_nothing_is_set()
    {
        Assert.Equal(RetentionStep.Wait, Decide(new LogGroup("/app"), Sealed()).Step);
        Assert.Equal(RetentionStep.Set, Decide(new LogGroup("/app") { RetentionDays = 45 }, Sealed()).Step);
    }

    [Theory]
    [InlineData(1, 3, 14, 19)]
    [InlineData(1, 0, 0, 2)]
    [InlineData(1, 3, 0, 5)]
    [InlineData(5, 3, 2, 10)]
    [InlineData(1, 2, 1, 5)]
    [InlineData(1, 30, 30, 62)]
    public void No_run_reads_a_day_for_the_last_time_later_than_the_plan_reckons(int daysAgo, int catchUpDays, int settleAfterDays, int lastReading)
    {
        Assert.Equal(lastReading, RetentionDays.LastReading(daysAgo, catchUpDays, settleAfterDays));
        var (day, start) = (new DateOnly(2026, 7, 1), Start(new DateOnly(2026, 7, 1)));
        var payload = $$"""{"daysAgo": {{daysAgo}}, "catchUpDays": {{catchUpDays}}, "settleAfterDays": {{settleAfterDays}}}""";
        var reading = Enumerable.Range(1, 24 * 80).Select(hour => start.AddHours(hour).AddMinutes(59)).Where(now => Reads(now, Requests.Plan(payload, now), day)).ToList();
        Assert.InRange((reading[^1] - start).TotalDays, lastReading - 1, lastReading);
    }

    [Theory]
    [InlineData("\"setRetentionDays\": 14", "payload field \"setRetentionDays\"", "Choose more than 19")]
    [InlineData("\"setRetentionDays\": 7, \"settleAfterDays\": 3", "settleAfterDays \"3\"", "Choose more than 8")]
    [InlineData("\"setRetentionDays\": 30, \"daysAgo\": 40", "setRetentionDays", "Choose more than 45")]
    public void One_that_would_take_days_before_their_last_reading_is_refused_at_once(string fields, string named, string advice)
    {
        var fault = Requests.Faults($$"""{ {{fields}} }""");
        Assert.Contains(named, fault, StringComparison.Ordinal);
        Assert.Contains(advice, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("31")]
    [InlineData("30.5")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    [InlineData("never")]
    public void Only_what_CloudWatch_knows_is_taken(string days) => Assert.Contains(
        "setRetentionDays", Assert.Throws<BadRequestException>(() => Planner.Plan(Requests.Environment(("LOGARCHIVER_SET_RETENTION_DAYS", days)), Requests.Now)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_plan_has_it_where_it_is_given()
    {
        Assert.Null(Requests.Plan("{}").SetRetentionDays);
        Assert.Equal(30, Requests.Plan("""{"setRetentionDays": 30}""").SetRetentionDays);
        Assert.Equal(7, Requests.Plan("""{"setRetentionDays": 7, "settleAfterDays": 0}""").SetRetentionDays);
    }

    private static bool Reads(DateTimeOffset now, ArchivePlan plan, DateOnly day) =>
        plan.Dates[0].Date == day || LookBack.Of(new LogGroup("/app"), plan, now).Any(each => each.Date == day);

    private static RetentionDecision Decide(LogGroup group, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals, string fields = "\"catchUpDays\": 3") =>
        RetentionRule.Decide(group, Wanted, Requests.Plan($$"""{ {{fields}} }"""), seals, Requests.Now);

    /// <summary>Every day archived the next morning, and settled when it could be.</summary>
    private static Dictionary<DateOnly, DateTimeOffset?> Sealed() =>
        Enumerable.Range(0, Yesterday.DayNumber - First.DayNumber + 1).Select(First.AddDays)
            .ToDictionary(date => date, DateTimeOffset? (date) => Start(date).AddDays(date < new DateOnly(2026, 11, 6) ? 15.1 : 1.1));

    private static DateTimeOffset Start(DateOnly date) => new(date, TimeOnly.MinValue, TimeSpan.Zero);
}
