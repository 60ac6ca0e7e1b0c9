using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Discover;

/// <summary>Finds the groups a plan chooses, any number of them, in as few listings as their names allow.</summary>
/// <param name="source">Where the groups are.</param>
/// <param name="clock">The time, to see which days a group's retention has begun to eat.</param>
public sealed class GroupDiscovery(ILogSource source, TimeProvider clock)
{
    private readonly GroupLookup lookup = new(source);

    /// <summary>Finds them.</summary>
    /// <remarks>A name, a glob or a group that the service refuses is a failure of its own, and stops no other; only where it refuses
    /// all of them is it the run that cannot go on.</remarks>
    /// <exception cref="ServiceFaultException">No group can be listed at all, or no tags can be read.</exception>
    public async Task<DiscoveredGroups> FindAsync(ArchivePlan plan, CancellationToken cancellationToken)
    {
        var include = plan.Groups.Include.Select(GroupPattern.Of).ToList();
        var exclude = plan.Groups.Exclude.Select(GroupPattern.Of).ToList();
        var found = plan.Groups.Tags.Count == 0
            ? await FindByNameAsync(include, exclude, cancellationToken)
            : await FindByTagsAsync(new TagChoice(plan.Groups.Tags), include, exclude, cancellationToken);
        return GroupReview.Of(found, plan, clock.GetUtcNow());
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

    private async Task<FoundGroups> FindByNameAsync(
        List<GroupPattern> include, List<GroupPattern> exclude, CancellationToken cancellationToken)
    {
        var found = new FoundGroups(include, exclude);
        foreach (var prefix in ListingPrefixes(include))
        {
            await found.TryAsync($"{prefix}*", () => ListAsync(prefix, include, found, cancellationToken));
        }

        foreach (var pattern in include.Where(found.Lacks))
        {
            await found.TryAsync(pattern.Text, () => FindAsync(pattern, found, cancellationToken));
        }

        found.ThrowIfAllFailed();
        return found;
    }

    private async Task ListAsync(string prefix, List<GroupPattern> include, FoundGroups found, CancellationToken cancellationToken)
    {
        await foreach (var group in lookup.ListAsync(prefix, cancellationToken))
        {
            if (include.Exists(pattern => pattern.Matches(group)))
            {
                found.Add(group);
            }
        }
    }

    private async Task FindAsync(GroupPattern pattern, FoundGroups found, CancellationToken cancellationToken)
    {
        if (await lookup.TryFindAsync(pattern, cancellationToken) is { } group)
        {
            found.Add(group);
        }
        else
        {
            found.Missing.Add(pattern.Text);
        }
    }

    private async Task<FoundGroups> FindByTagsAsync(
        TagChoice tags, List<GroupPattern> include, List<GroupPattern> exclude, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names;
        try
        {
            names = await lookup.ListNamesByTagsAsync(tags.Wanted, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Kind == FaultKind.NotSupported)
        {
            var found = await FindByNameAsync(include.Count > 0 ? include : [GroupPattern.Of("*")], exclude, cancellationToken);
            await found.KeepWhereAsync(async group => tags.Accepts(await source.ListTagsAsync(group, cancellationToken)));
            found.ThrowIfAllFailed();
            return found;
        }

        // Each name is looked up by itself: one request for a group whose events will take many.
        var chosen = names.Where(name => include.Count == 0 || include.Exists(pattern => pattern.MatchesName(name)));
        var tagged = await FindByNameAsync([.. chosen.Select(GroupPattern.Of)], exclude, cancellationToken);

        // The listing of tags may be behind: a group that has just been deleted was not asked for by name.
        tagged.Missing.Clear();
        return tagged;
    }
}
