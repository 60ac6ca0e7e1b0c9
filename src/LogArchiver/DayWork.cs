using LogArchiver.Checkpoint;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Scratch;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver;

/// <summary>The work on one unsealed day: slice after slice is read, sorted and packed. What is done can be put into a checkpoint and
/// taken up again by another invocation.</summary>
internal sealed class DayWork : IDisposable
{
    private readonly ArchivePlan plan;
    private readonly GroupDay day;
    private readonly ILogSource source;
    private readonly IArchiveStore store;
    private readonly ArchiverLimits limits;
    private readonly DayWatch watch;
    private readonly PackingOrder order;
    private readonly CheckpointStore checkpoints;
    private readonly EventSorter sorter;

    private SlicePlan slices;
    private DayStreams? streams;
    private RequestCounts earlier = RequestCounts.None;
    private long beganAtMs;
    private bool isContinued;

    public DayWork(
        ArchivePlan plan, GroupDay day, ILogSource source, IArchiveStore store, ScratchSpace scratch, ArchiverLimits limits, DayWatch watch)
    {
        (this.plan, this.day, this.source, this.store, this.limits, this.watch) = (plan, day, source, store, limits, watch);
        order = new PackingOrder(plan, day);
        checkpoints = new CheckpointStore(store, order.CheckpointKey);
        sorter = new EventSorter(scratch, limits);
        Objects = new DayObjects(plan, order, store, scratch, limits, watch);
        beganAtMs = day.Window.StartMs;
        slices = new SlicePlan { PositionMs = day.Window.StartMs, EndMs = day.Window.EndMs };
    }

    /// <summary>What has been packed, and where it goes.</summary>
    public DayObjects Objects { get; }

    /// <summary>Whether every event has been read and packed.</summary>
    public bool IsRead => slices.IsDone;

    /// <summary>The instant up to which that is so.</summary>
    public DateTimeOffset Position => DateTimeOffset.FromUnixTimeMilliseconds(slices.PositionMs);

    /// <summary>The reader that was used last.</summary>
    public ReaderKind Reader => streams?.Reader ?? plan.Reader;

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
        earlier = new RequestCounts(checkpoint.Requests, checkpoint.Throttles, checkpoint.Retries);
        Objects.Restore(checkpoint.Totals, checkpoint.Finished, checkpoint.Current, found.Tail);
    }

    /// <summary>Reads a slice and packs it; less of it when told to stop.</summary>
    public async Task TakeSliceAsync(RunTokens tokens)
    {
        watch.Enter(Stage.Read, day.Group.Name);
        streams ??= await DayStreams.BeginAsync(source, day, plan.Reader, isContinued, tokens.StopNow);
        streams = await streams.ChooseAsync(source, day, slices, limits, tokens.StopNow);
        var slice = slices.Next(streams.Reader == ReaderKind.Group ? Math.Min(limits.SliceBytes, limits.RunBytes / 2) : limits.RunBytes / 2);
        sorter.Reset();
        var read = await new SliceReader(source, streams, limits, watch.Now).ReadAsync(day, slice, slices, sorter, watch.Report, tokens);
        if (read is { Overflowed: true } && read.CompleteUpToMs == slice.StartMs && slice.EndMs - slice.StartMs == 1)
        {
            throw new ScratchExhaustedException(limits.RunBytes);
        }

        var packedUpToMs = slice.StartMs;
        if (read.CompleteUpToMs > slice.StartMs)
        {
            using var events = sorter.Walk(tokens.StopNow);
            packedUpToMs = Objects.Append(events, read.CompleteUpToMs, tokens);
        }

        watch.KeepTally();
        Objects.CountPages(read.Pages);
        slices = slices.After(slice, read.CompleteUpToMs, packedUpToMs, read.WireBytes, read.Overflowed);
        if (slices.PositionMs == beganAtMs && tokens.StopStarting.IsCancellationRequested)
        {
            slices = slices.AfterNothing(slice);
        }
    }

    /// <summary>Sends ahead what has grown too large to wait, and ends the object where it has grown as large as it may.</summary>
    public async Task SendAheadAsync(CancellationToken cancellationToken)
    {
        if (Objects.CurrentBytes >= plan.MaxMergedBytes && !IsRead)
        {
            Objects.NameFirstOfSeveral();
            await FinishObjectAsync(cancellationToken);
            Objects.BeginNext();
            await SaveAsync(cancellationToken);
        }
        else if (Objects.UnsentBytes >= limits.FileBytes)
        {
            await Objects.SendAsync(most: false, last: false, cancellationToken);
            await SaveAsync(cancellationToken);
        }
    }

    /// <summary>Puts everything done so far where the next invocation finds it.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (Objects.CloseFile())
        {
            await Objects.SendAsync(most: true, last: false, cancellationToken);
        }

        await SaveAsync(cancellationToken);
    }

    /// <summary>Finishes the last object.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (Objects.HasCurrent)
        {
            await FinishObjectAsync(cancellationToken);
        }
    }

    /// <summary>Clears the checkpoint of the day, which is sealed now.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) => checkpoints.DeleteAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Objects.Dispose();
        sorter.Dispose();
    }

    private async Task FinishObjectAsync(CancellationToken cancellationToken)
    {
        if (!await Objects.TryUploadWholeAsync(isWholeDay: IsRead && Objects.Finished.Count == 0, cancellationToken))
        {
            await Objects.SendAsync(most: true, last: true, cancellationToken);
            await SaveAsync(cancellationToken);
            await Objects.CompleteAsync(cancellationToken);
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

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, order.CheckpointKey);
        var checkpoint = new DayCheckpoint
        {
            Fingerprint = order.Fingerprint,
            PositionMs = slices.PositionMs,
            Density = slices.Density,
            LongestMs = slices.LongestMs,
            Totals = Objects.Totals,
            Requests = Requests.ByOperation,
            Throttles = Requests.Throttles,
            Retries = Requests.Retries,
            Finished = Objects.Finished,
            Current = Objects.Current,
        };
        await checkpoints.SaveAsync(checkpoint, Objects.Tail(), cancellationToken);
    }
}
