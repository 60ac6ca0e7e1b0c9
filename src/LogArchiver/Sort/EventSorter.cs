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

    /// <summary>Runs on disk so far.</summary>
    public int Runs => runs.Count + (current is null ? 0 : 1);

    /// <summary>Takes an event in.</summary>
    /// <param name="timestamp">Milliseconds since the Unix epoch.</param>
    /// <param name="ingestionTime">Milliseconds since the Unix epoch.</param>
    /// <param name="position">Its place among its stream's events.</param>
    /// <param name="eventId">Hash of the service's event id; 0 for none.</param>
    /// <param name="stream">The stream's name, UTF-8.</param>
    /// <param name="message">The message, as JSON without the quotes.</param>
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

    /// <inheritdoc/>
    public void Dispose()
    {
        if (current is not null)
        {
            current.Dispose();
            runs.Add(current.Path);
        }

        runs.ForEach(File.Delete);
    }

    private void Spill()
    {
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
