using LogArchiver.Scratch;
using LogArchiver.Sort;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Sort;

public sealed class SorterPairTests : IDisposable
{
    private static readonly ArchiverLimits Limits = new() { SortBufferBytes = 4096, RunBytes = 30_000 };

    private readonly TestFolder root = new();
    private readonly ScratchSpace scratch;

    public SorterPairTests() => scratch = ScratchSpace.Open(root.Path);

    public void Dispose()
    {
        scratch.Dispose();
        root.Dispose();
    }

    [Fact]
    public void Two_sorters_serve_in_turns()
    {
        using var pair = new SorterPair(scratch, Limits);
        var first = pair.Begin(busy: null, Limits.RoomOfTwo, isLarge: false);
        var second = pair.Begin(first, Limits.RoomOfTwo, isLarge: false);
        Assert.NotSame(first, second);
        Assert.Same(first, pair.Begin(second, Limits.RoomOfTwo, isLarge: false));
        Assert.Same(second, pair.Begin(first, Limits.RoomOfTwo, isLarge: false));
        Assert.Same(first, pair.Begin(busy: null, Limits.RoomOfOne, isLarge: false));
    }

    [Fact]
    public void A_sorter_keeps_to_the_room_it_is_given_each_time()
    {
        using var pair = new SorterPair(scratch, Limits);
        var whole = EventsOfARun(pair.Begin(busy: null, Limits.RoomOfOne, isLarge: false));
        Assert.InRange(EventsOfARun(pair.Begin(busy: null, Limits.RoomOfTwo, isLarge: false)), (whole / 2) - 1, (whole / 2) + 1);
        Assert.Equal(whole, EventsOfARun(pair.Begin(busy: null, Limits.RoomOfOne, isLarge: false)));
        Assert.Throws<ScratchExhaustedException>(() => Fill(pair.Begin(busy: null, Limits.RoomOfTwo, isLarge: false), 24_000));
        Fill(pair.Begin(busy: null, Limits.RoomOfOne, isLarge: false), 24_000);
    }

    [Fact]
    public void Reset_deletes_the_runs_of_both()
    {
        using var pair = new SorterPair(scratch, Limits);
        var first = pair.Begin(busy: null, Limits.RoomOfTwo, isLarge: false);
        Fill(first, 10_000);
        Fill(pair.Begin(first, Limits.RoomOfTwo, isLarge: false), 10_000);
        Assert.NotEmpty(Directory.EnumerateFiles(scratch.Folder));
        pair.Reset();
        Assert.Empty(Directory.EnumerateFiles(scratch.Folder));
    }

    /// <summary>How many events went in before a run was written.</summary>
    private static int EventsOfARun(EventSorter sorter)
    {
        var message = new byte[32];
        var taken = 0;
        for (; sorter.Runs == 0; taken++)
        {
            sorter.Add(lane: 0, taken, 0, taken, 0, "s"u8, message);
        }

        return taken;
    }

    private static void Fill(EventSorter sorter, int bytes)
    {
        var message = new byte[1000];
        for (var taken = 0; taken < bytes; taken += message.Length)
        {
            sorter.Add(lane: 0, taken, 0, taken, 0, "s"u8, message);
        }
    }
}
