using LogArchiver.Outcome;
using LogArchiver.Ports;
using LogArchiver.Seal;
using LogArchiver.Testing;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>A settling that dies at any step, or meets another run at any step: nothing is lost, nothing is left over, and the next
/// run completes it.</summary>
public sealed class SettleFaultTests
{
    private static readonly ArchiverLimits Small = new()
    {
        SortBufferBytes = 30_000, MergeWidth = 3, MergeBufferBytes = 64, PagesWaiting = 2, StreamsAtOnce = 3,
        LanesAtOnce = 3, LaneBytes = 40_000, ProbePages = 2, SliceBytes = 80_000, RunBytes = 400_000, FileBytes = 100_000, PartBytes = 50_000,
    };

    // How a day is kept: in one upload, in parts of one upload, in several objects.
    public static TheoryData<string> Payloads => new()
    {
        """{"reader":"group"}""",
        """{"reader":"group","compression":"none","prefix":"parts"}""",
        """{"reader":"group","compression":"none","maxMergedBytes":200000,"prefix":"several"}""",
        """{"reader":"group","format":"text"}""",
        """{"reader":"group","format":"raw","compression":"none","prefix":"parts"}""",
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Undisturbed_it_gives_what_a_day_archived_only_now_has(string payload)
    {
        using var world = await ArchivedAsync(payload);
        AddLate(world);
        var outcome = await world.SettleAsync(payload);
        Assert.Equal((Ending.Sealed, 3L), (outcome.Ending, outcome.LateEvents));
        await AssertWholeAsync(world, payload);
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Where_nothing_came_late_what_was_sent_is_put_away(string payload)
    {
        using var world = await ArchivedAsync(payload);
        var (before, begun) = (ManifestOf(world, payload), world.Store.Count("BeginUpload"));
        Assert.Equal(Ending.AlreadySealed, (await world.SettleAsync(payload)).Ending);
        Assert.Equal(payload.Contains("none", StringComparison.Ordinal), world.Store.Count("BeginUpload") > begun);
        Assert.Empty(world.Store.Uploads);
        Assert.DoesNotContain(world.Store.Keys, key => key.Contains("_checkpoints/", StringComparison.Ordinal));
        Assert.Equal(ManifestStore.Format(before with { Settled = true }), ManifestStore.Format(ManifestOf(world, payload)));
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Killed_at_any_step_it_is_brought_to_its_end_by_the_next_runs(string payload)
    {
        var kills = 0;
        for (var afterwards = 0; afterwards < 2; afterwards++)
        {
            for (var step = 1; ; step++)
            {
                using var world = await ArchivedAsync(payload);
                AddLate(world);
                var died = KillAt(world.Store, step, afterwards == 1);
                var killed = await TryAsync(() => world.SettleAsync(payload));
                var isDead = died();
                (world.Store.BeforeEach, world.Store.AfterEachWrite) = (null, null);
                if (!isDead)
                {
                    Assert.Equal(Ending.Sealed, killed!.Ending);
                    break;
                }

                kills++;
                AssertNothingLost(world, payload);

                // A run that only looks at the day finishes what was begun, and begins nothing.
                var next = await world.RunOneAsync(With(payload, "\"date\":\"2026-11-19\""));
                Assert.NotEqual(Ending.Failed, next.Ending);
                Assert.Null(ManifestOf(world, payload).Next);
                await TryAsync(() => world.SettleAsync(payload));
                await AssertWholeAsync(world, payload);
            }
        }

        Assert.True(kills > 10, $"{kills} kills");
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Meeting_another_run_at_any_step_one_of_them_wins_and_nothing_is_lost(string payload)
    {
        for (var step = 1; ; step++)
        {
            using var world = await ArchivedAsync(payload);
            AddLate(world);
            using var rival = new FlowWorld { Store = world.Store, Logs = world.Logs, Limits = Small };
            var steps = 0;
            Exception? trouble = null;
            world.Store.BeforeEach = (_, _) =>
            {
                if (++steps == step)
                {
                    world.Store.BeforeEach = null;
                    trouble = Record.Exception(() => Assert.True(Task.Run(() => TryAsync(() => rival.SettleAsync(payload))).Wait(TimeSpan.FromSeconds(30))));
                }
            };
            var first = await TryAsync(() => world.SettleAsync(payload));
            Assert.Null(trouble);
            if (world.Store.BeforeEach is not null)
            {
                break;
            }

            AssertNothingLost(world, payload);
            Assert.True(first is null or { Ending: Ending.Sealed or Ending.AlreadySealed } or { Fault.RetryCouldHelp: true }, $"{first}");
            await world.RunOneAsync(With(payload, "\"date\":\"2026-11-19\""));
            await TryAsync(() => world.SettleAsync(payload));
            await AssertWholeAsync(world, payload);
        }
    }

    [Theory]
    [InlineData("""{"reader":"group"}""", 12)]
    [InlineData("""{"reader":"group","compression":"none","prefix":"parts"}""", 9)]
    [InlineData("""{"reader":"group","compression":"none","maxMergedBytes":200000,"prefix":"several"}""", 14)]
    [InlineData("""{"reader":"group","format":"text"}""", 12)]
    public async Task A_day_longer_than_an_invocation_is_settled_by_several(string payload, int pagesEach)
    {
        using var world = await ArchivedAsync(payload);
        AddLate(world);
        var outcomes = new List<DayOutcome>();
        do
        {
            using var stop = new CancellationTokenSource();
            var pages = 0;
            world.Logs.OnRequest = request =>
            {
                if (request.Contains("LogEvents", StringComparison.Ordinal) && Interlocked.Increment(ref pages) == pagesEach)
                {
                    stop.Cancel();
                }
            };
            outcomes.Add((await TryAsync(() => world.SettleAsync(payload, stop.Token)))!);
            world.Logs.OnRequest = null;
            Assert.InRange(outcomes.Count, 1, 200);
        }
        while (outcomes[^1].Ending == Ending.Paused);
        Assert.True(outcomes.Count > 2, $"{outcomes.Count} invocations");
        Assert.Equal((Ending.Sealed, 3L), (outcomes[^1].Ending, outcomes[^1].LateEvents));
        await AssertWholeAsync(world, payload);
    }

    private static async Task<FlowWorld> ArchivedAsync(string payload)
    {
        var world = new FlowWorld { Logs = new() { PageEvents = 10 }, Limits = Small, Store = new MemoryArchiveStore { MinPartBytes = 1 } };
        world.Logs.Group(FlowWorld.Group);
        for (var number = 0; number < 300; number++)
        {
            var at = FlowWorld.DayStart + (number / 2 * 500_000L);
            world.Logs.Put($"s{number % 3}", at, at + 5, $"event {number} {new string('.', 1500)}");
        }

        Assert.Equal(Ending.Sealed, (await world.RunOneAsync(payload)).Ending);
        Assert.Equal(payload.Contains("none", StringComparison.Ordinal), world.Store.Count("BeginUpload") > 0);
        Assert.Equal(payload.Contains("several", StringComparison.Ordinal), !ManifestOf(world, payload).Merged);
        return world;
    }

    private static void AddLate(FlowWorld world) => world.Logs
        .Put("s1", FlowWorld.DayStart, FlowWorld.DayEnd + 10, "late, first")
        .Put("s9", FlowWorld.DayStart + 40_000_000, FlowWorld.DayEnd + 30, "late, in the middle")
        .Put("s1", FlowWorld.DayEnd - 1, FlowWorld.DayEnd + 20, "late, last");

    /// <summary>Nothing that the process asks for from this step on is done; afterwards: the step is, and its answer is lost.</summary>
    private static Func<bool> KillAt(MemoryArchiveStore store, int step, bool afterwards)
    {
        var steps = 0;
        var isDead = false;
        void Count(string operation)
        {
            if (isDead || (operation != "Check" && ++steps == step))
            {
                isDead = true;
                throw new ServiceFaultException(FaultKind.Transient, "S3", operation, "ConnectionReset", "cut off");
            }
        }

        if (afterwards)
        {
            store.AfterEachWrite = (operation, _) => Count(operation);
            store.BeforeEach = (operation, _) =>
            {
                if (isDead)
                {
                    Count(operation);
                }
            };
        }
        else
        {
            store.BeforeEach = (operation, _) => Count(operation);
        }

        return () => isDead;
    }

    /// <summary>What is stored under the manifest's keys has every line that was sealed, at any moment.</summary>
    private static void AssertNothingLost(FlowWorld world, string payload)
    {
        var lines = Lines(world, payload);
        for (var number = 0; number < 300; number++)
        {
            Assert.Contains(lines, line => line.Contains($"event {number} .", StringComparison.Ordinal));
        }
    }

    private static async Task AssertWholeAsync(FlowWorld world, string payload)
    {
        using var fresh = new FlowWorld { Logs = world.Logs };
        await fresh.RunOneAsync(With(payload, "\"maxMergedBytes\":1000000000"));
        Assert.Equal(Lines(fresh, payload), Lines(world, payload));
        var manifest = ManifestOf(world, payload);
        Assert.Equal((true, null, 303L, 0L), (manifest.Settled, manifest.Next, manifest.Events, manifest.GoneFromSource));
        var version = Assert.Single(manifest.Versions);
        Assert.Equal((300L, 3L), (version.Events, version.LateEvents));
        if (manifest.Format == "ndjson")
        {
            Assert.Equal(
                (FlowWorld.DayEnd + 10, FlowWorld.DayEnd + 30),
                (version.FirstLateIngestion!.Value.ToUnixTimeMilliseconds(), version.LastLateIngestion!.Value.ToUnixTimeMilliseconds()));
        }

        Assert.All(manifest.Objects, one => Assert.Equal((one.Bytes, one.Crc32), (world.Store[one.Key].Length, PlainCrc32.Base64(world.Store[one.Key]))));
        Assert.Equal(manifest.Objects.Select(one => one.Key), world.Store.Keys.Where(key => key.Contains("/dt=2026-11-19/", StringComparison.Ordinal)));
        Assert.DoesNotContain(world.Store.Keys, key => key.Contains("_checkpoints/", StringComparison.Ordinal));
        Assert.Empty(world.Store.Uploads);
        Assert.Empty(world.Scratch);
    }

    private static string[] Lines(FlowWorld world, string payload) => [.. ManifestOf(world, payload).Objects
        .SelectMany(one => (one.Key.EndsWith(".gz", StringComparison.Ordinal) ? world.Text(one.Key) : System.Text.Encoding.UTF8.GetString(world.Store[one.Key]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    private static Manifest ManifestOf(FlowWorld world, string payload)
    {
        var key = (payload.Contains("parts", StringComparison.Ordinal) ? "parts/" : payload.Contains("several", StringComparison.Ordinal) ? "several/" : "")
            + FlowWorld.ManifestKey;
        return ManifestStore.Parse(key, world.Store[key]);
    }

    private static string With(string payload, string field) => payload.Replace(",\"maxMergedBytes\":200000", "", StringComparison.Ordinal)[..^1] + "," + field + "}";

    /// <summary>The day's outcome; null where the run ended before it, or had nothing to do for it.</summary>
    private static async Task<DayOutcome?> TryAsync(Func<Task<DayOutcome>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception problem) when (problem is ServiceFaultException or Xunit.Sdk.SingleException)
        {
            return null;
        }
    }
}
