using System.Runtime.ExceptionServices;
using LogArchiver.Ports;

namespace LogArchiver.Discover;

/// <summary>Groups as they are found: each once, and none that an exclude names.</summary>
/// <param name="include">What was asked for.</param>
/// <param name="exclude">What is to be left out.</param>
internal sealed class FoundGroups(List<GroupPattern> include, List<GroupPattern> exclude)
{
    // Own groups by name, those of linked accounts by ARN: a name may stand in both accounts, and neither form in the other's.
    private readonly SortedDictionary<string, LogGroup> groups = new(StringComparer.Ordinal);
    private int asked;

    /// <summary>The groups, by name.</summary>
    public IReadOnlyList<LogGroup> Groups =>
        [.. groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal).ThenBy(group => group.Arn, StringComparer.Ordinal)];

    /// <summary>Names and ARNs behind which there is no group.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>What the service refused, by the name, glob or group that it was asked for.</summary>
    public List<(string Subject, ServiceFaultException Fault)> Refused { get; } = [];

    /// <summary>The patterns that chose no group, for a warning; none where a listing was refused, for then nobody knows.</summary>
    public IEnumerable<string> IdlePatterns => include
        .Where(pattern => Refused.Count == 0 && pattern.IsGlob && !groups.Values.Any(pattern.Matches))
        .Select(pattern => pattern.Text);

    /// <summary>Takes a group in, unless it is excluded or there already.</summary>
    public void Add(LogGroup group)
    {
        if (!exclude.Exists(pattern => pattern.Matches(group)))
        {
            groups.TryAdd(KeyOf(group), group);
        }
    }

    /// <summary>Whether the pattern names one group, and that was not met yet and is wanted.</summary>
    public bool Lacks(GroupPattern pattern) =>
        !pattern.IsGlob
        && !exclude.Exists(other => other.Arn is null ? other.MatchesName(pattern.LiteralPrefix) : other.Arn.Text == pattern.Arn?.Text)
        && (pattern.Arn is null ? !groups.ContainsKey(pattern.Text) : !groups.Values.Any(pattern.Matches));

    /// <summary>Asks the service, and keeps its refusal, if there is one, for what it was asked for.</summary>
    public async Task TryAsync(string subject, Func<Task> ask)
    {
        asked++;
        try
        {
            await ask();
        }
        catch (ServiceFaultException fault)
        {
            Refused.Add((subject, fault));
        }
    }

    /// <summary>Leaves out every group that the question is answered no for, or not at all.</summary>
    public async Task KeepWhereAsync(Func<LogGroup, Task<bool>> isWanted)
    {
        foreach (var (key, group) in groups.ToList())
        {
            var keep = false;
            await TryAsync(group.Name, async () => keep = await isWanted(group));
            if (!keep)
            {
                groups.Remove(key);
            }
        }
    }

    /// <summary>Tells one refusal from one of everything: credentials, the Region or the network, and not a group, is to blame then.</summary>
    /// <exception cref="ServiceFaultException">Whatever was asked was refused.</exception>
    public void ThrowIfAllFailed()
    {
        if (asked > 0 && Refused.Count == asked)
        {
            ExceptionDispatchInfo.Throw(Refused[0].Fault);
        }
    }

    private static string KeyOf(LogGroup group) => group is { IsLinked: true, Arn: { } arn } ? arn : group.Name;
}
