using System.Runtime.InteropServices;
using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>Events in memory, up to a budget: their bytes in one block, and an index that is sorted instead of them. The budget is
/// passed only by a single event that alone is larger.</summary>
internal sealed class EventBuffer(int budgetBytes)
{
    private static readonly int EntryBytes = Marshal.SizeOf<Entry>() + OrderedSections.BytesPerItem;

    // All at once, and as large as they can come to be: the kernel gives memory page by page as it is first touched, so what is not
    // used costs nothing, while an array that grows leaves all the smaller ones behind it.
    private ArraySegment<byte> block = Blocks.Allocate(budgetBytes);
    private readonly Entry[] entries = GC.AllocateUninitializedArray<Entry>((budgetBytes / EntryBytes) + 1);
    private readonly OrderedSections sections = new((budgetBytes / EntryBytes) + 1);
    private readonly int budgetBytes = budgetBytes;
    private int allowedBytes = budgetBytes;
    private int used;
    private int mostUsed;
    private int lastLane;
    private ReadOnlyMemory<int>? walk;

    public int Count { get; private set; }

    /// <summary>About what the events would take in a run.</summary>
    public long Bytes => used + ((long)Count * RunFormat.UsualFrameBytes);

    /// <summary>Takes the event in; false, and nothing changed, when the budget is full. Not between <see cref="Sort"/> and
    /// <see cref="Clear"/>.</summary>
    public bool TryAdd(
        int lane, long timestamp, long ingestionTime, long position, ulong eventId, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> message)
    {
        var repeated = Count > 0 && stream.SequenceEqual(StreamOf(in entries[Count - 1]));
        var needed = message.Length + (repeated ? 0 : stream.Length);
        if (Count > 0 && used + (long)needed + ((Count + 1L) * EntryBytes) > allowedBytes)
        {
            return false;
        }

        MakeRoom(needed);
        var entry = new Entry
        {
            Timestamp = timestamp,
            IngestionTime = ingestionTime,
            Position = position,
            EventId = eventId,
            StreamStart = repeated ? entries[Count - 1].StreamStart : Append(stream),
            StreamLength = stream.Length,
            MessageStart = Append(message),
            MessageLength = message.Length,
        };
        if (Count == 0 || lane != lastLane || Compare(in entries[Count - 1], in entry) > 0)
        {
            sections.Begin(Count, lane);
            lastLane = lane;
        }

        entries[Count++] = entry;
        return true;
    }

    /// <summary>Stretches of events of one lane that lie in order.</summary>
    public int Sections => sections.Count;

    /// <summary>The lane of a section; null when it was taken.</summary>
    public int? LaneOf(int section) => sections.LaneOf(section);

    /// <summary>About what the section's events would take in a run.</summary>
    public long BytesOf(int section)
    {
        var (start, end) = sections.ItemsOf(section, Count);
        ref readonly var last = ref entries[end - 1];
        return last.MessageStart + last.MessageLength - entries[start].MessageStart + ((end - start) * (long)RunFormat.UsualFrameBytes);
    }

    /// <summary>Walks a section, in order. The buffer must not change meanwhile.</summary>
    public EventCursor WalkSection(int section)
    {
        var (start, end) = sections.ItemsOf(section, Count);
        return new Cursor(this, start, end);
    }

    /// <summary>Leaves a section out of what is sorted.</summary>
    public void Take(int section) => sections.Take(section);

    /// <summary>Puts the events that were not taken in the archive's order. Events that came in order cost one comparison each, made
    /// on the way in. Sections are no more to be asked for.</summary>
    public void Sort() => walk = sections.Merge(Count, new EntryOrder(this));

    /// <summary>Walks what was sorted, or where nothing was, the events as they lie. The buffer must not change meanwhile.</summary>
    public EventCursor Walk() => new Cursor(this, 0, walk?.Length ?? Count);

    /// <summary>The memory in which events lay, for other use until the next event: no more of it than they have taken, so that what the
    /// kernel was not yet asked for stays so. Only while there are none.</summary>
    public ArraySegment<byte> Lend() => block[..Blocks.RoundDown(mostUsed)];

    /// <summary>Forgets the events; keeps the memory for the next.</summary>
    public void Clear()
    {
        Count = 0;
        used = 0;
        sections.Clear();
        walk = null;
    }

    /// <summary>Lets the events take less than the whole budget, or all of it again. Only while there are none.</summary>
    public void Allow(int bytes) => allowedBytes = Math.Min(bytes, budgetBytes);

    private void MakeRoom(int needed)
    {
        if (used + needed > block.Count)
        {
            // A single event that alone is larger.
            var larger = Blocks.Allocate(used + needed);
            block[..used].CopyTo(larger);
            block = larger;
        }
    }

    private int Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(block.AsSpan(used));
        used += bytes.Length;
        mostUsed = Math.Max(mostUsed, used);
        return used - bytes.Length;
    }

    private ReadOnlySpan<byte> StreamOf(in Entry entry) => block.AsSpan(entry.StreamStart, entry.StreamLength);

    private int Compare(in Entry left, in Entry right)
    {
        var order = left.Timestamp.CompareTo(right.Timestamp);
        if (order == 0)
        {
            order = left.IngestionTime.CompareTo(right.IngestionTime);
        }

        if (order == 0 && left.StreamStart != right.StreamStart)
        {
            order = StreamOf(in left).SequenceCompareTo(StreamOf(in right));
        }

        return order != 0 ? order : left.Position.CompareTo(right.Position);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public long Timestamp;
        public long IngestionTime;
        public long Position;
        public ulong EventId;
        public int StreamStart;
        public int StreamLength;
        public int MessageStart;
        public int MessageLength;
    }

    private readonly struct EntryOrder(EventBuffer buffer) : IComparer<int>
    {
        public int Compare(int left, int right) => buffer.Compare(in buffer.entries[left], in buffer.entries[right]);
    }

    private sealed class Cursor(EventBuffer buffer, int start, int end) : EventCursor
    {
        private readonly ReadOnlyMemory<int>? walk = buffer.walk;
        private int next = start;
        private int current;

        public override ReadOnlySpan<byte> Stream => buffer.StreamOf(in buffer.entries[current]);

        public override ReadOnlySpan<byte> Message
        {
            get
            {
                ref readonly var entry = ref buffer.entries[current];
                return buffer.block.AsSpan(entry.MessageStart, entry.MessageLength);
            }
        }

        public override bool MoveNext()
        {
            if (next == end)
            {
                return false;
            }

            current = walk is { } order ? order.Span[next] : next;
            next++;
            ref readonly var entry = ref buffer.entries[current];
            Timestamp = entry.Timestamp;
            IngestionTime = entry.IngestionTime;
            Position = entry.Position;
            EventId = entry.EventId;
            return true;
        }

        public override void Dispose()
        {
        }
    }
}
