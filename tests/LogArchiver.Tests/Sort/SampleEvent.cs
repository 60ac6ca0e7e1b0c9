using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Sort;

namespace LogArchiver.Tests.Sort;

/// <summary>An event as tests write it: the message is already the inside of a JSON string.</summary>
public sealed record SampleEvent(long Timestamp, long IngestionTime, string Stream, long Position, string Message, ulong EventId = 0)
{
    /// <summary>Few distinct values, so that ties of every depth happen.</summary>
    public static readonly Arbitrary<SampleEvent[]> Any =
    (
        from timestamp in Gen.Choose(0, 20)
        from ingestion in Gen.Choose(0, 3)
        from stream in Gen.Elements("a", "b", "long/[$LATEST]name", "b b")
        from message in Gen.Elements(string.Empty, "x", "a longer message", new string('m', 700))
        select new SampleEvent(timestamp, ingestion, stream, 0, message)
    ).ArrayOf().Select(WithPositions).ToArbitrary();

    internal static SampleEvent From(EventCursor cursor) => new(
        cursor.Timestamp, cursor.IngestionTime, Encoding.UTF8.GetString(cursor.Stream), cursor.Position,
        Encoding.UTF8.GetString(cursor.Message), cursor.EventId);

    internal static List<SampleEvent> ReadAll(EventCursor cursor)
    {
        var all = new List<SampleEvent>();
        while (cursor.MoveNext())
        {
            all.Add(From(cursor));
        }

        return all;
    }

    /// <summary>The archive's order, said as plainly as can be: what every sorting here is held against.</summary>
    public static IEnumerable<SampleEvent> InOrder(IEnumerable<SampleEvent> events) => events
        .OrderBy(one => one.Timestamp)
        .ThenBy(one => one.IngestionTime)
        .ThenBy(one => one.Stream, StringComparer.Ordinal)
        .ThenBy(one => one.Position);

    private static SampleEvent[] WithPositions(SampleEvent[] events) =>
        [.. events.Select((one, index) => one with { Position = index })];

    internal void AddTo(EventSorter sorter, int lane = 0) => sorter.Add(
        lane, Timestamp, IngestionTime, Position, EventId, Encoding.UTF8.GetBytes(Stream), Encoding.UTF8.GetBytes(Message));

    internal bool TryAddTo(EventBuffer buffer, int lane = 0) => buffer.TryAdd(
        lane, Timestamp, IngestionTime, Position, EventId, Encoding.UTF8.GetBytes(Stream), Encoding.UTF8.GetBytes(Message));
}
