using LogArchiver.Sort;

namespace LogArchiver.Merge;

/// <summary>Merges ordered sequences into one, and keeps one copy of an event that came twice: pages may overlap, and then the
/// copies share the service's event id. Events without an id are all kept, since two equal lines in one millisecond may both
/// be true.</summary>
internal sealed class RunMerger : EventCursor
{
    // The timestamps lie beside the cursors, so that most comparisons touch nothing else; and the entries are structs, because an
    // array of references checks the type of each that is put into it.
    private readonly Entry[] heap;
    private readonly HashSet<ulong> idsOfTie = [];
    private int live;
    private bool started;
    private long tieTimestamp;
    private long tieIngestionTime;

    private RunMerger(EventCursor[] sources) => heap = [.. sources.Select(source => new Entry(source))];

    public override ReadOnlySpan<byte> Stream => heap[0].Cursor.Stream;

    public override ReadOnlySpan<byte> Message => heap[0].Cursor.Message;

    /// <summary>Takes over the sources, each in order.</summary>
    public static EventCursor Over(EventCursor[] sources) => new RunMerger(sources);

    public override bool MoveNext()
    {
        do
        {
            Advance();
        }
        while (live > 0 && IsRepeated(heap[0].Cursor));

        if (live == 0)
        {
            return false;
        }

        var first = heap[0].Cursor;
        (Timestamp, IngestionTime, Position, EventId) = (first.Timestamp, first.IngestionTime, first.Position, first.EventId);
        return true;
    }

    public override void Dispose()
    {
        foreach (var entry in heap)
        {
            entry.Cursor.Dispose();
        }
    }

    /// <summary>Ids are compared among events of the same timestamp and ingestion time only: a copy has both.</summary>
    private bool IsRepeated(EventCursor next)
    {
        if (next.EventId == 0)
        {
            return false;
        }

        if (next.Timestamp != tieTimestamp || next.IngestionTime != tieIngestionTime)
        {
            idsOfTie.Clear();
            (tieTimestamp, tieIngestionTime) = (next.Timestamp, next.IngestionTime);
        }

        return !idsOfTie.Add(next.EventId);
    }

    private void Advance()
    {
        if (!started)
        {
            started = true;
            Begin();
            return;
        }

        if (!heap[0].TryMove())
        {
            live--;
            (heap[0], heap[live]) = (heap[live], heap[0]);
        }

        Sink(0);
    }

    private void Begin()
    {
        live = heap.Length;
        for (var index = 0; index < live;)
        {
            if (heap[index].TryMove())
            {
                index++;
            }
            else
            {
                live--;
                (heap[index], heap[live]) = (heap[live], heap[index]);
            }
        }

        for (var index = (live / 2) - 1; index >= 0; index--)
        {
            Sink(index);
        }
    }

    /// <summary>Puts the entry where it belongs among those below it, which move up on the way: first all the way down along the earlier of
    /// two, and then up again as far as need be, for the event after the first of all is mostly one of the last.</summary>
    private void Sink(int top)
    {
        var entry = heap[top];
        var index = top;
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= live)
            {
                break;
            }

            child += child + 1 < live && Entry.IsBefore(in heap[child + 1], in heap[child]) ? 1 : 0;
            heap[index] = heap[child];
            index = child;
        }

        while (index > top && Entry.IsBefore(in entry, in heap[(index - 1) / 2]))
        {
            heap[index] = heap[(index - 1) / 2];
            index = (index - 1) / 2;
        }

        heap[index] = entry;
    }

    private struct Entry(EventCursor cursor)
    {
        private long timestamp;

        public readonly EventCursor Cursor => cursor;

        public static bool IsBefore(in Entry left, in Entry right) => left.timestamp == right.timestamp
            ? EventCursor.Compare(left.Cursor, right.Cursor) < 0
            : left.timestamp < right.timestamp;

        public bool TryMove()
        {
            if (!cursor.MoveNext())
            {
                return false;
            }

            timestamp = cursor.Timestamp;
            return true;
        }
    }
}
