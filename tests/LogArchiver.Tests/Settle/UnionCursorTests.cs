using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Settle;
using LogArchiver.Sort;
using LogArchiver.Tests.Sort;

namespace LogArchiver.Tests.Settle;

public sealed class UnionCursorTests
{
    // Events of few instants, of one or two streams: ties of many.
    private static readonly Arbitrary<(SampleEvent[] Earlier, SampleEvent[] Source)> AnyTwo =
    (
        from earlier in Events
        from source in Events
        select (earlier, source)
    ).ToArbitrary();

    private static Gen<SampleEvent[]> Events =>
    (
        from timestamp in Gen.Choose(0, 5)
        from ingestion in Gen.Choose(0, 1)
        from stream in Gen.Elements("a", "b")
        from message in Gen.Elements("x", "y", "a/b", "a\\\"")
        select new SampleEvent(timestamp, ingestion, stream, 0, message)
    ).ArrayOf().Select(events => SampleEvent.InOrder(events).Select((one, index) => one with { Position = index }).ToArray());

    [Fact]
    public void The_union_of_any_two_has_every_event_as_often_as_the_one_that_has_it_more_often_and_in_order() =>
        Prop.ForAll(AnyTwo, two =>
        {
            var (union, tally) = Unite(two.Earlier, two.Source);
            Assert.Equal(Expected(two.Earlier, two.Source), Counted(union));
            Assert.Equal(SampleEvent.InOrder(union.Select((one, index) => one with { Position = index })).Select(Key), union.Select(Key));
            Assert.Equal((union.Count - two.Earlier.Length, union.Count - two.Source.Length), (tally.Late, tally.Gone));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Where_nothing_came_late_the_union_is_the_earlier_version_line_by_line() =>
        Prop.ForAll(AnyTwo, Gen.Choose(0, 1000).ToArbitrary(), (two, seed) =>
        {
            // The source has the same events or fewer, those of a tie in any order.
            var random = new Random(seed);
            var source = two.Earlier.Where(_ => random.Next(4) > 0).OrderBy(one => one.Timestamp).ThenBy(one => one.IngestionTime)
                .ThenBy(one => one.Stream, StringComparer.Ordinal).ThenBy(_ => random.Next()).ToArray();
            Assert.Equal(two.Earlier.Select(Content), Unite(two.Earlier, source).Union.Select(Content));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Where_the_earlier_version_is_empty_the_union_is_the_source_line_by_line() =>
        Prop.ForAll(AnyTwo, two => Assert.Equal(two.Source.Select(Content), Unite([], two.Source).Union.Select(Content))).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_anywhere_into_stretches_it_is_the_same() =>
        Prop.ForAll(AnyTwo, Gen.Choose(1, 4).ToArbitrary(), (two, step) =>
        {
            var (whole, tally) = Unite(two.Earlier, two.Source);
            var (cut, tallyOfCut) = Unite(two.Earlier, two.Source, step);
            Assert.Equal(whole, cut);
            Assert.Equal(tally, tallyOfCut);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Settling_again_changes_nothing() =>
        Prop.ForAll(AnyTwo, two =>
        {
            var once = Unite(two.Earlier, two.Source).Union;
            var (twice, tally) = Unite([.. once], two.Source);
            Assert.Equal(once.Select(Content), twice.Select(Content));
            Assert.Equal(0, tally.Late);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_tally_says_when_the_first_and_the_last_late_event_arrived()
    {
        var tally = Unite(
            [new(1, 5, "s", 0, "there")],
            [new(1, 5, "s", 0, "there"), new(1, 9, "s", 1, "late"), new(2, 7, "s", 2, "late"), new(3, 30, "s", 3, "late")]).Tally;
        Assert.Equal(new SettleTally { Late = 3, FirstLateMs = 7, LastLateMs = 30 }, tally);
    }

    [Fact]
    public void An_event_counts_only_when_the_next_is_asked_for()
    {
        using var cursor = Cursor([new(1, 1, "s", 0, "a"), new(2, 2, "s", 1, "b")]);
        using var none = Cursor([]);
        using var union = new UnionCursor(cursor);
        union.Extend(none, long.MaxValue);
        Assert.True(union.MoveNext());
        Assert.Equal(0, union.Tally.Late);
        Assert.True(union.MoveNext());
        Assert.Equal(1, union.Tally.Late);
    }

    [Fact]
    public void A_tie_too_large_to_be_matched_in_memory_is_refused_only_where_it_differs()
    {
        SampleEvent[] many = [.. Enumerable.Range(0, TieMatch.MostMessages + 1).Select(place => new SampleEvent(1, 1, "s", place, $"{place}"))];
        Assert.Equal(many.Length, Unite(many, many).Union.Count);
        Assert.Throws<TieTooLargeException>(() => Unite(many, [new SampleEvent(1, 1, "s", 0, "other"), .. many]));
    }

    private static (List<SampleEvent> Union, SettleTally Tally) Unite(SampleEvent[] earlier, SampleEvent[] source, long step = 1000)
    {
        using var all = Cursor(source);
        using var union = new UnionCursor(all);
        var read = new List<SampleEvent>();
        for (long from = 0; from < 1000; from += step)
        {
            using var stretch = Cursor([.. earlier.Where(one => one.Timestamp >= from && one.Timestamp < from + step)]);
            union.Extend(stretch, from + step);
            read.AddRange(SampleEvent.ReadAll(union));
        }

        return (read, union.Tally);
    }

    private static EventCursor Cursor(SampleEvent[] events)
    {
        var buffer = new EventBuffer(4096 + (200 * events.Length));
        foreach (var one in events)
        {
            Assert.True(one.TryAddTo(buffer));
        }

        return buffer.Walk();
    }

    private static Dictionary<string, int> Expected(SampleEvent[] earlier, SampleEvent[] source)
    {
        var (one, other) = (Counted(earlier), Counted(source));
        return one.Keys.Union(other.Keys, StringComparer.Ordinal).ToDictionary(
            key => key, key => Math.Max(one.GetValueOrDefault(key), other.GetValueOrDefault(key)), StringComparer.Ordinal);
    }

    private static Dictionary<string, int> Counted(IEnumerable<SampleEvent> events) =>
        events.GroupBy(Text, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);

    private static string Text(SampleEvent one) =>
        $"{Key(one)} {System.Text.Json.JsonDocument.Parse($"\"{one.Message}\"").RootElement.GetString()}";

    private static (long, long, string) Key(SampleEvent one) => (one.Timestamp, one.IngestionTime, one.Stream);

    private static (long, long, string, string) Content(SampleEvent one) => (one.Timestamp, one.IngestionTime, one.Stream, one.Message);
}
