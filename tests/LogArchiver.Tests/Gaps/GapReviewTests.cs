using LogArchiver.Discover;
using LogArchiver.Gaps;
using LogArchiver.Tests.Plan;

namespace LogArchiver.Tests.Gaps;

/// <summary>What the archive lacks of a group. It is Friday 2026-11-20, 02:15 UTC.</summary>
public sealed class GapReviewTests
{
    private static readonly DateOnly[] None = [];

    [Fact]
    public void A_day_without_a_manifest_is_missing_and_one_with_a_checkpoint_paused() => Assert.Equal(
        ["11-16 Missing +", "11-18 Paused +"],
        Gaps("2026-11-16", "2026-11-19", new LogGroup("/app"), [new(2026, 11, 17), new(2026, 11, 19)], [new(2026, 11, 18), new(2026, 11, 19)]));

    [Fact]
    public void Retention_takes_days_in_part_and_then_for_good() => Assert.Equal(
        ["11-15 Gone -", "11-16 Gone -", "11-17 PartlyGone +", "11-18 Missing +"],
        Gaps("2026-11-15", "2026-11-18", new LogGroup("/app") { RetentionDays = 3 }, None, [new(2026, 11, 16)]));

    [Fact]
    public void Days_before_a_group_was_made_are_no_gaps() => Assert.Equal(
        ["11-17 Missing +", "11-18 Missing +"],
        Gaps("2026-11-15", "2026-11-18", new LogGroup("/app") { Created = DateTimeOffset.Parse("2026-11-17T09:00:00Z") }, None, None));

    [Fact]
    public void A_day_archived_before_its_last_event_could_arrive_is_not_settled_once_it_could_be() => Assert.Equal(
        ["11-04 Unsettled +", "11-05 Unsettled +"],
        Gaps("2026-11-04", "2026-11-19", new LogGroup("/app"), Enumerable.Range(4, 16).Select(day => new DateOnly(2026, 11, day)), None));

    [Fact]
    public void A_day_whose_manifest_was_written_since_is_settled() => Assert.Empty(
        Gaps("2026-11-04", "2026-11-05", new LogGroup("/app"), [new(2026, 11, 4), new(2026, 11, 5)], None, written: day => day.AddDays(15)));

    [Fact]
    public void What_retention_has_passed_can_be_settled_no_more() => Assert.Equal(
        ["11-10 Unsettled -", "11-17 Unsettled +", "11-18 Unsettled +"],
        Gaps("2026-11-10", "2026-11-19", new LogGroup("/app") { RetentionDays = 3 }, Enumerable.Range(10, 10).Select(day => new DateOnly(2026, 11, day)), None,
            written: day => day.Day is 10 or > 16 ? day.AddHours(26) : day.AddDays(3)));

    [Fact]
    public void A_store_that_does_not_say_when_leaves_nothing_to_say_of_settling() => Assert.Empty(
        Gaps("2026-11-01", "2026-11-01", new LogGroup("/app"), [new(2026, 11, 1)], None, written: _ => null));

    private static IEnumerable<string> Gaps(
        string from, string to, LogGroup group, IEnumerable<DateOnly> archived, DateOnly[] paused, Func<DateTimeOffset, DateTimeOffset?>? written = null)
    {
        var plan = Requests.Plan($$"""{"from": "{{from}}", "to": "{{to}}"}""");
        var seals = archived.ToDictionary(
            date => date,
            date => (written ?? (day => day.AddHours(26)))(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)));
        return new GapReview(plan, Requests.Now).Of(group, paused.Contains, seals).Gaps
            .Select(gap => $"{gap.Date.Date:MM-dd} {gap.State} {(gap.CanBeRepaired ? "+" : "-")}");
    }
}
