using LogArchiver.Merge;
using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>Takes events in any order and gives them back in the archive's order, in bounded memory. Runs are natural: each lane with
/// much to write extends a run of its own for as long as order holds, and what is left is sorted into mixed runs. A day that
/// fits in the buffer never touches the disk.</summary>
internal sealed class EventSorter(ScratchSpace scratch, ArchiverLimits limits, SortRoom most) : IDisposable
{
    private readonly EventBuffer buffer = new(most.BufferBytes);
    private readonly ArraySegment<byte> writeBuffer = Blocks.Allocate(RunWriter.BufferBytes);
    private readonly LaneRuns natural = new(scratch, limits with { SortBufferBytes = most.BufferBytes });
    private readonly List<string> runs = [];
    private SortRoom room = most;
    private bool pastCache = limits.RunsPastCache;
    private long spilledBytes;

    /// <summary>A sorter that may take all the room there is.</summary>
    public EventSorter(ScratchSpace scratch, ArchiverLimits limits)
        : this(scratch, limits, limits.RoomOfOne)
    {
    }

    /// <summary>Scratch space that the runs take, or will when they are walked; or a little less than that.</summary>
    public long RunBytes => Runs == 0 ? 0 : spilledBytes + buffer.Bytes;

    /// <summary>Runs on disk so far.</summary>
    public int Runs => runs.Count + natural.Count;

    /// <summary>Takes an event in.</summary>
    /// <param name="lane">What it came in: the events of a lane are mostly in order. Not negative.</param>
    /// <param name="timestamp">Milliseconds since the Unix epoch.</param>
    /// <param name="ingestionTime">Milliseconds since the Unix epoch.</param>
    /// <param name="position">Its place among its stream's events.</param>
    /// <param name="eventId">Hash of the service's event id; 0 for none.</param>
    /// <param name="stream">The stream's name, UTF-8.</param>
    /// <param name="message">The message, as a JSON string without its quotes, in canonical escapes.</param>
    /// <exception cref="ScratchExhaustedException">The runs would take more than they may.</exception>
    public void Add(
        int lane, long timestamp, long ingestionTime, long position, ulong eventId, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> message)
    {
        if (!buffer.TryAdd(lane, timestamp, ingestionTime, position, eventId, stream, message))
        {
            Spill();
            buffer.TryAdd(lane, timestamp, ingestionTime, position, eventId, stream, message);
        }
    }

    /// <summary>All events in order; nothing may be added after. Where there are runs, what is left in memory becomes one as well, and the
    /// memory what they are read through.</summary>
    public EventCursor Walk(CancellationToken cancellationToken)
    {
        if (Runs == 0)
        {
            buffer.Sort();
            return RunMerger.Over([buffer.Walk()]);
        }

        WriteRuns();
        runs.AddRange(natural.End());
        MergeDownTo(limits.MergeWidth, cancellationToken);
        return Merge(runs);
    }

    /// <summary>Begins anew.</summary>
    /// <param name="allowed">The room; at most what it was made with.</param>
    /// <param name="isLarge">Whether there may be more than the kernel's cache can hold until it is read again, however much memory there
    /// is.</param>
    public void Reset(SortRoom allowed, bool isLarge)
    {
        Reset();
        room = allowed;
        pastCache = isLarge || limits.RunsPastCache;
        buffer.Allow(allowed.BufferBytes);
    }

    /// <summary>Forgets all events and deletes the runs; keeps the memory for the next.</summary>
    public void Reset()
    {
        runs.AddRange(natural.Abandon());
        runs.ForEach(File.Delete);
        runs.Clear();
        spilledBytes = 0;
        buffer.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private void Spill()
    {
        // Asked before the disk is: a full disk is foreseen, not met. What comes to lie in the buffer will be written as well.
        if (spilledBytes + buffer.Bytes + room.BufferBytes > room.RunBytes)
        {
            throw new ScratchExhaustedException(room.RunBytes);
        }

        WriteRuns();
    }

    private void WriteRuns()
    {
        spilledBytes += buffer.Bytes;
        natural.TakeFrom(buffer, writeBuffer, pastCache);
        buffer.Sort();
        using var rest = buffer.Walk();
        if (rest.MoveNext())
        {
            using var mixed = new RunWriter(scratch.NewPath("run"), writeBuffer, pastCache);
            runs.Add(mixed.Path);
            mixed.Append(rest);
            mixed.Finish();
        }

        buffer.Clear();
    }

    /// <summary>Merges the smallest runs, no more of them than need be, until one pass can take all that are left.</summary>
    private void MergeDownTo(int width, CancellationToken cancellationToken)
    {
        while (runs.Count > width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            runs.Sort((left, right) => new FileInfo(left).Length.CompareTo(new FileInfo(right).Length));
            var smallest = runs.GetRange(0, Math.Min(width, runs.Count - width + 1));
            using var merged = new RunWriter(scratch.NewPath("run"), writeBuffer, pastCache);
            runs.Add(merged.Path);
            using (var all = Merge(smallest))
            {
                while (all.MoveNext())
                {
                    merged.Write(all);
                }
            }

            merged.Finish();
            smallest.ForEach(File.Delete);
            runs.RemoveRange(0, smallest.Count);
        }
    }

    private EventCursor Merge(List<string> some)
    {
        var buffers = MergeBuffers.Divide(buffer.Lend(), some.Count, limits.MergeBufferBytes);
        return RunMerger.Over([.. some.Select((run, index) => new RunReader(run, buffers[index], pastCache))]);
    }
}

/// <summary>The events of a slice take more scratch space than they may: the slice must be shorter.</summary>
internal sealed class ScratchExhaustedException(long allowedBytes)
    : Exception($"The events would take more than the {allowedBytes:N0} bytes of scratch space that runs may take.");
