using LogArchiver.Sort;

namespace LogArchiver.Merge;

/// <summary>Merges ordered sequences into one, and keeps one copy of an event that came twice: pages may overlap, and then the
/// copies share the service's event id. Events without an id are all kept, since two equal lines in one millisecond may both
/// be true.</summary>
internal sealed class RunMerger : EventCursor
{
    private readonly EventCursor[] sources;

    // The timestamps lie in it, so that most comparisons touch nothing else; and no references, because the collector is told of each that is
    // moved.
    private readonly Entry[] heap;
    private readonly HashSet<ulong> idsOfTie = [];
    private int live;
    private bool started;
    private long tieTimestamp;
    private long tieIngestionTime;

    private RunMerger(EventCursor[] sources) => (this.sources, heap) = (sources, new Entry[sources.Length]);

    public override ReadOnlySpan<byte> Stream => First.Stream;

    public override ReadOnlySpan<byte> Message => First.Message;

    private EventCursor First => sources[heap[0].Source];

    /// <summary>Takes over the sources, each in order.</summary>
    public static EventCursor Over(EventCursor[] sources) => new RunMerger(sources);

    public override bool MoveNext()
    {
        do
        {
            Advance();
        }
        while (live > 0 && IsRepeated(First));

        if (live == 0)
        {
            return false;
        }

        var first = First;
        (Timestamp, IngestionTime, Position, EventId) = (first.Timestamp, first.IngestionTime, first.Position, first.EventId);
        return true;
    }

    public override void Dispose()
    {
        foreach (var source in sources)
        {
            source.Dispose();
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

        if (live == 0)
        {
            return;
        }

        if (First.MoveNext())
        {
            heap[0].Timestamp = First.Timestamp;
        }
        else
        {
            live--;
            heap[0] = heap[live];
        }

        Sink(0);
    }

    private void Begin()
    {
        for (var source = 0; source < sources.Length; source++)
        {
            if (sources[source].MoveNext())
            {
                heap[live++] = new Entry { Timestamp = sources[source].Timestamp, Source = source };
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

            child += child + 1 < live && IsBefore(in heap[child + 1], in heap[child]) ? 1 : 0;
            heap[index] = heap[child];
            index = child;
        }

        while (index > top && IsBefore(in entry, in heap[(index - 1) / 2]))
        {
            heap[index] = heap[(index - 1) / 2];
            index = (index - 1) / 2;
        }

        heap[index] = entry;
    }

    private bool IsBefore(in Entry left, in Entry right) => left.Timestamp == right.Timestamp
        ? EventCursor.Compare(sources[left.Source], sources[right.Source]) < 0
        : left.Timestamp < right.Timestamp;

    private struct Entry
    {
        public long Timestamp;
        public int Source;
    }
}
