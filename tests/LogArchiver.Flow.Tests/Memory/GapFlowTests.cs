using System.Globalization;
using LogArchiver.Discover;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>Finding what is missing, and getting it back.</summary>
public sealed class GapFlowTests : IDisposable
{
    private const string Range = """{"from":"2026-11-10","to":"2026-11-19"}""";

    private readonly FlowWorld world = new() { Logs = new MemoryLogSource { PageEvents = 5 }.Group(FlowWorld.Group) };

    public GapFlowTests() => world.Logs.Put("s", FlowWorld.DayStart, 0, "x");

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task A_group_costs_one_listing_whatever_the_days()
    {
        world.Logs.Group("/other").Group("/third");
        await world.RunAsync("""{"date":"2026-11-12"}""");
        var (reads, lists) = (world.Store.Count("TryRead"), world.Store.Count("List"));
        var report = await world.FindGapsAsync(Range);
        Assert.Equal((27, 27, 3), (report.Missing, report.Repairable, report.Groups.Sum(group => group.Sealed)));
        Assert.Equal((0, 3 + 1), (world.Store.Count("TryRead") - reads, world.Store.Count("List") - lists));
    }

    [Fact]
    public async Task Repairing_archives_what_is_missing_and_nothing_else()
    {
        await world.RunAsync("""{"from":"2026-11-12","to":"2026-11-18"}""");
        var summary = await world.RepairAsync(Range);
        Assert.Equal(
            ["11-10 Empty", "11-11 Empty", "11-19 Sealed"], summary.Days.Select(day => $"{day.Date:MM-dd} {day.Ending}"));
        Assert.Equal(0, (await world.FindGapsAsync(Range)).Missing);
        Assert.Empty((await world.RepairAsync(Range)).Days);
    }

    [Fact]
    public async Task A_paused_day_is_found_by_its_checkpoint_and_gone_on_with()
    {
        for (var i = 1; i < 50; i++)
        {
            world.Logs.Put("s", FlowWorld.DayStart + (i * 1000), i, "x");
        }

        using var stop = new CancellationTokenSource();
        world.Logs.OnRequest = request =>
        {
            if (request.Contains("LogEvents", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        };
        Assert.Equal(Ending.Paused, (await world.RunOneAsync("""{"date":"2026-11-19","reader":"group"}""", stop.Token)).Ending);
        world.Logs.OnRequest = null;
        var gap = Assert.Single((await world.FindGapsAsync("""{"date":"2026-11-19"}""")).Groups[0].Gaps);
        Assert.Equal((GapState.Paused, true), (gap.State, gap.CanBeRepaired));
        Assert.Equal(Ending.Sealed, Assert.Single((await world.RepairAsync("""{"date":"2026-11-19","reader":"group"}""")).Days).Ending);
    }

    [Fact]
    public async Task A_group_that_is_gone_but_archived_is_fine_and_one_never_known_is_not()
    {
        await world.RunAsync("""{"date":"2026-11-19"}""");
        world.Logs.Remove(FlowWorld.Group);
        var report = await world.FindGapsAsync("""{"logGroups":["/app/web","/app/nonesuch"],"from":"2026-11-18","to":"2026-11-19"}""");
        Assert.Equal((1, 0), (Assert.Single(report.Groups).Sealed, report.Missing));
        Assert.Equal("/app/nonesuch", Assert.Single(report.Failures).Group);
    }

    [Fact]
    public async Task A_group_that_no_API_reads_is_not_expected_in_the_archive()
    {
        world.Logs.Group(new LogGroup("/cheap") { Class = LogGroupClass.InfrequentAccess });
        var report = await world.FindGapsAsync("""{"logGroups":"/cheap","date":"2026-11-19"}""");
        Assert.Equal(0, report.Missing);
        Assert.Contains("INFREQUENT_ACCESS", Assert.Single(report.Groups).Exemption, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-12-28", "2026-01-03")]
    [InlineData("2026-11-09", "2026-11-10")]
    [InlineData("2026-11-19", "2026-11-19")]
    public async Task Whatever_the_range_its_seals_are_found(string from, string to)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $$"""{"from":"{{from}}","to":"{{to}}"}""");
        await world.RunAsync(range);
        Assert.Equal(0, (await world.FindGapsAsync(range)).Missing);
    }
}
