using LogArchiver.Outcome;
using LogArchiver.Scratch;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>Scratch space on a file system of its own that is full or read-only.</summary>
public sealed class DiskTests
{
    private static readonly ArchiverLimits Spilling = new() { SortBufferBytes = 20_000, RunBytes = 1 << 30 };

    [SmallDiskFact]
    public async Task A_full_disk_fails_the_day_with_the_way_out_and_leaves_nothing_and_the_next_run_with_room_completes_it()
    {
        using var disk = new SmallDisk();
        using var world = Fill(disk.Path);
        var outcome = await world.RunOneAsync("""{"compression":"none"}""");
        Assert.Equal(Ending.Failed, outcome.Ending);
        Assert.Contains("ephemeral storage", outcome.Fault!.Fix, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));

        using var roomy = new FlowWorld { Logs = world.Logs, Limits = Spilling };
        Assert.Equal((Ending.Sealed, 4000), ((await roomy.RunOneAsync()).Ending, roomy.Manifest().Events));
    }

    [SmallDiskFact]
    public async Task A_read_only_disk_is_told_before_anything_is_read()
    {
        using var disk = new SmallDisk();
        disk.MakeReadOnly();
        using var world = Fill(disk.Path);
        var problem = await Assert.ThrowsAsync<ScratchUnusableException>(() => world.RunAsync());
        Assert.Contains("Fix: set TMPDIR", problem.Message, StringComparison.Ordinal);
        Assert.Empty(world.Store.Keys);
    }

    private static FlowWorld Fill(string scratch)
    {
        var world = new FlowWorld { ScratchRoot = scratch, Limits = Spilling };
        for (var number = 0; number < 4000; number++)
        {
            world.Logs.Put("s", FlowWorld.DayStart + ((number * 7919) % 86_400_000), 0, $"{number} {new string('x', 500)}");
        }

        return world;
    }
}
