using LogArchiver.Outcome;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>What goes wrong stays with the day it happened to, leaves nothing half-written, and is said clearly.</summary>
public sealed class BadDayTests : IDisposable
{
    private readonly FlowWorld world = new();

    public BadDayTests() => world.Logs.Put("s", FlowWorld.DayStart, 0, "x").Put("t", FlowWorld.DayStart + 1, 0, "y");

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task One_groups_failure_does_not_stop_another()
    {
        world.Logs.Group("/other").Put("s", FlowWorld.DayStart, 0, "z");
        world.Logs.OnRequest = request =>
        {
            if (request.StartsWith($"FilterLogEvents {FlowWorld.Group}", StringComparison.Ordinal))
            {
                throw Denied("FilterLogEvents");
            }
        };
        var summary = await world.RunAsync();
        Assert.Equal([Ending.Failed, Ending.Sealed], summary.Days.Select(day => day.Ending));
        Assert.Equal(Verdict.PartlyDone, Verdicts.Of(summary));
        var fault = summary.Days[0].Fault!;
        Assert.Equal(("Read", "AccessDeniedException", "Grant it.", false), (fault.Stage, fault.Code, fault.Fix, fault.IsBug));
        Assert.DoesNotContain(FlowWorld.ManifestKey, world.Store.Keys);
    }

    [Theory]
    [InlineData("TryUpload", "Upload")]
    [InlineData("TryDescribe", "Upload")]
    [InlineData("TryPut", "Seal")]
    [InlineData("TryRead", "Seal")]
    public async Task A_store_that_fails_leaves_the_day_unsealed_and_a_rerun_completes_it(string operation, string stage)
    {
        world.Store.BeforeEach = (asked, _) =>
        {
            if (asked == operation)
            {
                throw Denied("PutObject");
            }
        };
        var failed = await world.RunOneAsync();
        Assert.Equal((Ending.Failed, stage), (failed.Ending, failed.Fault!.Stage));
        Assert.DoesNotContain(FlowWorld.ManifestKey, world.Store.Keys);

        world.Store.BeforeEach = null;
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync()).Ending);
        Assert.Equal(["x", "y"], world.Messages());
    }

    [Fact]
    public async Task What_an_interrupted_run_left_is_replaced_when_late_events_made_the_day_another()
    {
        world.Store.BeforeEach = FailSeals;
        await world.RunOneAsync();
        world.Store.BeforeEach = null;
        world.Logs.Put("s", FlowWorld.DayStart + 2, 9, "late");
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync()).Ending);
        Assert.Equal(["x", "y", "late"], world.Messages());
        Assert.Equal(world.Store[FlowWorld.FileKey].Length, world.Manifest().StoredBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_store_without_checksums_holds_is_read_back_before_it_is_sealed(bool spoils)
    {
        using var plain = new FlowWorld { Store = new MemoryArchiveStore { KeepsChecksums = false } };
        plain.Logs.Put("s", FlowWorld.DayStart, 0, "x");
        plain.Store.AfterEachWrite = (operation, key) =>
        {
            if (operation == "TryUpload" && spoils)
            {
                plain.Store[key][^1] ^= 1;
            }
        };
        var outcome = await plain.RunOneAsync();
        Assert.Equal(spoils ? Ending.Failed : Ending.Sealed, outcome.Ending);
        Assert.Equal(!spoils, plain.Store.Keys.Contains(FlowWorld.ManifestKey));
        Assert.Equal(1, plain.Store.Count("TryOpen"));
    }

    [Fact]
    public async Task An_object_of_someone_else_under_the_key_is_left_alone()
    {
        await world.Store.TryPutAsync(FlowWorld.FileKey, "mine"u8.ToArray(), "text/plain", WriteCondition.Absent, CancellationToken.None);
        var outcome = await world.RunOneAsync();
        Assert.Equal(Ending.Failed, outcome.Ending);
        Assert.Contains("did not write", outcome.Fault!.Cause, StringComparison.Ordinal);
        Assert.Equal("mine"u8.ToArray(), world.Store[FlowWorld.FileKey]);
    }

    [Fact]
    public async Task A_run_that_another_overtook_says_so()
    {
        using var rival = new CancellationTokenSource();
        var raced = false;
        world.Store.BeforeEach = (operation, _) =>
        {
            if (operation == "TryPut" && !raced)
            {
                raced = true;
                Assert.True(world.RunOneAsync().Wait(TimeSpan.FromSeconds(30), rival.Token));
            }
        };
        var outcome = await world.RunOneAsync();
        Assert.Equal(Ending.AlreadySealed, outcome.Ending);
        Assert.Contains("another run", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_deadline_draws_near_the_day_being_read_is_paused_and_none_is_begun()
    {
        world.Logs.Group("/other");
        world.Logs.OnRequest = request =>
        {
            if (request.StartsWith("GetLogEvents", StringComparison.Ordinal))
            {
                world.StopStarting.Cancel();
            }
        };
        var summary = await world.RunAsync("""{"reader":"streams"}""");
        Assert.Equal([Ending.Paused, Ending.Paused], summary.Days.Select(day => day.Ending));
        Assert.All(world.Store.Keys, key => Assert.StartsWith("_checkpoints/", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_told_to_stop_at_once_nothing_half_written_stays()
    {
        world.Store.BeforeEach = (operation, _) =>
        {
            if (operation == "TryUpload")
            {
                world.StopNow.Cancel();
                world.StopNow.Token.ThrowIfCancellationRequested();
            }
        };
        Assert.Equal(Ending.Paused, (await world.RunOneAsync()).Ending);
        Assert.Empty(world.Store.Keys);
    }

    [Fact]
    public async Task A_bug_looks_like_a_bug()
    {
        world.Logs.OnRequest = request =>
        {
            if (request.StartsWith("FilterLogEvents", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Sequence contains no elements");
            }
        };
        var fault = (await world.RunOneAsync()).Fault!;
        Assert.True(fault.IsBug);
        Assert.Contains("bug", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_a_fault_and_never_overwritten()
    {
        await world.Store.TryPutAsync(FlowWorld.ManifestKey, "{"u8.ToArray(), "application/json", WriteCondition.Absent, CancellationToken.None);
        var outcome = await world.RunOneAsync();
        Assert.Equal((Ending.Failed, "Seal"), (outcome.Ending, outcome.Fault!.Stage));
        Assert.Equal("{"u8.ToArray(), world.Store[FlowWorld.ManifestKey]);
    }

    private static void FailSeals(string operation, string key)
    {
        if (operation == "TryPut")
        {
            throw Denied("PutObject");
        }
    }

    private static ServiceFaultException Denied(string operation) =>
        new(FaultKind.AccessDenied, "CloudWatch Logs", operation, "AccessDeniedException", "not allowed") { Fix = "Grant it." };
}
