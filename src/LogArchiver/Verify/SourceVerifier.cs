using LogArchiver.Discover;
using LogArchiver.Filter;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Readback;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;

namespace LogArchiver.Verify;

/// <summary>Reads a day from CloudWatch once more, and compares it with its archive, event by event, in slices.</summary>
/// <param name="source">CloudWatch Logs, paced.</param>
/// <param name="store">The bucket.</param>
/// <param name="scratch">Where events are sorted; nothing is left there.</param>
/// <param name="limits">The limits.</param>
/// <param name="reader">Which reader to use.</param>
/// <param name="mostEvents">How many differing events to tell of.</param>
internal sealed class SourceVerifier(
    ILogSource source, IArchiveStore store, ScratchSpace scratch, ArchiverLimits limits, ReaderKind reader, int mostEvents)
{
    // Of what runs may take, the archive's stretch gets a quarter and the source's slice the rest.
    private readonly long stretchBytes = limits.RunBytes / 4;
    private readonly ArchiverLimits sliceLimits = limits with { RunBytes = limits.RunBytes * 3 / 4 };

    /// <summary>Compares them.</summary>
    /// <param name="group">The group as CloudWatch knows it.</param>
    /// <param name="manifest">The day, of format ndjson, whose stored bytes have been verified.</param>
    /// <param name="lastIngestedMs">When the last event that the archive has was ingested.</param>
    /// <param name="now">The time, for retention.</param>
    /// <param name="progress">Told how many events have been read.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="ServiceFaultException">CloudWatch or the bucket, or the way to them, failed.</exception>
    /// <exception cref="BadRuleException">A later version archived the day by a rule that this one does not know.</exception>
    /// <exception cref="DamagedArchiveException">The archive is not what it was verified to be a moment ago.</exception>
    public async Task<SourceComparison> CompareAsync(
        LogGroup group, Manifest manifest, long lastIngestedMs, DateTimeOffset now, Action<long> progress, CancellationToken cancellationToken)
    {
        var window = new TimeWindow(manifest.Start.ToUnixTimeMilliseconds(), manifest.End.ToUnixTimeMilliseconds());
        var day = new GroupDay(group, manifest.Date, window);
        var tally = new DifferenceTally(window, Readability.RetentionReached(day, now), lastIngestedMs, mostEvents);
        var comparer = new SourceComparer(tally);
        await using var archive = new ArchivedEvents(store, manifest, scratch, DamagedArchiveException.Throw);
        using var sorter = new EventSorter(scratch, sliceLimits);
        var filter = new EventFilter(manifest.RulesOf());
        var slices = SlicePlan.From(window.StartMs, window.EndMs);
        var streams = await DayStreams.BeginAsync(source, day, reader, isContinued: false, cancellationToken);
        while (!slices.IsRead)
        {
            streams = await streams.ChooseAsync(source, day, slices, sliceLimits, cancellationToken);
            var slice = slices.Next(streams.Reader == ReaderKind.Group ? Math.Min(limits.SliceBytes, sliceLimits.RunBytes / 2) : sliceLimits.RunBytes / 2);
            sorter.Reset();
            var before = comparer.SourceEvents;
            var read = await new SliceReader(source, streams, sliceLimits, now).ReadAsync(
                day, slice, slices, sorter, page => progress(before + page.Events), new RunTokens(CancellationToken.None, cancellationToken));
            if (read is { Overflowed: true } && read.CompleteUpToMs == slice.StartMs && slice.EndMs - slice.StartMs == 1)
            {
                throw new ScratchExhaustedException(sliceLimits.RunBytes);
            }

            using (var events = new SourceStretch(sorter.Walk(cancellationToken), next => filter.TryDrop(next) is null))
            {
                await CompareAsync(comparer, archive, events, slice.StartMs, read.CompleteUpToMs, cancellationToken);
            }

            slices = slices.AfterReading(slice, read.CompleteUpToMs, read.WireBytes, read.Overflowed);
        }

        return tally.Result(comparer.ArchiveEvents, comparer.SourceEvents);
    }

    private async Task CompareAsync(
        SourceComparer comparer, ArchivedEvents archive, SourceStretch events, long startMs, long endMs, CancellationToken cancellationToken)
    {
        while (startMs < endMs)
        {
            var upToMs = await archive.AdvanceAsync(endMs, stretchBytes, cancellationToken);
            using (var archived = archive.Walk(startMs, upToMs, limits.MergeBufferBytes))
            {
                comparer.Compare(archived, events.UpTo(upToMs), cancellationToken);
            }

            archive.Forget(upToMs);
            startMs = upToMs;
        }
    }
}
