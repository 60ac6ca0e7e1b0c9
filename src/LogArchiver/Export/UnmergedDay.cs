using System.Text;
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

namespace LogArchiver.Export;

/// <summary>Archives an exported day that is too large to be merged: batch after batch of its files is sorted and becomes an object of its own.
/// Each object is in order; they overlap in time. After each the day can be gone on with by another invocation.</summary>
internal sealed class UnmergedDay : IDisposable
{
    private readonly GroupDay day;
    private readonly ArchivePlan plan;
    private readonly IArchiveStore store;
    private readonly SorterPair sorters;
    private readonly ArchiverLimits limits;
    private readonly DayWatch watch;
    private readonly (string Stream, StoredObject File)[] files;
    private readonly PackingOrder order;
    private readonly CheckpointStore checkpoints;
    private readonly DayObjects objects;
    private RequestCounts earlier = RequestCounts.None;
    private int next;

    public UnmergedDay(
        ArchivePlan plan, GroupDay day, ExportedFiles exported, IArchiveStore store, ScratchSpace scratch, SorterPair sorters,
        ArchiverLimits limits, DayWatch watch)
    {
        (this.plan, this.day, this.store, this.sorters, this.limits, this.watch) = (plan, day, store, sorters, limits, watch);
        files = [.. exported.Streams.OrderBy(each => each.Key, StringComparer.Ordinal).SelectMany(each => each.Value.Select(file => (each.Key, file)))];
        order = new PackingOrder(plan, day);
        checkpoints = new CheckpointStore(store, order.CheckpointKey);
        objects = new DayObjects(plan, order, store, scratch, limits, watch);
    }

    // Which files these are is part of it: another task's need not be cut at the same places.
    private string Fingerprint => $"{order.Fingerprint} unmerged {(files.Length > 0 ? files[0].File.Key : "")} {files.Length}";

    /// <summary>Archives the day as far as time allows, and seals it.</summary>
    public async Task<DayOutcome> ArchiveAsync(LeftOvers leftOvers, DateTimeOffset now, RunTokens tokens)
    {
        var key = order.ManifestKey;
        var end = new DayEnd(day, key);
        await ResumeAsync(tokens.StopNow);
        var batch = files.Length;
        while (next < files.Length)
        {
            if (tokens.StopStarting.IsCancellationRequested)
            {
                return end.As(Ending.Paused) with
                {
                    Reason = $"out of time after {next:N0} of {files.Length:N0} exported files; the next run goes on from there",
                    Events = objects.Totals.Events,
                    RawBytes = objects.Totals.RawBytes,
                };
            }

            batch = await PackAsync(batch, tokens with { StopStarting = CancellationToken.None });
        }

        await leftOvers.EndUploadsAsync(order, tokens.StopNow);
        watch.Enter(Stage.Seal, key);
        var manifest = DayManifest.Of(day, plan, now, objects, earlier.And(watch.Requests), ReaderKind.Export);
        if (!await new ManifestStore(store).TrySealAsync(key, manifest, tokens.StopNow))
        {
            throw new SealedMeanwhileException(key);
        }

        return end.Sealed(manifest, manifest is { Events: 0, DroppedEvents: 0 } ? Ending.Empty : Ending.Sealed) with
        {
            Reason = await Remark.OfAsync(() => checkpoints.DeleteAsync(tokens.StopNow), "Its checkpoint could not be removed"),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        objects.Dispose();
        sorters.Reset();
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, order.CheckpointKey);
        if (await checkpoints.TryLoadAsync(Fingerprint, upload => store.AbortAsync(upload, cancellationToken), cancellationToken) is not { } found)
        {
            return;
        }

        var checkpoint = found.Checkpoint;
        (next, earlier) = ((int)checkpoint.PositionMs, new RequestCounts(checkpoint.Requests, checkpoint.Throttles, checkpoint.Retries));
        objects.Restore(checkpoint, found.Tail);
    }

    /// <summary>Makes an object of the next files; says how many at most to try next.</summary>
    private async Task<int> PackAsync(int most, RunTokens tokens)
    {
        var taken = FileBatches.Take(files.AsSpan(next), limits.RunBytes, most);
        watch.Enter(Stage.Read, day.Group.Name);
        var sorter = sorters.Begin(busy: null, limits.RoomOfOne, isLarge: true);
        try
        {
            await SortAsync(files[next..(next + taken)], sorter, tokens.StopNow);
        }
        catch (ScratchExhaustedException) when (taken > 1)
        {
            return taken / 2;
        }

        objects.NameFirstOfSeveral();
        using (var events = sorter.Walk(tokens.StopNow))
        {
            objects.Append(events, day.Window.EndMs, tokens);
        }

        sorter.Reset();
        if (objects.HasCurrent)
        {
            await objects.TryUploadWholeAsync(isWholeDay: false, tokens.StopNow);
            objects.BeginNext();
        }
        else
        {
            // Nothing of the day was in them.
            await objects.CloseFileAsync(tokens.StopNow);
        }

        next += taken;
        await SaveAsync(tokens.StopNow);
        return files.Length;
    }

    private async Task SortAsync(IEnumerable<(string Stream, StoredObject File)> batch, EventSorter sorter, CancellationToken cancellationToken)
    {
        var lane = 0;
        byte[] rewritten = [];
        foreach (var stream in batch.GroupBy(each => each.Stream, each => each.File, StringComparer.Ordinal))
        {
            var name = Encoding.UTF8.GetBytes(stream.Key);
            await using var reading = new StreamExport(store, [.. stream], day.Window);
            long position = 0;
            EventPage page;
            do
            {
                page = await reading.ReadAsync("next", cancellationToken);
                objects.CountPages(1);
                foreach (ref readonly var slot in page.Events)
                {
                    sorter.Add(lane, slot.Timestamp, slot.IngestionTime, position++, eventId: 0, name, page.MessageOf(in slot, ref rewritten));
                }
            }
            while (page.NextToken is not null);
            lane++;
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, order.CheckpointKey);
        var requests = earlier.And(watch.Requests);
        await checkpoints.SaveAsync(
            new DayCheckpoint
            {
                Fingerprint = Fingerprint,

                // Of files, since a day of these is not packed in the order of time.
                PositionMs = next,
                Totals = objects.Totals,
                Requests = requests.ByOperation,
                Throttles = requests.Throttles,
                Retries = requests.Retries,
                Finished = objects.Finished,
                Current = objects.Current,
            },
            [],
            cancellationToken);
    }
}
