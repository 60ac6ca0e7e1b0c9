using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Scratch;
using LogArchiver.Sort;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Sort;

public sealed class EventSorterTests : IDisposable
{
    private readonly TestFolder root = new();
    private readonly ScratchSpace scratch;

    public EventSorterTests() => scratch = ScratchSpace.Open(root.Path);

    public void Dispose()
    {
        scratch.Dispose();
        root.Dispose();
    }

    [Fact]
    public void Any_events_in_any_budget_come_back_in_order_nothing_lost_nothing_twice() =>
        Prop.ForAll(
            SampleEvent.Any,
            Gen.Choose(100, 4000).ToArbitrary(),
            Gen.Choose(2, 4).ToArbitrary(),
            (events, budget, width) =>
            {
                using var sorter = Fill(events, new ArchiverLimits { SortBufferBytes = budget, MergeWidth = width, MergeBufferBytes = 16 });
                using var sorted = sorter.Walk(CancellationToken.None);
                Assert.Equal(SampleEvent.InOrder(events), SampleEvent.ReadAll(sorted));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Events_that_fit_in_memory_never_touch_the_disk()
    {
        using var sorter = Fill(Descending(100), new ArchiverLimits());
        using var sorted = sorter.Walk(CancellationToken.None);
        Assert.Equal(100, SampleEvent.ReadAll(sorted).Count);
        Assert.Empty(Directory.EnumerateFiles(scratch.Folder));
    }

    [Fact]
    public void Events_in_order_make_one_run_however_many_there_are()
    {
        using var sorter = Fill([.. Descending(5000).Reverse()], Small);
        Assert.Equal(1, sorter.Runs);
    }

    [Fact]
    public void Any_events_in_any_lanes_come_back_in_order_nothing_lost_nothing_twice() =>
        Prop.ForAll(
            SampleEvent.Any,
            Gen.Choose(1, 8).ToArbitrary(),
            Gen.Choose(100, 4000).ToArbitrary(),
            (events, lanes, budget) =>
            {
                using var sorter = new EventSorter(scratch, Small with { SortBufferBytes = budget, RunsPastCache = budget % 2 == 0 });
                foreach (var (one, lane) in InLanes(events, lanes))
                {
                    one.AddTo(sorter, lane);
                }

                using var sorted = sorter.Walk(CancellationToken.None);
                Assert.Equal(SampleEvent.InOrder(events), SampleEvent.ReadAll(sorted));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_lane_in_order_makes_one_run_however_long_the_lanes_are()
    {
        var events = Descending(9000).Reverse().ToArray();
        using var sorter = new EventSorter(scratch, Small);
        foreach (var (one, lane) in InLanes(events, 3))
        {
            one.AddTo(sorter, lane);
        }

        Assert.Equal(3, sorter.Runs);
        using var sorted = sorter.Walk(CancellationToken.None);
        Assert.Equal(events, SampleEvent.ReadAll(sorted));
    }

    [Fact]
    public void Lanes_beyond_the_width_of_a_pass_share_mixed_runs()
    {
        using var sorter = new EventSorter(scratch, Small with { SortBufferBytes = 20_000 });
        foreach (var (one, lane) in InLanes([.. Descending(9000).Reverse()], 12))
        {
            one.AddTo(sorter, lane);
        }

        // Three lanes of the twelve have runs; each buffer of some 200 events makes one of the rest.
        Assert.InRange(sorter.Runs, 4, 3 + (9000 / 150));
    }

    [Fact]
    public void Disorder_begins_another_run_only_when_the_buffer_is_full_of_it()
    {
        using var sorter = Fill(Descending(5000), Small);
        Assert.InRange(sorter.Runs, 2, 5000 / 20);
    }

    [Fact]
    public void An_event_larger_than_the_whole_budget_is_sorted_like_any_other()
    {
        SampleEvent[] events = [.. Descending(50), new SampleEvent(25, 0, "s", 0, new string('x', 1_000_000))];
        using var sorter = Fill(events, Small);
        using var sorted = sorter.Walk(CancellationToken.None);
        Assert.Equal(SampleEvent.InOrder(events), SampleEvent.ReadAll(sorted));
    }

    [Fact]
    public void Runs_keep_to_their_room_when_what_is_left_in_memory_becomes_one()
    {
        var limits = Small with { SortBufferBytes = 64 << 10, RunBytes = 1_000_000 };
        var most = EventsUntilExhausted(limits);
        using var sorter = new EventSorter(scratch, limits);
        for (var number = 0; number < most; number++)
        {
            Large(number).AddTo(sorter);
        }

        var foreseen = sorter.RunBytes;
        using var sorted = sorter.Walk(CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, most), SampleEvent.ReadAll(sorted).Select(one => (int)one.Timestamp));
        Assert.Equal(foreseen, sorter.RunBytes);
        Assert.InRange(foreseen, limits.RunBytes * 9 / 10, limits.RunBytes);

        // Half a block is filled up each time that the buffer is written.
        Assert.InRange(Directory.EnumerateFiles(scratch.Folder).Sum(path => new FileInfo(path).Length), foreseen * 9 / 10, foreseen * 11 / 10);
    }

    [Fact]
    public void Its_runs_are_gone_when_it_is_disposed_of()
    {
        var sorter = Fill(Descending(5000), Small);
        Assert.NotEmpty(Directory.EnumerateFiles(scratch.Folder));
        sorter.Dispose();
        Assert.Empty(Directory.EnumerateFiles(scratch.Folder));
    }

    private int EventsUntilExhausted(ArchiverLimits limits)
    {
        using var sorter = new EventSorter(scratch, limits);
        var taken = 0;
        Assert.Throws<ScratchExhaustedException>(FillUp);
        return taken;

        void FillUp()
        {
            for (; ; taken++)
            {
                Large(taken).AddTo(sorter);
            }
        }
    }

    private static SampleEvent Large(int number) => new(number, 7, "s", number, new string('m', 1000));

    private static ArchiverLimits Small => new() { SortBufferBytes = 4096, MergeWidth = 4, MergeBufferBytes = 64 };

    /// <summary>The events dealt out to lanes by their place, and then lane by lane in stretches of ten.</summary>
    private static IEnumerable<(SampleEvent Event, int Lane)> InLanes(IReadOnlyCollection<SampleEvent> events, int lanes) =>
        events.Select((one, index) => (Event: one, Lane: index % lanes))
            .Chunk(10 * lanes)
            .SelectMany(chunk => chunk.OrderBy(one => one.Lane));

    private static SampleEvent[] Descending(int count) =>
        [.. Enumerable.Range(0, count).Select(number => new SampleEvent(count - number, 7, "s", number, $"message {number}"))];

    private EventSorter Fill(IEnumerable<SampleEvent> events, ArchiverLimits limits)
    {
        var sorter = new EventSorter(scratch, limits);
        foreach (var one in events)
        {
            one.AddTo(sorter);
        }

        return sorter;
    }
}
