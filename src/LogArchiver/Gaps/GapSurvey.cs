using System.Collections.Concurrent;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Gaps;

/// <summary>Compares the groups of a plan with what is in the bucket.</summary>
/// <remarks>A group costs one listing for each 1,000 manifests of the range, whatever the number of days; the checkpoints of all
/// groups are in one listing, because few days are paused at a time.</remarks>
/// <param name="plan">The groups and dates.</param>
/// <param name="store">The bucket.</param>
/// <param name="now">The time.</param>
/// <param name="daysBeforeGroups">How many days from before a group was made are expected as well: events may be sent for them.</param>
internal sealed class GapSurvey(ArchivePlan plan, IArchiveStore store, DateTimeOffset now, int daysBeforeGroups = 0)
{
    /// <summary>Listings under way at the same moment, each with a page of at most 1,000 keys in memory.</summary>
    private const int ListingsAtOnce = 8;

    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly GapReview review = new(plan, now, daysBeforeGroups);

    /// <summary>Takes it.</summary>
    public async Task<GapReport> TakeAsync(DiscoveredGroups found, CancellationToken cancellationToken)
    {
        var paused = await KeysAsync(layout.CheckpointPrefix, cancellationToken);
        var groups = new ConcurrentBag<GroupGaps>();
        await Parallel.ForEachAsync(
            found.Groups,
            new ParallelOptions { MaxDegreeOfParallelism = ListingsAtOnce, CancellationToken = cancellationToken },
            async (group, token) => groups.Add(await ReviewAsync(group, paused, token)));
        var failures = found.Failures.ToList();
        foreach (var name in found.Missing)
        {
            var group = AsArchived(name);
            if (await SealsAsync(group, cancellationToken) is { Count: > 0 } seals)
            {
                groups.Add(GapReview.Deleted(group, seals.Count));
                failures.RemoveAll(failure => failure.Group == name);
            }
        }

        return new GapReport
        {
            Groups = [.. groups.OrderBy(gaps => gaps.Group.Name, StringComparer.Ordinal).ThenBy(gaps => gaps.Group.Arn, StringComparer.Ordinal)],
            Failures = failures,
            Warnings = found.Warnings,
        };
    }

    private async Task<GroupGaps> ReviewAsync(LogGroup group, IReadOnlySet<string> paused, CancellationToken cancellationToken) =>
        group.Class != LogGroupClass.Standard
            ? GapReview.Unreadable(group)
            : review.Of(group, date => paused.Contains(layout.CheckpointKeyOf(group, date)), await SealsAsync(group, cancellationToken));

    private async Task<IReadOnlyDictionary<DateOnly, DateTimeOffset?>> SealsAsync(LogGroup group, CancellationToken cancellationToken)
    {
        var wanted = plan.Dates.ToDictionary(date => layout.ManifestKeyOf(group, date.Date), date => date.Date, StringComparer.Ordinal);
        var seals = new Dictionary<DateOnly, DateTimeOffset?>();
        var prefix = layout.ManifestPrefixOf(group, plan.Dates[0].Date, plan.Dates[^1].Date);
        await foreach (var stored in store.ListAsync(prefix, cancellationToken))
        {
            if (wanted.TryGetValue(stored.Key, out var date))
            {
                seals[date] = stored.Modified;
            }
        }

        return seals;
    }

    private async Task<IReadOnlySet<string>> KeysAsync(string prefix, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var stored in store.ListAsync(prefix, cancellationToken))
        {
            keys.Add(stored.Key);
        }

        return keys;
    }

    private static LogGroup AsArchived(string name) => GroupArn.TryParse(name) is { } arn
        ? new LogGroup(arn.GroupName) { Arn = arn.Text, IsLinked = true }
        : new LogGroup(name);
}
