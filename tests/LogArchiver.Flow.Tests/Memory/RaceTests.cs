using LogArchiver.Outcome;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>Two runs at the same day without a seal: one archive, one manifest, the loser says so, and nothing that either was given is
/// lost.</summary>
public sealed class RaceTests
{
    private static readonly ArchiverLimits Small = new()
    {
        SortBufferBytes = 30_000, SliceBytes = 80_000, LaneBytes = 40_000, ProbePages = 2, RunBytes = 400_000, FileBytes = 100_000, PartBytes = 50_000,
    };

    public static TheoryData<string, bool> Days => new()
    {
        { """{"reader":"group"}""", false },
        { """{"reader":"group"}""", true },
        { """{"reader":"group","compression":"none"}""", false },
        { """{"reader":"group","compression":"none"}""", true },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Whenever_the_other_run_comes_there_is_one_archive_of_all_that_either_read(string payload, bool lateBetween)
    {
        for (var step = 1; ; step++)
        {
            using var world = Fill();
            using var rival = new FlowWorld { Store = world.Store, Logs = world.Logs, Limits = Small };
            DayOutcome? other = null;
            var steps = 0;
            world.Store.BeforeEach = (_, _) =>
            {
                if (++steps == step)
                {
                    world.Store.BeforeEach = null;
                    if (lateBetween)
                    {
                        world.Logs.Put("s1", FlowWorld.DayStart + 7, FlowWorld.DayEnd + 9, "arrived between the two");
                    }

                    Assert.True(Task.Run(async () => other = await rival.RunOneAsync(payload)).Wait(TimeSpan.FromSeconds(30)));
                }
            };
            var outcome = await world.RunOneAsync(payload);
            if (world.Store.BeforeEach is not null)
            {
                break;
            }

            var ours = Describe(outcome);
            Assert.True(outcome.Ending is Ending.Sealed or Ending.AlreadySealed or Ending.Failed, ours);
            Assert.True(outcome.Fault is null or { RetryCouldHelp: true, IsBug: false }, ours);
            Assert.True(outcome.Ending == Ending.Sealed || other!.Ending is Ending.Sealed or Ending.AlreadySealed, ours);
            Assert.True(outcome.Ending == Ending.AlreadySealed ? outcome.Reason is not null || step < 4 : true, ours);

            // A run after both has nothing to do, or brings it to its end; the archive has what the run that sealed it read.
            Assert.True((await world.RunOneAsync(payload)).Ending is Ending.AlreadySealed or Ending.Sealed);
            var manifest = world.Manifest();
            Assert.All(manifest.Objects, one => Assert.Equal(one.Crc32, PlainCrc32.Base64(world.Store[one.Key])));
            Assert.True(manifest.Events >= 300);

            // Whatever one of them saw and the other did not is there when the day is settled.
            await SettleAsync(world, payload);
            Assert.Equal(lateBetween ? 301 : 300, world.Manifest().Events);
            Assert.Empty(world.Store.Uploads);
            Assert.DoesNotContain(world.Store.Keys, key => key.StartsWith("_checkpoints/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_run_that_replaced_what_another_was_just_sealing_mends_it_at_once()
    {
        using var world = new FlowWorld();
        world.Logs.Put("s", FlowWorld.DayStart, 10, "a");
        using var rival = new FlowWorld { Store = world.Store };
        rival.Logs.Put("s", FlowWorld.DayStart, 10, "a").Put("s", FlowWorld.DayStart + 1, 20, "b");
        await rival.RunOneAsync();
        var seal = (await world.Store.TryReadAsync(FlowWorld.ManifestKey, 1 << 20, CancellationToken.None))!;
        await world.Store.TryDeleteAsync(FlowWorld.ManifestKey, WriteCondition.Unchanged(seal.Object.ETag), CancellationToken.None);
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryPut" && key == FlowWorld.ManifestKey)
            {
                // The object has been replaced; now the other's seal arrives.
                world.Store.BeforeEach = null;
                world.Logs.Put("s", FlowWorld.DayStart + 1, 20, "b");
                _ = world.Store.TryPutAsync(key, seal.Content, "application/json", WriteCondition.Absent, CancellationToken.None);
            }
        };
        var outcome = await world.RunOneAsync();
        Assert.Equal((Ending.Sealed, 2L), (outcome.Ending, outcome.Events));
        Assert.Equal(["a", "b"], world.Messages());
        Assert.Equal((false, 2L), (world.Manifest().Settled, world.Manifest().Events));
        Assert.Equal(world.Manifest().Objects[0].Crc32, PlainCrc32.Base64(world.Store[FlowWorld.FileKey]));
    }

    private static FlowWorld Fill()
    {
        var world = new FlowWorld { Logs = new() { PageEvents = 10 }, Limits = Small, Store = new MemoryArchiveStore { MinPartBytes = 1 } };
        world.Logs.Group(FlowWorld.Group);
        for (var number = 0; number < 300; number++)
        {
            var at = FlowWorld.DayStart + (number / 2 * 500_000L);
            world.Logs.Put($"s{number % 3}", at, at + 5, $"event {number} {new string('.', 1500)}");
        }

        return world;
    }

    private static async Task SettleAsync(FlowWorld world, string payload)
    {
        if (!world.Manifest().Settled)
        {
            var outcome = await world.SettleAsync(payload);
            Assert.True(outcome.Ending is Ending.Sealed or Ending.AlreadySealed, Describe(outcome));
        }
    }

    private static string Describe(DayOutcome outcome) => $"{outcome.Ending} {outcome.Reason} {outcome.Fault?.Cause}";
}
