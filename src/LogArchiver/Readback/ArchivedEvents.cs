using LogArchiver.Ports;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;

namespace LogArchiver.Readback;

/// <summary>The events of a sealed ndjson day, brought into scratch space stretch by stretch, where they are walked as any run is.</summary>
/// <remarks>
/// <para>An <see cref="EventCursor"/> is walked without waiting, and S3 cannot be read so without holding a thread for as long as the network
/// takes. So a stretch is fetched first, asynchronously, and walked from a file. A day of any size goes through: scratch space takes
/// one stretch, memory a line and the buffers of the way.</para>
/// <para>Everything is compared with the manifest on the way, but an object's checksum is known only at its end: until
/// <see cref="AdvanceAsync"/> has come to the day's end, nothing that was built of the events may be believed.</para>
/// </remarks>
internal sealed class ArchivedEvents : IAsyncDisposable
{
    private readonly DayLines lines;
    private readonly LineCursor cursor;
    private readonly ScratchSpace scratch;
    private readonly long fromMs;
    private readonly Action<Damage> damaged;
    private readonly List<ArchivedRun> runs = [];
    private readonly ArraySegment<byte> writeBuffer = Blocks.Allocate(RunWriter.BufferBytes);
    private bool isHeld;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="store">The bucket.</param>
    /// <param name="manifest">The day.</param>
    /// <param name="scratch">Where the runs go.</param>
    /// <param name="damaged">Told of each thing that is not as the manifest says, and passed over: see <see cref="DayLines"/>.</param>
    /// <param name="fromMs">Events before are read and compared, and not kept: an earlier invocation had them.</param>
    /// <exception cref="NotSupportedException">The day's format does not keep events whole.</exception>
    public ArchivedEvents(
        IArchiveStore store, Manifest manifest, ScratchSpace scratch, Action<Damage> damaged, long fromMs = long.MinValue)
    {
        if (manifest.Format != "ndjson")
        {
            throw new NotSupportedException($"A day of format {manifest.Format} does not keep its events whole: they cannot be read back.");
        }

        var (startMs, endMs) = (manifest.Start.ToUnixTimeMilliseconds(), manifest.End.ToUnixTimeMilliseconds());
        lines = new DayLines(store, manifest, damaged);
        cursor = new LineCursor(lines, startMs, endMs, damaged);
        (this.scratch, this.damaged, this.fromMs) = (scratch, damaged, fromMs);
        CompleteUpToMs = Math.Max(fromMs, startMs);
    }

    /// <summary>Every event before has been fetched.</summary>
    public long CompleteUpToMs { get; private set; }

    /// <summary>Fetches on, up to a millisecond or until so many bytes are there; in any case all of the millisecond in hand.</summary>
    /// <param name="endMs">The first millisecond that is not wanted; the day's end to have everything compared.</param>
    /// <param name="mostBytes">About how much scratch space the stretch may take.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns><see cref="CompleteUpToMs"/>: <paramref name="endMs"/>, or less when there was more than might be taken.</returns>
    /// <exception cref="ServiceFaultException">The store, or the way to it, failed. The events are of no use then.</exception>
    public async Task<long> AdvanceAsync(long endMs, long mostBytes, CancellationToken cancellationToken)
    {
        using var run = new RunWriter(scratch.NewPath("run"), writeBuffer, pastCache: false);
        runs.Add(new ArchivedRun(run.Path, long.MaxValue));
        long bytes = 0;
        long? last = null;
        var completeUpTo = endMs;
        while (isHeld || await MoveAsync(cancellationToken))
        {
            isHeld = cursor.Timestamp >= endMs || (bytes >= mostBytes && cursor.Timestamp > last);
            if (isHeld)
            {
                completeUpTo = Math.Min(endMs, cursor.Timestamp);
                break;
            }

            if (cursor.Timestamp < CompleteUpToMs && cursor.Timestamp >= fromMs || !run.Accepts(cursor))
            {
                damaged(new Damage(DamageKind.Order, lines.Key, "events in order", $"line {cursor.Position:N0} after one that belongs behind it"));
            }
            else if (cursor.Timestamp >= fromMs)
            {
                run.Write(cursor);
                bytes += cursor.Stream.Length + cursor.Message.Length + RunFormat.UsualFrameBytes;
                last = cursor.Timestamp;
            }
        }

        run.Finish();
        runs[^1] = new ArchivedRun(run.Path, completeUpTo);
        CompleteUpToMs = Math.Max(CompleteUpToMs, completeUpTo);
        return CompleteUpToMs;
    }

    /// <summary>Walks fetched events in the archive's order: from a millisecond up to another. As often as one likes.</summary>
    /// <param name="startMs">The first millisecond.</param>
    /// <param name="endMs">The first that is not wanted, at most <see cref="CompleteUpToMs"/>.</param>
    /// <param name="bufferBytes">Bytes read ahead.</param>
    public EventCursor Walk(long startMs, long endMs, int bufferBytes) =>
        new RunSequence([.. runs.Where(run => run.EndMs > startMs).Select(run => run.Path)], startMs, endMs, bufferBytes);

    /// <summary>Gives back the scratch space of events before a millisecond, as far as no later one shares it.</summary>
    public void Forget(long beforeMs)
    {
        foreach (var run in runs.Where(run => run.EndMs <= beforeMs))
        {
            File.Delete(run.Path);
        }

        runs.RemoveAll(run => run.EndMs <= beforeMs);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await lines.DisposeAsync();
        Forget(long.MaxValue);
    }

    private async ValueTask<bool> MoveAsync(CancellationToken cancellationToken)
    {
        while (!cursor.MoveNext())
        {
            if (!await lines.FillAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="Path">The file.</param>
    /// <param name="EndMs">The first millisecond that is not in it.</param>
    private sealed record ArchivedRun(string Path, long EndMs);
}
