using System.Collections.Concurrent;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;

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
    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly SealListing listing = new(ArchiveLayout.Of(plan), store);
    private readonly GapReview review = new(plan, now, daysBeforeGroups);

    /// <summary>Takes it.</summary>
    public async Task<GapReport> TakeAsync(DiscoveredGroups found, CancellationToken cancellationToken)
    {
        var paused = await listing.CheckpointsAsync(cancellationToken);
        var groups = new ConcurrentBag<GroupGaps>();
        await Parallel.ForEachAsync(
            found.Groups,
            new ParallelOptions { MaxDegreeOfParallelism = SealListing.AtOnce, CancellationToken = cancellationToken },
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
        Readability.ReasonToSkip(group, plan.ExportTasks) is { } reason
            ? GapReview.Unreadable(group, reason)
            : review.Of(group, date => IsPaused(group, date, paused), await SealsAsync(group, cancellationToken));

    private bool IsPaused(LogGroup group, DateOnly date, IReadOnlySet<string> paused) =>
        paused.Contains(layout.CheckpointKeyOf(group, date)) || paused.Contains(layout.ExportRecordKeyOf(group, date));

    private Task<IReadOnlyDictionary<DateOnly, DateTimeOffset?>> SealsAsync(LogGroup group, CancellationToken cancellationToken) =>
        listing.OfAsync(group, plan.Dates[0].Date, plan.Dates[^1].Date, cancellationToken);

    private static LogGroup AsArchived(string name) => GroupArn.TryParse(name) is { } arn
        ? new LogGroup(arn.GroupName) { Arn = arn.Text, IsLinked = true }
        : new LogGroup(name);
}
