using LogArchiver.Merge;
using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>Takes events in any order and gives them back in the archive's order, in bounded memory. Runs are natural: while
/// buffer after buffer follows in order they extend one run, and only disorder begins another. A day that fits in the
/// buffer never touches the disk.</summary>
internal sealed class EventSorter(ScratchSpace scratch, ArchiverLimits limits) : IDisposable
{
    private readonly EventBuffer buffer = new(limits.SortBufferBytes);
    private readonly List<string> runs = [];
    private RunWriter? current;
    private long spilledBytes;

    /// <summary>Runs on disk so far.</summary>
    public int Runs => runs.Count + (current is null ? 0 : 1);

    /// <summary>Takes an event in.</summary>
    /// <param name="timestamp">Milliseconds since the Unix epoch.</param>
    /// <param name="ingestionTime">Milliseconds since the Unix epoch.</param>
    /// <param name="position">Its place among its stream's events.</param>
    /// <param name="eventId">Hash of the service's event id; 0 for none.</param>
    /// <param name="stream">The stream's name, UTF-8.</param>
    /// <param name="message">The message, as JSON without the quotes.</param>
    /// <exception cref="ScratchExhaustedException">The runs would take more than <see cref="ArchiverLimits.RunBytes"/>.</exception>
    public void Add(
        long timestamp, long ingestionTime, long position, ulong eventId, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> message)
    {
        if (!buffer.TryAdd(timestamp, ingestionTime, position, eventId, stream, message))
        {
            Spill();
            buffer.TryAdd(timestamp, ingestionTime, position, eventId, stream, message);
        }
    }

    /// <summary>All events in order; nothing may be added after.</summary>
    public EventCursor Walk(CancellationToken cancellationToken)
    {
        buffer.Sort();
        EndRun();
        MergeDownTo(limits.MergeWidth, cancellationToken);
        return RunMerger.Over([.. runs.Select(Open), buffer.Walk()]);
    }

    /// <summary>Forgets all events and deletes the runs; keeps the memory for the next.</summary>
    public void Reset()
    {
        if (current is not null)
        {
            current.Dispose();
            runs.Add(current.Path);
            current = null;
        }

        runs.ForEach(File.Delete);
        runs.Clear();
        spilledBytes = 0;
        buffer.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private void Spill()
    {
        // Asked before the disk is: a full disk is foreseen, not met.
        spilledBytes += buffer.Bytes;
        if (spilledBytes > limits.RunBytes)
        {
            throw new ScratchExhaustedException(limits.RunBytes);
        }

        buffer.Sort();
        using var sorted = buffer.Walk();
        sorted.MoveNext();
        if (current?.Accepts(sorted) is false)
        {
            EndRun();
        }

        current ??= new RunWriter(scratch.NewPath("run"));
        do
        {
            current.Write(sorted);
        }
        while (sorted.MoveNext());
        buffer.Clear();
    }

    private void EndRun()
    {
        if (current is not null)
        {
            current.Finish();
            current.Dispose();
            runs.Add(current.Path);
            current = null;
        }
    }

    /// <summary>Merges the oldest runs, as many as one pass takes, until one pass can take all that are left.</summary>
    private void MergeDownTo(int width, CancellationToken cancellationToken)
    {
        while (runs.Count > width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var oldest = runs.GetRange(0, width);
            using var merged = new RunWriter(scratch.NewPath("run"));
            runs.Add(merged.Path);
            using (var all = RunMerger.Over([.. oldest.Select(Open)]))
            {
                while (all.MoveNext())
                {
                    merged.Write(all);
                }
            }

            merged.Finish();
            oldest.ForEach(File.Delete);
            runs.RemoveRange(0, width);
        }
    }

    private EventCursor Open(string run) => new RunReader(run, limits.MergeBufferBytes);
}

/// <summary>The events of a slice take more scratch space than they may: the slice must be shorter.</summary>
internal sealed class ScratchExhaustedException(long allowedBytes)
    : Exception($"The events would take more than the {allowedBytes:N0} bytes of scratch space that runs may take.");
