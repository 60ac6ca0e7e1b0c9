using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Discover;

/// <summary>Finds the groups a plan chooses.</summary>
/// <param name="source">Where the groups are.</param>
/// <param name="clock">The time, to see which days a group's retention has begun to eat.</param>
public sealed class GroupDiscovery(ILogSource source, TimeProvider clock)
{
    private readonly GroupLookup lookup = new(source);

    /// <summary>Finds them: any number of groups, in as few listings as their names allow.</summary>
    /// <exception cref="ServiceFaultException">The groups cannot be listed, or their tags cannot be read.</exception>
    public async Task<DiscoveredGroups> FindAsync(ArchivePlan plan, CancellationToken cancellationToken)
    {
        var found = new FoundGroups(plan, clock.GetUtcNow());
        var include = plan.Groups.Include.Select(GroupPattern.Of).ToList();
        if (plan.Groups.Tags.Count == 0)
        {
            await AddByNameAsync(include, found, cancellationToken);
        }
        else
        {
            await AddByTagsAsync(plan.Groups.Tags, include, found, cancellationToken);
        }

        return found.ToResult(include);
    }

    private async Task AddByNameAsync(List<GroupPattern> include, FoundGroups found, CancellationToken cancellationToken)
    {
        foreach (var prefix in ListingPrefixes(include))
        {
            await foreach (var group in lookup.ListAsync(prefix, cancellationToken))
            {
                if (include.Exists(pattern => pattern.Matches(group)))
                {
                    found.Add(group);
                }
            }
        }

        foreach (var pattern in include.Where(pattern => !pattern.IsGlob && !found.Has(pattern) && !found.IsExcluded(pattern)))
        {
            if (await lookup.TryFindAsync(pattern, cancellationToken) is { } group)
            {
                found.Add(group);
            }
            else
            {
                found.AddMissing(pattern);
            }
        }
    }

    private async Task AddByTagsAsync(
        IReadOnlyDictionary<string, string> tags, List<GroupPattern> include, FoundGroups found, CancellationToken cancellationToken)
    {
        var wanted = new TagChoice(tags);
        try
        {
            // Each name is then looked up by itself: one request for a group whose events will take many.
            var names = await lookup.ListNamesByTagsAsync(wanted.ForListing, cancellationToken);
            var exact = names
                .Where(name => include.Count == 0 || include.Exists(pattern => pattern.MatchesName(name)))
                .Select(GroupPattern.Of).ToList();
            await AddByNameAsync(exact, found, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Kind == FaultKind.NotSupported)
        {
            var candidates = new FoundGroups(found);
            await AddByNameAsync(include.Count == 0 ? [GroupPattern.Of("*")] : include, candidates, cancellationToken);
            await found.AddWhereAsync(
                candidates, async group => wanted.Accepts(await source.ListTagsAsync(group, cancellationToken)));
        }
    }

    /// <summary>The fewest prefixes whose listings hold every group the globs may name.</summary>
    internal static IReadOnlyList<string> ListingPrefixes(IEnumerable<GroupPattern> patterns)
    {
        var prefixes = new List<string>();
        foreach (var prefix in patterns.Where(pattern => pattern.IsGlob).Select(pattern => pattern.LiteralPrefix)
            .Order(StringComparer.Ordinal))
        {
            // In ordinal order, whatever begins with a prefix follows it directly.
            if (prefixes.Count == 0 || !prefix.StartsWith(prefixes[^1], StringComparison.Ordinal))
            {
                prefixes.Add(prefix);
            }
        }

        return prefixes;
    }
}
