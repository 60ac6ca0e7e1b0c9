using LogArchiver.Sort;

namespace LogArchiver.Filter;

/// <summary>Applies a plan's rules to one event after another, and counts what they drop. Not for several threads at once.</summary>
internal sealed class EventFilter
{
    /// <summary>The place, among the counts, of the events that no include rule matches.</summary>
    public const int NotIncluded = 0;

    /// <summary>The place of the first exclude rule's; the others follow in their order.</summary>
    public const int FirstExclude = 1;

    private readonly EventRules rules;
    private readonly MessageText message = new();
    private readonly long[] dropped;

    /// <summary>Begins to count.</summary>
    /// <param name="rules">What to apply.</param>
    /// <param name="dropped">What has been dropped before, by the same rules; null for nothing.</param>
    public EventFilter(EventRules rules, IReadOnlyList<long>? dropped = null)
    {
        this.rules = rules;
        this.dropped = new long[FirstExclude + rules.ExcludeRules.Count];
        for (var place = 0; place < Math.Min(this.dropped.Length, dropped?.Count ?? 0); place++)
        {
            this.dropped[place] = dropped![place];
        }
    }

    /// <summary>How many events were dropped: because of <see cref="NotIncluded"/>, then by each exclude rule. Each is counted once.</summary>
    public IReadOnlyList<long> Dropped => [.. dropped];

    /// <summary>Drops the event at which the cursor is, or does not.</summary>
    /// <returns>The place, among the counts, of what dropped it; null when it is to be archived.</returns>
    public int? TryDrop(EventCursor next)
    {
        message.Look(next);
        if (Dropper() is not { } place || FirstOf(rules.KeepRules) is not null)
        {
            return null;
        }

        dropped[place]++;
        return place;
    }

    private int? Dropper() =>
        rules.IncludeRules.Count > 0 && FirstOf(rules.IncludeRules) is null ? NotIncluded
        : FirstOf(rules.ExcludeRules) is { } exclude ? FirstExclude + exclude
        : null;

    private int? FirstOf(IReadOnlyList<EventRule> candidates)
    {
        for (var place = 0; place < candidates.Count; place++)
        {
            if (candidates[place].Matches(message))
            {
                return place;
            }
        }

        return null;
    }
}
