using System.Text;
using LogArchiver.Cli.Gaps;
using LogArchiver.Discover;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Tests.Gaps;

/// <summary>The pure parts: which dates, how they are told.</summary>
public sealed class GapPartsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);

    [Fact]
    public void Dates_that_follow_one_another_in_the_same_state_are_one_stretch() => Assert.Equal(
        ["2026-11-10..2026-11-12 3 Missing", "2026-11-13 1 Gone", "2026-11-15 1 Missing"],
        GapKind.Stretches([Gap(10), Gap(11), Gap(12), Gap(13, GapState.Gone), Gap(15)])
            .Select(stretch => $"{stretch} {stretch.Days} {stretch.Value.State}"));

    [Fact]
    public void A_date_that_the_zone_left_out_does_not_break_a_stretch()
    {
        var dates = Plan("--from 2011-12-29 --to 2011-12-31", zone: "Pacific/Apia").Dates;
        Assert.Equal(
            "2011-12-29..2011-12-31", Assert.Single(GapKind.Stretches([.. dates.Select(date => new Gap(date, GapState.Missing, true))])).ToString());
    }

    [Theory]
    [InlineData("", null, "2026-10-21", "2026-11-19")]
    [InlineData("", "1", "2026-11-19", "2026-11-19")]
    [InlineData("--from 2026-10-01 --to 2026-10-02", null, "2026-10-01", "2026-10-02")]
    public void Thirty_days_up_to_yesterday_unless_told_otherwise(string options, string? days, string from, string to)
    {
        var dates = Plan(options, days).Dates;
        Assert.Equal((from, to), ($"{dates[0].Date:yyyy-MM-dd}", $"{dates[^1].Date:yyyy-MM-dd}"));
    }

    [Fact]
    public void Dates_of_the_environment_give_way_to_the_usual_ones() =>
        Assert.Equal(30, GapRange.Plan(Request(("date", "2026-11-01", "environment variable LOGARCHIVER_DATE")), null, Now).Dates.Count);

    [Theory]
    [InlineData("--from 2026-10-01 --to 2026-10-02", "7", "--days: \"7\" cannot stand beside --from")]
    [InlineData("", "0", "--days: \"0\" is not a number of days.")]
    [InlineData("", "3,000", "--days: \"3,000\" is not a number of days.")]
    public void Days_that_do_not_do_are_refused(string options, string days, string message) =>
        Assert.StartsWith(message, Assert.Throws<CommandException>(() => Plan(options, days)).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_range_is_refused_with_its_other_half_named() =>
        Assert.Equal("to", Assert.Single(Assert.Throws<BadRequestException>(() => Plan("--from 2026-11-01")).Faults).Setting);

    [Fact]
    public void The_report_is_told_word_for_word()
    {
        var (plan, report) = (Plan("--from 2026-11-10 --to 2026-11-19"), Report());
        Assert.Equal(
            """
            Group       Dates                   Days  State          What can be done
            /app/api    2026-11-10                 1  gone for good  nothing: retention has passed
            /app/api    2026-11-11                 1  partly gone    --repair archives what retention has left
            /app/api    2026-11-12..2026-11-13     2  missing        --repair archives it
            /app/api    2026-11-14                 1  paused         --repair goes on with it
            /app/api    2026-11-15                 1  not settled    --repair reads it again
            /app/cheap  all                       10  not expected   its class is INFREQUENT_ACCESS, which the read APIs refuse

            """,
            GapsView.TableOf(plan, report).ToText());
        Assert.Equal(
            "2 groups, 2026-11-10 to 2026-11-19: 5 days sealed, 2 missing, 1 paused, 1 partly gone, 1 gone for good, 1 not settled. 5 days are missing.",
            GapsView.Conclusion(plan, report));
        Assert.Equal(
            """
            {"from":"2026-11-10","to":"2026-11-19","timeZone":"UTC","groups":[
            {"group":"/app/api","sealed":5,"gaps":[
            {"from":"2026-11-10","to":"2026-11-10","days":1,"state":"gone","repairable":false},
            {"from":"2026-11-11","to":"2026-11-11","days":1,"state":"partlyGone","repairable":true},
            {"from":"2026-11-12","to":"2026-11-13","days":2,"state":"missing","repairable":true},
            {"from":"2026-11-14","to":"2026-11-14","days":1,"state":"paused","repairable":true},
            {"from":"2026-11-15","to":"2026-11-15","days":1,"state":"unsettled","repairable":true}]},
            {"group":"/app/cheap","sealed":0,"notExpected":"its class is INFREQUENT_ACCESS, which the read APIs refuse","gaps":[]}],
            "totals":{"groups":2,"sealed":5,"withoutArchive":5,"repairable":5,"missing":2,"paused":1,"partlyGone":1,"gone":1,"unsettled":1},
            "failures":[],"warnings":["a warning"]}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(GapsJson.Write(plan, report, null)));
    }

    [Fact]
    public void Nothing_missing_is_said_in_a_sentence()
    {
        var report = Report() with { Groups = [new GroupGaps { Group = new LogGroup("/app"), Sealed = 10, Gaps = [] }] };
        Assert.Equal("1 group, 2026-11-10 to 2026-11-19: 10 days sealed. No day is missing.", GapsView.Conclusion(Plan("--from 2026-11-10 --to 2026-11-19"), report));
        Assert.Contains("\"repair\":{\"dryRun\":false,", Encoding.UTF8.GetString(GapsJson.WriteStopped(new ArchiveSummary { Days = [], DryRun = false })), StringComparison.Ordinal);
    }

    private static GapReport Report() => new()
    {
        Groups =
        [
            new GroupGaps
            {
                Group = new LogGroup("/app/api"),
                Sealed = 5,
                Gaps =
                [
                    Gap(10, GapState.Gone, false), Gap(11, GapState.PartlyGone), Gap(12), Gap(13), Gap(14, GapState.Paused), Gap(15, GapState.Unsettled),
                ],
            },
            new GroupGaps
            {
                Group = new LogGroup("/app/cheap"), Sealed = 0, Gaps = [], Exemption = "its class is INFREQUENT_ACCESS, which the read APIs refuse",
            },
        ],
        Failures = [],
        Warnings = ["a warning"],
    };

    private static Gap Gap(int day, GapState state = GapState.Missing, bool canBeRepaired = true) =>
        new(Plan($"--from 2026-11-{day} --to 2026-11-{day}").Dates[0], state, canBeRepaired && state != GapState.Gone);

    private static ArchivePlan Plan(string options, string? days = null, string zone = "UTC")
    {
        var words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var dates = words.Chunk(2).Select(pair => (pair[0][2..], pair[1], $"option {pair[0]}"));
        return GapRange.Plan(Request([("timeZone", zone, "option --time-zone"), .. dates]), days, Now);
    }

    private static ArchiveRequest Request(params IEnumerable<(string Name, string Text, string Origin)> given) => new()
    {
        Values = given.Append(("bucket", "archive", "")).Append(("logGroups", "*", ""))
            .ToDictionary(one => one.Item1, one => new GivenValue([one.Item2], one.Item3), StringComparer.Ordinal),
    };
}
