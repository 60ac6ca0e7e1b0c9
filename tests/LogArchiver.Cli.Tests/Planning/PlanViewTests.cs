using System.Text;
using System.Text.Json;
using LogArchiver.Cli.Planning;
using LogArchiver.Cli.Terminal;
using LogArchiver.Discover;
using LogArchiver.Estimate;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Planning;

/// <summary>What is shown and printed, word for word.</summary>
public sealed class PlanViewTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly ArchivePlan Plan = PlanOf("");

    [Fact]
    public void The_report_is_what_it_was()
    {
        var text = Shown(Plan, Estimate());
        Assert.Equal(Golden.Text("LogArchiver.Cli.Tests", "plan.txt", text), text);
    }

    [Fact]
    public void The_document_is_what_it_was()
    {
        using var json = JsonDocument.Parse(PlanJson.Write(Plan, Estimate()));
        var text = JsonSerializer.Serialize(json, Indented) + "\n";
        Assert.Equal(Golden.Text("LogArchiver.Cli.Tests", "plan.json", text), text);
    }

    [Fact]
    public void With_nothing_to_do_no_cost_is_shown()
    {
        var done = Estimate() with { Groups = [Group("/app/done", Days((10, DayFate.Sealed, 10)), null, new Workload { Gets = 10 })] };
        Assert.Equal(
            """
            Group      Dates  Days  Lines  Stored  Requests  Time  Stands on  Not to be done
            /app/done  –         0      –       –         –     –  –          10 sealed already
            1 group, 10 days: 10 sealed already.
            Nothing is to be done.

            """,
            Shown(Plan, done));
        Assert.Equal("No log group was chosen: nothing to plan.\n", Shown(Plan, Estimate() with { Groups = [] }));
    }

    [Fact]
    public void Days_that_do_not_follow_one_another_are_not_told_as_if_they_did()
    {
        var sparse = Group("/app", Days((10, DayFate.Archive, 1), (14, DayFate.Archive, 2)), Volume(VolumeBasis.Manifests, 1e6), Work(3, 1e6));
        Assert.Equal("2026-11-10, 2026-11-14..2026-11-15", PlanView.TableOf(Estimate() with { Groups = [sparse] }).Rows[0][1]);
    }

    [Fact]
    public void What_is_not_reckoned_with_is_said()
    {
        var estimate = Estimate() with { Region = "eu-central-1" };
        var notes = string.Join('\n', PlanNotes.Of(PlanOf("health"), estimate));
        Assert.Contains("eu-central-1's differ.", notes, StringComparison.Ordinal);
        Assert.Contains("filters", notes, StringComparison.Ordinal);
        Assert.Contains("4 days are in no sum", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("Export tasks", notes, StringComparison.Ordinal);
        var exported = estimate with { Groups = [Group("/app/cheap", Days((10, DayFate.Archive, 2)), null, Work(2, 1e6) with { ExportTasks = 2 })], Items = 0 };
        Assert.Contains("Export tasks: 2, one at a time", string.Join('\n', PlanNotes.Of(Plan, exported)), StringComparison.Ordinal);
        Assert.Contains("; 2 export tasks.", string.Join('\n', PlanView.Sentences(exported)), StringComparison.Ordinal);
        Assert.DoesNotContain("State machine", Shown(Plan, exported), StringComparison.Ordinal);
        Assert.DoesNotContain("filters", string.Join('\n', PlanNotes.Of(Plan, estimate)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "USD", "$0.00")]
    [InlineData(0.00001, "USD", "< $0.0001")]
    [InlineData(0.00421, "USD", "$0.0042")]
    [InlineData(0.5, "USD", "$0.50")]
    [InlineData(12345.678, "USD", "$12,345.68")]
    [InlineData(0.5, "EUR", "0.50 EUR")]
    public void Money_is_never_rounded_to_nothing(double amount, string currency, string text) => Assert.Equal(text, CostView.Of(amount, currency));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(89, "89 s")]
    [InlineData(91, "2 min")]
    [InlineData(5400, "1.5 h")]
    [InlineData(5e6, "1,388.9 h")]
    public void Times_are_no_finer_than_they_are_known(double seconds, string text) => Assert.Equal(text, Amounts.Duration(seconds));

    private static string Shown(ArchivePlan plan, RangeEstimate estimate)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        PlanView.Write(screen, plan, estimate);
        return output.ToString();
    }

    private static RangeEstimate Estimate() => new()
    {
        Groups =
        [
            Group("/app/api", Days((10, DayFate.Sealed, 2), (12, DayFate.Paused, 1), (13, DayFate.Archive, 7)), Volume(VolumeBasis.Manifests, 9e9), Work(8, 9e9)),
            Group("/app/cheap", Days((10, DayFate.Unreadable, 10)), null, Workload.None) with { Group = new LogGroup("/app/cheap") { Class = LogGroupClass.InfrequentAccess } },
            Group(
                "/app/holes",
                Days((10, DayFate.Archive, 1), (11, DayFate.Sealed, 1), (12, DayFate.Archive, 2), (14, DayFate.Sealed, 1), (15, DayFate.Archive, 1), (16, DayFate.Sealed, 4)),
                null, new Workload { Gets = 6 }),
            Group("/app/short", Days((10, DayFate.Gone, 4), (14, DayFate.PartlyGone, 1), (15, DayFate.Archive, 5)), Volume(VolumeBasis.HeldBytes, 3e6), Work(6, 3e6))
                with { Group = new LogGroup("/app/short") { RetentionDays = 6 } },
        ],
        Failures = [new DayOutcome { Group = "/nonesuch", Date = null, Ending = Ending.Failed, Fault = new DayFault("Discover", "/nonesuch", "There is none.") { Fix = "Look." } }],
        Warnings = ["a warning"],
        Items = 14,
        Concurrency = 4,
        Region = "us-east-1",
        PaceShare = 0.8,
        MemoryMB = 512,
        Prices = PriceList.Usual(),
        SampledPages = 0,
    };

    private static GroupEstimate Group(string name, IReadOnlyList<DayEstimate> days, DayVolume? volume, Workload work) => new()
    {
        Group = new LogGroup(name), Days = days, Volume = volume, Reader = volume is null ? null : ReaderKind.Group, Work = work,
    };

    private static IReadOnlyList<DayEstimate> Days(params (int From, DayFate Fate, int Days)[] stretches) =>
    [
        .. stretches.SelectMany(one => Enumerable.Range(one.From, one.Days).Select(day =>
            new DayEstimate(Plan.Dates[day - 10], one.Fate, one.Fate == DayFate.PartlyGone ? 0.5 : 1))),
    ];

    private static DayVolume Volume(VolumeBasis basis, double messageBytes) => new()
    {
        Basis = basis, BasisDays = 6, Events = messageBytes / 200, MessageBytes = messageBytes, RawBytes = messageBytes * 1.5, StoredBytes = messageBytes / 5,
        Pages = Math.Ceiling(messageBytes / 1e6),
    };

    private static Workload Work(int days, double messageBytes) => new()
    {
        Days = days, Events = days * messageBytes / 200, MessageBytes = days * messageBytes, RawBytes = days * messageBytes * 1.5, StoredBytes = days * messageBytes / 5,
        PaddedBytes = days * messageBytes / 5, Files = days, GroupPages = days * Math.Ceiling(messageBytes / 1e6), Puts = 3 * days, Gets = 3 * days,
        Seconds = days * (1 + (messageBytes / 20e6)),
    };

    private static ArchivePlan PlanOf(string exclude)
    {
        var json = $$"""{"logGroups":"*","bucket":"archive","from":"2026-11-10","to":"2026-11-19"{{(exclude.Length == 0 ? "" : $",\"excludeEvents\":\"{exclude}\"")}}}""";
        return Planner.Plan(PayloadReader.Read(Encoding.UTF8.GetBytes(json)), new DateTimeOffset(2026, 11, 20, 2, 15, 0, TimeSpan.Zero));
    }
}
