using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Merge;
using LogArchiver.Sort;
using LogArchiver.Tests.Sort;

namespace LogArchiver.Tests.Merge;

public sealed class RunMergerTests
{
    [Fact]
    public void Merging_any_ordered_sequences_gives_all_their_events_in_order() =>
        Prop.ForAll(SampleEvent.Any, Gen.Choose(1, 9).ToArbitrary(), (events, ways) =>
        {
            var parts = Enumerable.Range(0, ways).Select(way => events.Where((_, index) => index % ways == way).ToArray()).ToArray();
            using var merged = Merge(parts);
            Assert.Equal(SampleEvent.InOrder(events), SampleEvent.ReadAll(merged));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_keeps_one_copy_of_an_event_seen_on_two_pages()
    {
        var seen = new SampleEvent(5, 5, "s", 1, "once", EventId: 77);
        using var merged = Merge([seen, seen with { Position = 8, EventId = 78 }], [seen with { Position = 9 }]);
        Assert.Equal([1, 8], SampleEvent.ReadAll(merged).Select(one => one.Position));
    }

    [Fact]
    public void True_duplicates_are_all_kept_whether_or_not_the_service_gives_ids()
    {
        var line = new SampleEvent(5, 5, "s", 1, "twice");
        using var withoutIds = Merge([line], [line with { Position = 2 }]);
        Assert.Equal(2, SampleEvent.ReadAll(withoutIds).Count);
        using var withIds = Merge([line with { EventId = 1 }], [line with { Position = 2, EventId = 2 }]);
        Assert.Equal(2, SampleEvent.ReadAll(withIds).Count);
    }

    [Fact]
    public void An_id_seen_at_another_time_is_another_event()
    {
        var line = new SampleEvent(5, 5, "s", 1, "x", EventId: 9);
        using var merged = Merge([line, line with { IngestionTime = 6 }, line with { Timestamp = 6 }]);
        Assert.Equal(3, SampleEvent.ReadAll(merged).Count);
    }

    [Fact]
    public void Merging_nothing_gives_nothing()
    {
        using var merged = Merge([], []);
        Assert.False(merged.MoveNext());
    }

    private static EventCursor Merge(params SampleEvent[][] parts) => RunMerger.Over([.. parts.Select(Sorted)]);

    private static EventCursor Sorted(SampleEvent[] events)
    {
        var buffer = new EventBuffer(1 << 20);
        foreach (var one in events)
        {
            Assert.True(one.TryAddTo(buffer));
        }

        buffer.Sort();
        return buffer.Walk();
    }
}
