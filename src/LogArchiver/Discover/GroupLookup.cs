using System.Runtime.CompilerServices;
using LogArchiver.Ports;

namespace LogArchiver.Discover;

/// <summary>Follows the pages of the source's listings to their ends.</summary>
internal sealed class GroupLookup(ILogSource source)
{
    /// <summary>All groups whose names begin with the prefix.</summary>
    public async IAsyncEnumerable<LogGroup> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var page = await source.ListGroupsAsync(prefix.Length == 0 ? null : prefix, token, cancellationToken);
            foreach (var group in page.Groups)
            {
                yield return group;
            }

            token = page.NextToken;
        }
        while (token is not null);
    }

    /// <summary>The one group behind an exact name or an ARN; null when there is none. An ARN may be of this account: then the
    /// group is the same as under its name.</summary>
    public async Task<LogGroup?> TryFindAsync(GroupPattern pattern, CancellationToken cancellationToken)
    {
        var own = await TryFindOwnAsync(pattern.LiteralPrefix, cancellationToken);
        return pattern.Arn is null || (own is not null && pattern.Matches(own))
            ? own
            : await source.TryFindLinkedGroupAsync(pattern.Arn.Text, cancellationToken);
    }

    /// <summary>The names of all groups that carry the tags.</summary>
    public async Task<IReadOnlyList<string>> ListNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await source.ListGroupNamesByTagsAsync(tags, token, cancellationToken);
            names.AddRange(page.Names);
            token = page.NextToken;
        }
        while (token is not null);
        return names;
    }

    private async Task<LogGroup?> TryFindOwnAsync(string name, CancellationToken cancellationToken)
    {
        // Listings are in the order of the names, so of all that begin with this name it comes first: one group is enough.
        await foreach (var first in ListAsync(name, cancellationToken))
        {
            return first.Name == name ? first : null;
        }

        return null;
    }
}
