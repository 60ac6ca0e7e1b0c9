using System.Text;
using LogArchiver.Function.Metrics;
using LogArchiver.Function.Runtime;
using LogArchiver.Function.Tests.Runtime;
using LogArchiver.Outcome;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Metrics;

/// <summary>What an invocation is measured as, however it ends.</summary>
public sealed class InvocationMetricsTests
{
    private readonly ManualClock clock = new();
    private readonly List<(DateTimeOffset Began, IReadOnlyList<Metric> Metrics)> measured = [];

    [Fact]
    public async Task Every_invocation_is_measured_at_its_end_however_it_ends()
    {
        await InvokeAsync(Ends(Day(Ending.Sealed)), "{}");
        Assert.Equal((1, 0, 0, 1), Measured());
        await InvokeAsync(Ends(Day(Ending.Sealed), Day(Ending.Failed)), "{}");
        Assert.Equal((1, 1, 0, 0), Measured());
        await InvokeAsync(Ends(Day(Ending.Paused)), "{}");
        Assert.Equal((0, 0, 1, 0), Measured());
        await InvokeAsync(Ends(), "not json");
        Assert.Equal((0, 0, 0, 0), Measured());
        await InvokeAsync((_, _) => throw new IOException("full"), "{}");
        Assert.Equal((0, 0, 0, 0), Measured());
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync((_, _) => throw new InvalidOperationException(), "{}"));
        Assert.Equal((0, 0, 0, 0), Measured());

        (double Sealed, double Failed, double Paused, double Succeeded) Measured()
        {
            var metrics = Assert.Single(measured).Metrics.ToDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal);
            measured.Clear();
            return (metrics["DaysSealed"], metrics["DaysFailed"], metrics["DaysPaused"], metrics["RunsSucceeded"]);
        }
    }

    [Fact]
    public async Task The_time_measured_is_that_of_the_invocation()
    {
        await InvokeAsync(
            (_, _) =>
            {
                clock.Advance(TimeSpan.FromSeconds(12.5));
                return Task.FromResult(Ends());
            },
            "{}");
        var (began, metrics) = Assert.Single(measured);
        Assert.Equal(12.5, metrics.Single(metric => metric.Name == "Seconds").Value);
        Assert.Equal(clock.GetUtcNow().AddSeconds(-12.5), began);
    }

    [Theory]
    [InlineData("""{"scheduledTime": "2026-11-20T02:15:00Z"}""", 1)]
    [InlineData("""{"source": "aws.events", "detail-type": "Scheduled Event", "time": "2026-11-20T02:15:00Z", "detail": {}}""", 1)]
    [InlineData("{}", 0)]
    [InlineData("""{"date": "2026-11-19"}""", 0)]
    public async Task A_run_by_hand_says_nothing_of_the_schedule(string payload, int counted)
    {
        await InvokeAsync(Ends(Day(Ending.Sealed)), payload);
        Assert.Equal(counted, Assert.Single(measured).Metrics.Single(metric => metric.Name == "ScheduledRunsSucceeded").Value);
    }

    [Fact]
    public async Task Only_a_pause_is_taken_off_the_errors()
    {
        await InvokeAsync(Ends(Day(Ending.Paused)), "{}");
        await InvokeAsync(Ends(Day(Ending.Paused) with { WaitsForExport = true }), "{}");
        await InvokeAsync(Ends(Day(Ending.Paused), Day(Ending.Failed)), "{}");
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync((_, _) => throw new InvalidOperationException(), "{}"));
        Assert.Equal([1, 1, 0, 0], measured.Select(each => each.Metrics.Single(metric => metric.Name == "RunsPaused").Value));
    }

    [Fact]
    public async Task A_step_of_the_state_machine_is_not_measured()
    {
        Assert.Null((await InvokeAsync(Ends(), """{"step":"plan","run":"run-1","request":{"date":"2026-11-19"}}""")).Error);
        Assert.Empty(measured);
    }

    [Theory]
    [InlineData("""{"dryRun":true}""")]
    [InlineData("""{"dryRun":true,"timeZone":"Mars/Olympus"}""")]
    public async Task A_dry_run_is_not_measured(string payload)
    {
        await InvokeAsync(Ends(Day(Ending.Planned)), payload);
        Assert.Empty(measured);
    }

    private static DayOutcome Day(Ending ending) => new() { Group = "app/a", Date = new DateOnly(2026, 11, 19), Ending = ending };

    private static ArchiveSummary Ends(params DayOutcome[] days) => new() { DryRun = false, Days = days };

    private Task<InvocationAnswer> InvokeAsync(ArchiveSummary summary, string payload) => InvokeAsync((_, _) => Task.FromResult(summary), payload);

    private Task<InvocationAnswer> InvokeAsync(ArchiveRun run, string payload)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LOGARCHIVER_BUCKET"] = "my-archive", ["LOGARCHIVER_LOG_GROUPS"] = "app/*" };
        var context = new InvocationContext(clock) { RequestId = "r", Deadline = clock.GetUtcNow() + TimeSpan.FromSeconds(900) };
        var invocation = new ArchiveInvocation(
            environment, run, (_, _, _) => Task.FromResult("{}"u8.ToArray()), (began, metrics) => measured.Add((began, metrics)), clock, new ListLogger<ArchiveInvocation>());
        return invocation.HandleAsync(Encoding.UTF8.GetBytes(payload), context, CancellationToken.None);
    }
}
