using System.Collections.Concurrent;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Retain;
using LogArchiver.Seal;

namespace LogArchiver.Estimate;

/// <summary>Asks the services what is needed to say what a plan would do: for each group a listing of its manifests, a few of them, and
/// where it matters how many streams there are. Writes nothing, and reads no event unless it is to sample.</summary>
/// <param name="plan">The plan.</param>
/// <param name="region">The Region whose quotas give the pace.</param>
/// <param name="source">Where the groups are.</param>
/// <param name="store">Where the archive is.</param>
/// <param name="now">The time.</param>
internal sealed class EstimateSurvey(ArchivePlan plan, string region, ILogSource source, IArchiveStore store, DateTimeOffset now)
{
    /// <summary>Manifests read of a group: a week, since days of the week differ.</summary>
    internal const int MostManifests = 7;

    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly SealListing listing = new(ArchiveLayout.Of(plan), store);
    private readonly ManifestStore manifests = new(store);
    private readonly FateReview fates = new(plan, now);
    private readonly ReaderForecast readers = new(plan.Reader, ReaderRates.Of(region), new ArchiverLimits());
    private readonly DayEstimator estimator = new(region, plan.PaceShare, plan.MemoryMB ?? Archiver.UsualMemoryMB);
    private readonly VolumeSampler sampler = new(source);
    private readonly ConcurrentQueue<string> warnings = new();

    /// <summary>Whether a few pages of events may be read where there is no manifest.</summary>
    public bool Samples { get; init; }

    /// <summary>Takes it.</summary>
    public async Task<RangeEstimate> TakeAsync(DiscoveredGroups found, PriceList prices, CancellationToken cancellationToken)
    {
        var paused = await listing.CheckpointsAsync(cancellationToken);
        var groups = new ConcurrentBag<GroupEstimate>();
        await Parallel.ForEachAsync(
            found.Groups,
            new ParallelOptions { MaxDegreeOfParallelism = SealListing.AtOnce, CancellationToken = cancellationToken },
            async (group, token) => groups.Add(await EstimateAsync(group, paused, token)));
        return new RangeEstimate
        {
            Items = plan.LooksBack ? groups.Count(group => CanBeRead(group.Group)) : groups.Sum(group => group.Days.Count(day => day.Fate.IsArchived())),
            Concurrency = plan.Concurrency,
            Groups = [.. groups.OrderBy(one => one.Group.Name, StringComparer.Ordinal).ThenBy(one => one.Group.Arn, StringComparer.Ordinal)],
            Failures = found.Failures,
            Warnings = [.. found.Warnings, .. warnings.Order(StringComparer.Ordinal)],
            WantedRetentionDays = plan.SetRetentionDays,
            Region = region,
            PaceShare = plan.PaceShare,
            MemoryMB = plan.MemoryMB ?? Archiver.UsualMemoryMB,
            Prices = prices,
            SampledPages = sampler.Pages,
        };
    }

    /// <summary>The dates next to a range, itself included; the nearest first.</summary>
    internal static IEnumerable<DateOnly> Nearest(IEnumerable<DateOnly> dates, DateOnly first, DateOnly last) => dates
        .OrderBy(date => date < first ? first.DayNumber - date.DayNumber : date > last ? date.DayNumber - last.DayNumber : 0)
        .ThenByDescending(date => date)
        .Take(MostManifests);

    private async Task<GroupEstimate> EstimateAsync(LogGroup group, IReadOnlySet<string> paused, CancellationToken cancellationToken)
    {
        var seals = CanBeRead(group)
            ? await listing.OfAsync(group, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken)
            : new Dictionary<DateOnly, DateTimeOffset?>();
        var days = fates.Of(group, date => paused.Contains(layout.CheckpointKeyOf(group, date)), seals);
        var toRead = days.Where(day => day.Fate.NeedsVolume()).Select(day => day.Date).ToArray();
        var volume = toRead.Length == 0 ? null : await MeasureAsync(group, toRead, seals.Keys, cancellationToken);
        var isExported = Readability.NeedsExport(group);
        var streams = volume is not null && !isExported && readers.NeedsStreams(volume) ? await CountStreamsAsync(group, cancellationToken) : null;
        return new GroupEstimate
        {
            Group = group,
            Days = days,
            Volume = volume,
            Reader = volume is null ? null : isExported ? ReaderKind.Export : readers.Of(volume, streams).Reader,
            Retention = RetentionAfter(group, days, seals),
            Work = Workload.Sum(days.Select(day => isExported ? ExportOf(day, volume) : WorkOn(day, volume, streams))),
        };
    }

    // As if each day that the run archives or settles ended well, and was written now.
    private RetentionDecision? RetentionAfter(
        LogGroup group, IReadOnlyList<DayEstimate> days, IReadOnlyDictionary<DateOnly, DateTimeOffset?> seals)
    {
        if (plan.SetRetentionDays is not { } wanted)
        {
            return null;
        }

        var after = seals.ToDictionary();
        foreach (var day in days.Where(day => day.Fate.IsArchived() || day.Fate == DayFate.Settle))
        {
            after[day.Date.Date] = now;
        }

        return RetentionRule.Decide(group, wanted, plan, after, now);
    }

    private bool CanBeRead(LogGroup group) => Readability.ReasonToSkip(group, plan.ExportTasks) is null;

    // Retention does not make an export smaller by more than it takes of the day.
    private Workload ExportOf(DayEstimate day, DayVolume? volume) => day.Fate switch
    {
        DayFate.Sealed => DayEstimator.Passing(),
        DayFate.BeforeGroup => estimator.Exporting(DayVolume.Empty),
        DayFate.Archive or DayFate.Paused or DayFate.PartlyGone when volume is not null => estimator.Exporting(volume.Part(day.Left)),
        _ => Workload.None,
    };

    private Workload WorkOn(DayEstimate day, DayVolume? volume, StreamCount? streams) => day.Fate switch
    {
        DayFate.Sealed => DayEstimator.Passing(),
        DayFate.BeforeGroup => estimator.Archiving(DayVolume.Empty, readers.Of(DayVolume.Empty, streams)),
        DayFate.Settle when volume is not null => estimator.Settling(volume, readers.Of(volume, streams)),
        DayFate.Archive or DayFate.Paused or DayFate.PartlyGone when volume is not null => Archiving(volume.Part(day.Left), streams),
        _ => Workload.None,
    };

    private Workload Archiving(DayVolume volume, StreamCount? streams) => estimator.Archiving(volume, readers.Of(volume, streams));

    private async Task<DayVolume?> MeasureAsync(
        LogGroup group, PlannedDate[] toRead, IEnumerable<DateOnly> sealedDates, CancellationToken cancellationToken)
    {
        var known = new List<Manifest>();
        foreach (var date in Nearest(sealedDates, toRead[0].Date, toRead[^1].Date))
        {
            if (await TryReadAsync(layout.ManifestKeyOf(group, date), cancellationToken) is { } manifest)
            {
                known.Add(manifest);
            }
        }

        return DayVolumes.OfManifests(known, plan)
            ?? (Samples && !Readability.NeedsExport(group) ? DayVolumes.OfSample(await SampleAsync(group, toRead, cancellationToken), plan) : null)
            ?? DayVolumes.OfHeldBytes(group, plan, now);
    }

    private async Task<Manifest?> TryReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await manifests.TryReadAsync(key, cancellationToken);
        }
        catch (UnreadableManifestException problem)
        {
            warnings.Enqueue(problem.Message);
            return null;
        }
    }

    // A group that cannot be sampled is one of which less is known.
    private async Task<IReadOnlyList<SampledDay>> SampleAsync(
        LogGroup group, PlannedDate[] dates, CancellationToken cancellationToken)
    {
        try
        {
            return await sampler.SampleAsync(group, dates, cancellationToken);
        }
        catch (ServiceFaultException fault)
        {
            warnings.Enqueue($"{group.Name} could not be sampled: {fault.Message}");
            return [];
        }
    }

    private async Task<StreamCount?> CountStreamsAsync(LogGroup group, CancellationToken cancellationToken)
    {
        try
        {
            var first = await source.ListStreamsAsync(group, null, cancellationToken);
            if (plan.Reader == ReaderKind.Streams && first.NextToken is not null)
            {
                warnings.Enqueue($"{group.Name} has more than {first.Streams.Count} streams; its requests are counted for so many.");
            }

            return new StreamCount(first.Streams.Count, first.NextToken is null);
        }
        catch (ServiceFaultException fault)
        {
            warnings.Enqueue($"The streams of {group.Name} could not be listed: {fault.Message}");
            return null;
        }
    }
}
