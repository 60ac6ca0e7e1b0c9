using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Verify;

/// <summary>Finds the days to verify by the manifests in the bucket: CloudWatch need not know a group any more whose archive is kept.</summary>
/// <param name="store">The bucket.</param>
/// <param name="layout">Where things lie in it.</param>
internal sealed class ArchivedDayFinder(IArchiveStore store, ArchiveLayout layout)
{
    /// <summary>Every chosen group that has a manifest of any date, and every group that is named exactly, on each of the dates.</summary>
    /// <exception cref="ServiceFaultException">The bucket cannot be listed.</exception>
    public async Task<DaysToVerify> FindAsync(GroupChoice choice, IReadOnlyList<DateOnly> dates, CancellationToken cancellationToken)
    {
        var include = choice.Include.Select(GroupPattern.Of).ToList();
        var exclude = choice.Exclude.Select(GroupPattern.Of).ToList();
        var wanted = dates.ToHashSet();
        var archived = new Dictionary<ArchivedGroup, Dictionary<DateOnly, string>>();
        foreach (var prefix in ListingPrefixes(include))
        {
            await foreach (var stored in store.ListAsync(prefix, cancellationToken))
            {
                if (layout.TryParseManifestKey(stored.Key) is { } day
                    && include.Exists(pattern => Matches(pattern, day.Group))
                    && !exclude.Exists(pattern => Matches(pattern, day.Group)))
                {
                    archived.TryAdd(day.Group, []);
                    if (wanted.Contains(day.Date))
                    {
                        archived[day.Group][day.Date] = stored.Key;
                    }
                }
            }
        }

        var idle = include.Where(pattern => !archived.Keys.Any(group => Matches(pattern, group))).ToList();
        foreach (var named in idle.Where(pattern => !pattern.IsGlob))
        {
            archived.TryAdd(new ArchivedGroup(named.LiteralPrefix, null), []);
        }

        return new DaysToVerify(
            [.. archived.OrderBy(one => one.Key.Name, StringComparer.Ordinal).ThenBy(one => one.Key.AccountId, StringComparer.Ordinal)
                .SelectMany(one => DaysOf(one.Key, one.Value, include, dates))],
            [.. idle.Where(pattern => pattern.IsGlob).Select(pattern => $"Nothing in the archive matches {pattern.Text}.")]);
    }

    private IEnumerable<DayToVerify> DaysOf(
        ArchivedGroup group, Dictionary<DateOnly, string> manifests, List<GroupPattern> include, IReadOnlyList<DateOnly> dates)
    {
        var arn = include.Find(pattern => pattern.Arn is not null && Matches(pattern, group))?.Arn?.Text;
        return dates.Select(date => new DayToVerify(
            group.Name, group.AccountId, arn, date,
            manifests.GetValueOrDefault(date) ?? layout.ManifestKeyOf(new LogGroup(group.Name), date),
            manifests.ContainsKey(date)));
    }

    /// <summary>The fewest listings that hold every group the patterns may name.</summary>
    private List<string> ListingPrefixes(IEnumerable<GroupPattern> patterns)
    {
        var prefixes = new List<string>();
        foreach (var name in patterns.Select(pattern => GroupKey.Of(new LogGroup(pattern.LiteralPrefix))).Order(StringComparer.Ordinal))
        {
            var prefix = $"{layout.ManifestPrefix}group={name}";
            if (prefixes.Count == 0 || !prefix.StartsWith(prefixes[^1], StringComparison.Ordinal))
            {
                prefixes.Add(prefix);
            }
        }

        return prefixes;
    }

    /// <summary>A name or glob matches whatever the account; an ARN the group of its account, or of the archiver's own, which it may be.</summary>
    private static bool Matches(GroupPattern pattern, ArchivedGroup group) => pattern.Arn is { } arn
        ? arn.GroupName == group.Name && (group.AccountId is null || group.AccountId == arn.AccountId)
        : pattern.MatchesName(group.Name);
}
