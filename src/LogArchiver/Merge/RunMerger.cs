using LogArchiver.Sort;

namespace LogArchiver.Merge;

/// <summary>Merges ordered sequences into one, and keeps one copy of an event that came twice: pages may overlap, and then the
/// copies share the service's event id. Events without an id are all kept, since two equal lines in one millisecond may both
/// be true.</summary>
internal sealed class RunMerger : EventCursor
{
    private readonly EventCursor[] heap;
    private readonly HashSet<ulong> idsOfTie = [];
    private int live;
    private bool started;
    private long tieTimestamp;
    private long tieIngestionTime;

    private RunMerger(EventCursor[] sources) => heap = sources;

    public override ReadOnlySpan<byte> Stream => heap[0].Stream;

    public override ReadOnlySpan<byte> Message => heap[0].Message;

    /// <summary>Takes over the sources, each in order.</summary>
    public static EventCursor Over(EventCursor[] sources) => new RunMerger(sources);

    public override bool MoveNext()
    {
        do
        {
            Advance();
        }
        while (live > 0 && IsRepeated(heap[0]));

        if (live == 0)
        {
            return false;
        }

        var first = heap[0];
        (Timestamp, IngestionTime, Position, EventId) = (first.Timestamp, first.IngestionTime, first.Position, first.EventId);
        return true;
    }

    public override void Dispose()
    {
        foreach (var source in heap)
        {
            source.Dispose();
        }
    }

    /// <summary>Ids are compared among events of the same timestamp and ingestion time only: a copy has both.</summary>
    private bool IsRepeated(EventCursor next)
    {
        if (next.Timestamp != tieTimestamp || next.IngestionTime != tieIngestionTime)
        {
            idsOfTie.Clear();
            (tieTimestamp, tieIngestionTime) = (next.Timestamp, next.IngestionTime);
        }

        return next.EventId != 0 && !idsOfTie.Add(next.EventId);
    }

    private void Advance()
    {
        if (!started)
        {
            started = true;
            Begin();
            return;
        }

        if (!heap[0].MoveNext())
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
            if (heap[index].MoveNext())
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

    private void Sink(int index)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= live)
            {
                return;
            }

            if (child + 1 < live && Compare(heap[child + 1], heap[child]) < 0)
            {
                child++;
            }

            if (Compare(heap[index], heap[child]) <= 0)
            {
                return;
            }

            (heap[index], heap[child]) = (heap[child], heap[index]);
            index = child;
        }
    }
}
