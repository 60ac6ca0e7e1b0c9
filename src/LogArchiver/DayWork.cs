using LogArchiver.Checkpoint;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver;

/// <summary>The work on one unsealed day: slice after slice into a file, the file into an object. What is done can be put into a
/// checkpoint and taken up again by another invocation.</summary>
internal sealed class DayWork : IDisposable
{
    private readonly ArchivePlan plan;
    private readonly GroupDay day;
    private readonly ILogSource source;
    private readonly IArchiveStore store;
    private readonly ScratchSpace scratch;
    private readonly ArchiverLimits limits;
    private readonly DayWatch watch;
    private readonly CheckpointStore checkpoints;
    private readonly EventSorter sorter;
    private readonly PartSender sender;
    private readonly PackingOrder order;
    private readonly List<ManifestObject> finished = [];

    private SlicePlan slices;
    private long beganAtMs;
    private bool isContinued;
    private ObjectInParts current;
    private RequestCounts earlier = RequestCounts.None;
    private ArchivePacker? packer;
    private string? packing;
    private DayStreams? streams;

    public DayWork(
        ArchivePlan plan, GroupDay day, ILogSource source, IArchiveStore store, ScratchSpace scratch, ArchiverLimits limits, DayWatch watch)
    {
        (this.plan, this.day, this.source, this.store, this.scratch, this.limits, this.watch) = (plan, day, source, store, scratch, limits, watch);
        order = new PackingOrder(plan, day);
        checkpoints = new CheckpointStore(store, order.CheckpointKey);
        sorter = new EventSorter(scratch, limits);
        sender = new PartSender(store, scratch, order.ContentType, limits.PartBytes);
        beganAtMs = day.Window.StartMs;
        slices = new SlicePlan { PositionMs = day.Window.StartMs, EndMs = day.Window.EndMs };
        current = new ObjectInParts { Key = order.Key };
    }

    /// <summary>Whether every event has been read and packed.</summary>
    public bool IsRead => slices.IsDone;

    /// <summary>The instant up to which that is so.</summary>
    public DateTimeOffset Position => DateTimeOffset.FromUnixTimeMilliseconds(slices.PositionMs);

    /// <summary>What the day has come to.</summary>
    public DayTotals Totals { get; private set; } = DayTotals.None;

    /// <summary>The reader that was used last.</summary>
    public ReaderKind Reader => streams?.Reader ?? plan.Reader;

    /// <summary>The objects that hold the day, when it is finished.</summary>
    public IReadOnlyList<ManifestObject> Objects => finished;

    /// <summary>SHA-256 of all lines, where they were packed in one file; null otherwise.</summary>
    public string? RawSha256 { get; private set; }

    /// <summary>Requests of this invocation and of those before.</summary>
    public RequestCounts Requests => earlier.And(watch.Requests);

    /// <summary>Takes up what an earlier invocation left, if it is of the same plan and still whole.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, order.CheckpointKey);
        var loaded = await checkpoints.TryLoadAsync(order.Fingerprint, upload => store.AbortAsync(upload, cancellationToken), cancellationToken);
        if (loaded is not { } found || await IsStaleAsync(found.Checkpoint, cancellationToken))
        {
            return;
        }

        var checkpoint = found.Checkpoint;
        isContinued = true;
        beganAtMs = checkpoint.PositionMs;
        slices = slices with { PositionMs = checkpoint.PositionMs, Density = checkpoint.Density, LongestMs = checkpoint.LongestMs };
        Totals = checkpoint.Totals;
        earlier = new RequestCounts(checkpoint.Requests, checkpoint.Throttles, checkpoint.Retries);
        finished.AddRange(checkpoint.Finished);
        current = checkpoint.Current;
        sender.Restore(found.Tail);
    }

    /// <summary>Reads a slice and packs it; less of it when told to stop.</summary>
    public async Task TakeSliceAsync(RunTokens tokens)
    {
        watch.Enter(Stage.Read, day.Group.Name);
        streams ??= await DayStreams.ChooseAsync(source, day, plan.Reader, isContinued, limits, tokens.StopNow);
        var slice = slices.Next(streams.Reader == ReaderKind.Group ? Math.Min(limits.SliceBytes, limits.RunBytes / 2) : limits.RunBytes / 2);
        sorter.Reset();
        var read = await new SliceReader(source, streams, limits).ReadAsync(day, slice, slices, sorter, watch.Report, tokens);
        if (read is { Overflowed: true } && read.CompleteUpToMs == slice.StartMs && slice.EndMs - slice.StartMs == 1)
        {
            throw new ScratchExhaustedException(limits.RunBytes);
        }

        if (read.CompleteUpToMs > slice.StartMs)
        {
            Pack(read.CompleteUpToMs, tokens.StopNow);
        }

        watch.KeepTally();
        Totals = Totals with { Pages = Totals.Pages + read.Pages };
        slices = slices.After(slice, read.CompleteUpToMs, read.WireBytes, read.Overflowed);
        if (slices.PositionMs == beganAtMs && tokens.StopStarting.IsCancellationRequested)
        {
            slices = slices.AfterNothing(slice);
        }
    }

    /// <summary>Sends ahead what has grown too large to wait, and ends the object where it has grown as large as it may.</summary>
    public async Task SendAheadAsync(CancellationToken cancellationToken)
    {
        if (current.Bytes + (packer?.StoredBytes ?? 0) >= plan.MaxMergedBytes && !IsRead)
        {
            if (finished.Count == 0 && current.Upload is null)
            {
                current = current with { Key = order.PartKey(1) };
            }

            await FinishObjectAsync(cancellationToken);
            current = new ObjectInParts { Key = order.PartKey(finished.Count + 1) };
            await checkpoints.SaveAsync(Checkpoint(), sender.Tail(), cancellationToken);
        }
        else if (packer?.StoredBytes + sender.WaitingBytes >= limits.FileBytes)
        {
            await SendAsync(most: false, last: false, cancellationToken);
        }
    }

    /// <summary>Puts everything done so far where the next invocation finds it.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        CloseFile();
        if (sender.WaitingBytes >= PartLimits.MinPartBytes)
        {
            await SendAsync(most: true, last: false, cancellationToken);
        }
        else
        {
            watch.Enter(Stage.Seal, order.CheckpointKey);
            await checkpoints.SaveAsync(Checkpoint(), sender.Tail(), cancellationToken);
        }
    }

    /// <summary>Finishes the last object.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (packer is { IsEmpty: false } || current.Segments.Count > 0)
        {
            await FinishObjectAsync(cancellationToken);
        }
    }

    /// <summary>Clears the checkpoint of the day, which is sealed now.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) => checkpoints.DeleteAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        packer?.Dispose();
        if (packing is not null)
        {
            File.Delete(packing);
        }

        sender.Dispose();
        sorter.Dispose();
    }

    private void Pack(long endMs, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Pack, scratch.Folder);
        if (packer is null)
        {
            packing = scratch.NewPath("file");
            packer = new ArchivePacker(packing, plan.Format, plan.Compression, limits.StreamsCounted);
        }

        using var events = sorter.Walk(cancellationToken);
        packer.Append(events, endMs, cancellationToken);
    }

    private async Task FinishObjectAsync(CancellationToken cancellationToken)
    {
        if (current.Segments.Count == 0 && packer is not null)
        {
            // All of it lies in scratch space: one file, one TransferUtility upload.
            var file = packer.Finish();
            Totals = Totals.And(file);
            watch.Enter(Stage.Upload, current.Key);
            await new FileUploader(store).UploadAsync(file, current.Key, order.ContentType, cancellationToken);
            current = current.And(file);
            RawSha256 = finished.Count == 0 && IsRead ? file.RawSha256 : null;
            DropPacker();
        }
        else
        {
            await SendAsync(most: true, last: true, cancellationToken);
            await sender.CompleteAsync(current, cancellationToken);
        }

        finished.Add(current.Describe());
    }

    private async Task SendAsync(bool most, bool last, CancellationToken cancellationToken)
    {
        CloseFile();
        watch.Enter(Stage.Upload, current.Key);
        if (current.Upload is null)
        {
            current = await sender.BeginAsync(current, cancellationToken);
        }

        current = await sender.SendAsync(current, most, last, cancellationToken);
        await checkpoints.SaveAsync(Checkpoint(), sender.Tail(), cancellationToken);
    }

    /// <summary>Ends the file being packed and lets its bytes wait with the others.</summary>
    private void CloseFile()
    {
        if (packer is { IsEmpty: false })
        {
            var file = packer.Finish();
            packer.Dispose();
            Totals = Totals.And(file);
            current = current.And(file);
            sender.Take(file);
        }

        DropPacker();
    }

    private void DropPacker()
    {
        packer?.Dispose();
        packer = null;
        if (packing is not null)
        {
            File.Delete(packing);
            packing = null;
        }
    }

    /// <summary>An upload may be gone: aborted by a lifecycle rule, or completed without our hearing of it.</summary>
    private async Task<bool> IsStaleAsync(DayCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint.Current.Upload is not { } upload)
        {
            return false;
        }

        await foreach (var open in store.ListUploadsAsync(upload.Key, cancellationToken))
        {
            if (open == upload)
            {
                return false;
            }
        }

        var stored = await store.TryDescribeAsync(upload.Key, cancellationToken);
        return checkpoint.PositionMs < day.Window.EndMs || stored?.Crc32 != checkpoint.Current.Crc32;
    }

    private DayCheckpoint Checkpoint() => new()
    {
        Fingerprint = order.Fingerprint,
        PositionMs = slices.PositionMs,
        Density = slices.Density,
        LongestMs = slices.LongestMs,
        Totals = Totals,
        Requests = Requests.ByOperation,
        Throttles = Requests.Throttles,
        Retries = Requests.Retries,
        Finished = [.. finished],
        Current = current,
    };
}
