using LogArchiver.Checkpoint;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Scratch;
using LogArchiver.Settle;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver;

/// <summary>The work on one unsealed day: slice after slice is read, sorted and packed, the next being read while one is packed. What is
/// packed can be put into a checkpoint and taken up again by another invocation.</summary>
internal sealed class DayWork : IAsyncDisposable
{
    private readonly ArchivePlan plan;
    private readonly GroupDay day;
    private readonly ArchiverLimits limits;
    private readonly DayWatch watch;
    private readonly PackingOrder order;
    private readonly DaySaver saver;
    private readonly SorterPair sorters;
    private readonly SliceConveyor conveyor;
    private readonly EarlierContent? earlierContent;

    private SlicePlan slices;
    private SortedSlice? ahead;
    private RequestCounts earlier = RequestCounts.None;
    private long beganAtMs;

    public DayWork(
        ArchivePlan plan, GroupDay day, ILogSource source, IArchiveStore store, ScratchSpace scratch, SorterPair sorters,
        ArchiverLimits limits, DayWatch watch, EarlierArchive? archive = null)
    {
        (this.plan, this.day, this.sorters, this.limits, this.watch) = (plan, day, sorters, limits, watch);
        order = new PackingOrder(plan, day, archive);
        earlierContent = archive is null ? null : EarlierContent.Of(archive, store, scratch, limits);
        saver = new DaySaver(order, store, watch);
        conveyor = new SliceConveyor(source, day, plan.Reader, sorters, limits, watch);
        Objects = new DayObjects(plan, order, store, scratch, limits, watch) { Seen = earlierContent is null ? null : earlierContent.SeeAsync };
        beganAtMs = day.Window.StartMs;
        slices = SlicePlan.From(day.Window.StartMs, day.Window.EndMs) with { Splits = archive?.Splits ?? [] };
    }

    /// <summary>What has been packed, and where it goes.</summary>
    public DayObjects Objects { get; }

    /// <summary>Whether every event has been read and packed.</summary>
    public bool IsPacked => slices.IsPacked;

    /// <summary>The instant up to which that is so.</summary>
    public DateTimeOffset Position => DateTimeOffset.FromUnixTimeMilliseconds(slices.PackedUpToMs);

    /// <summary>Whether a slice has been read, as far as it was, and waits to be packed.</summary>
    public bool IsAhead => ahead is not null;

    /// <summary>The reader that was used last.</summary>
    public ReaderKind Reader => conveyor.Reader;

    /// <summary>Requests of this invocation and of those before.</summary>
    public RequestCounts Requests => earlier.And(watch.Requests);

    /// <summary>What reading a sealed day again has come to.</summary>
    public SettleTally Tally => earlierContent?.Tally ?? SettleTally.None;

    /// <summary>Whether what was packed has everything that the archive before it has; once all has been packed.</summary>
    public Task<bool> KeepsEarlierAsync(CancellationToken cancellationToken) =>
        earlierContent?.IsKeptAsync(cancellationToken) ?? Task.FromResult(true);

    /// <summary>Works until everything has been read and packed. False when the time is over first: then what is done has been saved.</summary>
    public async Task<bool> TryPackAllAsync(RunTokens tokens)
    {
        await ResumeAsync(tokens.StopNow);
        while (!IsPacked)
        {
            await TakeSliceAsync(tokens);
            if (!IsPacked && !IsAhead && tokens.StopStarting.IsCancellationRequested)
            {
                await PauseAsync(tokens.StopNow);
                return false;
            }
        }

        await FinishAsync(tokens.StopNow);
        return true;
    }

    /// <summary>Takes up what an earlier invocation left, if it is of the same plan and still whole.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (await saver.TryResumeAsync(day.Window, cancellationToken) is not { } found)
        {
            return;
        }

        var checkpoint = found.Checkpoint;
        conveyor.IsContinued = true;
        beganAtMs = checkpoint.PositionMs;
        slices = SlicePlan.From(checkpoint.PositionMs, day.Window.EndMs) with
        {
            Density = checkpoint.Density,
            LongestMs = checkpoint.LongestMs,
            Splits = slices.Splits,
        };
        earlier = new RequestCounts(checkpoint.Requests, checkpoint.Throttles, checkpoint.Retries);
        Objects.Restore(checkpoint, found.Tail);
        if (earlierContent is not null)
        {
            await earlierContent.GoOnAsync(checkpoint.PositionMs, checkpoint.Settling ?? SettleTally.None, cancellationToken);
        }
    }

    /// <summary>Packs a slice and sends ahead what has grown too large to wait, while the next slice is read; less of either when told
    /// to stop.</summary>
    public async Task TakeSliceAsync(RunTokens tokens)
    {
        var slice = ahead ?? Learn(await conveyor.ReadAsync(slices, tokens));
        ahead = null;
        if (slice.IsEmpty)
        {
            slice.Sorter.Reset();
            slices = tokens.StopStarting.IsCancellationRequested && slices.PackedUpToMs == beganAtMs ? slices.AfterNothing(slice.Window) : slices;
            return;
        }

        if (slices.IsRead || slice.IsPackedAlone || tokens.StopStarting.IsCancellationRequested)
        {
            await PackAsync(slice, tokens);
            return;
        }

        ahead = Kept(await conveyor.ReadWhilePackingAsync(slices, slice, PackAsync, tokens));
    }

    /// <summary>Puts everything done so far where the next invocation finds it.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (await Objects.CloseFileAsync(cancellationToken))
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

    /// <summary>Ends what was begun under the day's keys and is still open, now that its objects are complete; see <see cref="DaySaver"/>.</summary>
    public Task<string?> EndUploadsAsync(LeftOvers leftOvers, CancellationToken cancellationToken) =>
        saver.EndUploadsAsync(leftOvers, Progress(), cancellationToken);

    /// <summary>Puts away every upload that was begun and not completed.</summary>
    public Task AbandonAsync(CancellationToken cancellationToken) => Objects.AbandonAsync(cancellationToken);

    /// <summary>Clears away what working on the day left, all of it, now that its objects are complete. The remark says what could not be.</summary>
    public Task<string?> TidyAsync(LeftOvers leftOvers, CancellationToken cancellationToken) =>
        saver.TidyAsync(leftOvers, Progress(), cancellationToken);

    /// <summary>Clears the checkpoint.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) => saver.ForgetAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Objects.Dispose();
        sorters.Reset();
        if (earlierContent is not null)
        {
            await earlierContent.DisposeAsync();
        }
    }

    /// <summary>Packs a slice and sends ahead what has grown too large to wait. Runs while the next slice is read, which touches neither
    /// <see cref="slices"/> nor <see cref="Objects"/>.</summary>
    private async Task PackAsync(SortedSlice slice, RunTokens tokens)
    {
        if (slices.IsAtSplit && Objects.HasCurrent)
        {
            await BeginNextObjectAsync(tokens.StopNow);
        }

        long packedUpToMs;
        using (var events = slice.Sorter.Walk(tokens.StopNow))
        {
            packedUpToMs = earlierContent is null
                ? Objects.Append(events, slice.Read.CompleteUpToMs, tokens)
                : await earlierContent.PackAsync(Objects, events, slice.Window.StartMs, slice.Read.CompleteUpToMs, tokens);
        }

        slice.Sorter.Reset();
        slices = slices.AfterPacking(slice.Window, slice.Read.CompleteUpToMs, packedUpToMs);
        if (!tokens.StopStarting.IsCancellationRequested)
        {
            await SendAheadAsync(tokens.StopNow);
        }
    }

    /// <summary>Sends ahead what has grown too large to wait, and ends the object where it has grown as large as it may.</summary>
    private async Task SendAheadAsync(CancellationToken cancellationToken)
    {
        if (Objects.CurrentBytes >= plan.MaxMergedBytes && !IsPacked)
        {
            Objects.NameFirstOfSeveral();
            await BeginNextObjectAsync(cancellationToken);
        }
        else if (Objects.UnsentBytes >= limits.FileBytes)
        {
            await Objects.SendAsync(most: false, last: false, cancellationToken);
            await SaveAsync(cancellationToken);
        }
    }

    private async Task BeginNextObjectAsync(CancellationToken cancellationToken)
    {
        await FinishObjectAsync(cancellationToken);
        Objects.BeginNext();
        await SaveAsync(cancellationToken);
    }

    /// <summary>Keeps what was read ahead to be packed next: not where packing ended before its slice did, for want of time, since then
    /// events are missing between the two; nor where none of it is complete.</summary>
    private SortedSlice? Kept(SortedSlice next)
    {
        if (slices.PackedUpToMs < next.Window.StartMs)
        {
            Count(next);
        }
        else if (!Learn(next).IsEmpty)
        {
            return next;
        }

        next.Sorter.Reset();
        return null;
    }

    private SortedSlice Learn(SortedSlice slice)
    {
        Count(slice);
        slices = slices.AfterReading(slice.Window, slice.Read.CompleteUpToMs, slice.Read.WireBytes, slice.Read.Overflowed);
        return slice;
    }

    private void Count(SortedSlice slice)
    {
        watch.KeepTally();
        Objects.CountPages(slice.Read.Pages);
    }

    private async Task FinishObjectAsync(CancellationToken cancellationToken)
    {
        if (!await Objects.TryUploadWholeAsync(isWholeDay: IsPacked && Objects.Finished.Count == 0, cancellationToken))
        {
            await Objects.SendAsync(most: true, last: true, cancellationToken);
            await SaveAsync(cancellationToken);
            await Objects.CompleteAsync(cancellationToken);
        }
    }

    private Task SaveAsync(CancellationToken cancellationToken) => saver.SaveAsync(Progress(), Objects.Tail(), cancellationToken);

    private DayCheckpoint Progress() => new()
    {
        Fingerprint = order.Fingerprint,
        PositionMs = slices.PackedUpToMs,
        Density = slices.Density,
        LongestMs = slices.LongestMs,
        Totals = Objects.Totals,
        Requests = Requests.ByOperation,
        Throttles = Requests.Throttles,
        Retries = Requests.Retries,
        Finished = Objects.Finished,
        Current = Objects.Current,
        Ready = Objects.Ready,
        Settling = earlierContent?.Tally,
    };
}
