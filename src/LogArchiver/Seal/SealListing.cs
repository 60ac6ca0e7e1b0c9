using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Seal;

/// <summary>Which days have a manifest, and which a checkpoint, by listings alone: a request for each 1,000 of them.</summary>
internal sealed class SealListing(ArchiveLayout layout, IArchiveStore store)
{
    /// <summary>Listings under way at the same moment, each with a page of at most 1,000 keys in memory.</summary>
    public const int AtOnce = 8;

    /// <summary>When the manifest of each date of a group that has one was last written; null where the store did not say.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">The first date to look for.</param>
    /// <param name="last">The last.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyDictionary<DateOnly, DateTimeOffset?>> OfAsync(
        LogGroup group, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var seals = new Dictionary<DateOnly, DateTimeOffset?>();
        await foreach (var stored in store.ListAsync(layout.ManifestPrefixOf(group, first, last), cancellationToken))
        {
            if (layout.TryParseManifestKey(stored.Key) is { Date: var date } && date >= first && date <= last)
            {
                seals[date] = stored.Modified;
            }
        }

        return seals;
    }

    /// <summary>The keys of the checkpoints of all groups: few days are paused at a time.</summary>
    public async Task<IReadOnlySet<string>> CheckpointsAsync(CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var stored in store.ListAsync(layout.CheckpointPrefix, cancellationToken))
        {
            keys.Add(stored.Key);
        }

        return keys;
    }
}
