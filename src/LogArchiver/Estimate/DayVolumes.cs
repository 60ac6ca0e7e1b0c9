using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Seal;

namespace LogArchiver.Estimate;

/// <summary>Works out what a day of a group holds. Pure.</summary>
internal static class DayVolumes
{
    /// <summary>By the manifests of archived days; null where there are none of whole days.</summary>
    /// <remarks>Manifests of another format give the events' own size, and the lines of this one are worked out from that. Events that filters
    /// dropped were read as well, and are in the pages; their bytes are known to nobody.</remarks>
    public static DayVolume? OfManifests(IEnumerable<Manifest> manifests, ArchivePlan plan)
    {
        // Retention had taken a part of the others before they were read.
        var whole = manifests.Where(manifest => manifest.RetentionReached is null).ToArray();
        if (whole.Length == 0)
        {
            return null;
        }

        var facts = whole.Select(manifest => Facts(manifest, plan)).ToArray();
        var (raw, alike) = (facts.Sum(fact => fact.RawBytes), facts.Where(fact => fact.StoredBytes is > 0).ToArray());
        var ratio = plan.Compression == Compression.None ? 1
            : alike.Length > 0 ? alike.Sum(fact => fact.RawBytes) / alike.Sum(fact => fact.StoredBytes!.Value)
            : LineSizes.UsualRatio(plan.Format, plan.Compression);
        return new DayVolume
        {
            Basis = VolumeBasis.Manifests,
            BasisDays = whole.Length,
            Events = facts.Average(fact => fact.Events),
            MessageBytes = facts.Average(fact => fact.MessageBytes),
            RawBytes = raw / whole.Length,
            StoredBytes = raw / ratio / whole.Length,
            Pages = facts.Average(fact => fact.Pages),
        };
    }

    /// <summary>By the bytes that the service says the group holds, divided by the days of which it may hold events; null where it does not
    /// say how many.</summary>
    /// <remarks>The figure lags behind. AWS does not say whether it counts the events before or after the service has compressed them; it is
    /// taken for the former. If it is the latter, days hold <c>1 / 0.15</c> times as much.</remarks>
    public static DayVolume? OfHeldBytes(LogGroup group, ArchivePlan plan, DateTimeOffset now)
    {
        if (group.StoredBytes is not { } held || DaysHeld(group, now) is not { } days)
        {
            return null;
        }

        var bytes = held / days;
        return OfMessages(VolumeBasis.HeldBytes, (int)Math.Min(Math.Round(days), int.MaxValue), bytes, bytes / LineSizes.UsualMessageBytes, plan);
    }

    /// <summary>By events that were seen; null where none of the days could be sampled.</summary>
    public static DayVolume? OfSample(IReadOnlyList<SampledDay> days, ArchivePlan plan)
    {
        var known = days.Where(day => day.IsKnown).ToArray();
        return known.Length == 0
            ? null
            : OfMessages(VolumeBasis.Sample, known.Length, known.Average(day => day.MessageBytes), known.Average(day => day.Events), plan);
    }

    private static DayVolume OfMessages(VolumeBasis basis, int basisDays, double messageBytes, double events, ArchivePlan plan)
    {
        var raw = messageBytes + (events * LineSizes.AroundMessage(plan.Format));
        return new DayVolume
        {
            Basis = basis,
            BasisDays = basisDays,
            Events = events,
            MessageBytes = messageBytes,
            RawBytes = raw,
            StoredBytes = raw / LineSizes.UsualRatio(plan.Format, plan.Compression),
            Pages = LineSizes.Pages(events, messageBytes),
        };
    }

    // A group made today holds a day at most; one without retention holds all it ever got.
    private static double? DaysHeld(LogGroup group, DateTimeOffset now)
    {
        var age = group.Created is { } created ? Math.Max(1, (now - created).TotalDays) : (double?)null;
        return group.RetentionDays is { } retention ? Math.Min(retention, age ?? retention) : age;
    }

    private static ManifestFacts Facts(Manifest manifest, ArchivePlan plan)
    {
        var isAlike = manifest.Format == plan.Format.Word();
        var format = Enum.GetValues<LineFormat>().FirstOrDefault(one => one.Word() == manifest.Format);
        var messages = Math.Max(manifest.RawBytes - (manifest.Events * LineSizes.AroundMessage(format)), 0);
        var read = manifest.Events + manifest.DroppedEvents;
        var isOfGroup = manifest.Reading.Reader == ReaderKind.Group.Word();
        return new ManifestFacts(
            manifest.Events,
            messages,
            isAlike ? manifest.RawBytes : messages + (manifest.Events * LineSizes.AroundMessage(plan.Format)),
            isAlike && manifest.Compression == Compression.Gzip.Word() ? manifest.StoredBytes : null,
            isOfGroup ? Math.Max(1, manifest.Reading.Pages) : LineSizes.Pages(read, messages));
    }

    private readonly record struct ManifestFacts(double Events, double MessageBytes, double RawBytes, double? StoredBytes, double Pages);
}
