using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>What a daily run does beside its day: it heals what earlier nights missed.</summary>
public sealed class LookBackFlowTests : IDisposable
{
    private const string Daily = """{"catchUpDays":3,"settleAfterDays":14}""";
    private const long Day = 86_400_000;

    private readonly FlowWorld world = new();

    public LookBackFlowTests()
    {
        for (var back = 0; back < 30; back++)
        {
            world.Logs.Put("s", FlowWorld.DayStart - (back * Day), 0, $"{back} days before");
        }
    }

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task Missed_days_are_archived_after_the_one_that_was_asked_for()
    {
        await world.RunAsync("""{"date":"2026-11-17"}""");
        var summary = await world.RunAsync(Daily);
        Assert.Equal(
            [
                "Archive 11-19 Sealed", "CatchUp 11-16 Sealed", "CatchUp 11-18 Sealed",
                "Settle 11-02 Sealed", "Settle 11-03 Sealed", "Settle 11-04 Sealed", "Settle 11-05 Sealed",
            ],
            summary.Days.Select(day => $"{day.Purpose} {day.Date:MM-dd} {day.Ending}"));
        Assert.Equal(1, summary.DoneBefore);
    }

    [Fact]
    public async Task A_rerun_counts_what_is_done_and_lists_what_was_asked_for()
    {
        await world.RunAsync(Daily);
        world.Store.BeforeEach = (operation, key) => Assert.True(operation is "Check" or "TryRead" or "TryDescribe" or "List", $"{operation} {key}");
        var summary = await world.RunAsync(Daily);
        var day = Assert.Single(summary.Days);
        Assert.Equal((DayPurpose.Archive, Ending.AlreadySealed), (day.Purpose, day.Ending));
        Assert.Equal(7, summary.DoneBefore);
        Assert.Equal(Verdict.Done, Verdicts.Of(summary));
    }

    [Fact]
    public async Task A_changed_setting_does_not_trouble_the_days_looked_back_at()
    {
        await world.RunAsync("""{"from":"2026-11-01","to":"2026-11-18"}""");
        var summary = await world.RunAsync("""{"catchUpDays":3,"settleAfterDays":14,"format":"text"}""");
        Assert.Equal(
            [Ending.Sealed, Ending.AlreadySealed, Ending.AlreadySealed, Ending.AlreadySealed, Ending.AlreadySealed],
            summary.Days.Select(day => day.Ending));
    }

    [Fact]
    public async Task A_seal_that_was_not_seen_at_first_is_a_seal_under_changed_settings_too()
    {
        await world.RunAsync("""{"date":"2026-11-18"}""");
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryDescribe" && key.StartsWith("_manifests/", StringComparison.Ordinal))
            {
                throw new ServiceFaultException(FaultKind.Transient, "S3", "HeadObject", "InternalError", "again");
            }
        };
        var summary = await world.RunAsync("""{"catchUpDays":1,"timeZone":"Asia/Seoul"}""");
        Assert.Equal([Ending.Sealed, Ending.AlreadySealed], summary.Days.Select(day => day.Ending));
    }

    [Fact]
    public async Task The_day_of_every_group_comes_before_any_look_back()
    {
        world.Logs.Group("/other");
        var summary = await world.RunAsync("""{"catchUpDays":1}""");
        Assert.Equal(
            ["/app/web 19", "/other 19", "/app/web 18", "/other 18"], summary.Days.Select(day => $"{day.Group} {day.Date!.Value.Day}"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_caught_up()
    {
        var summary = await world.RunAsync("""{"catchUpDays":2,"dryRun":true}""");
        Assert.Equal([Ending.Planned, Ending.Planned, Ending.Planned], summary.Days.Select(day => day.Ending));
        Assert.Empty(world.Store.Keys);
    }
}
