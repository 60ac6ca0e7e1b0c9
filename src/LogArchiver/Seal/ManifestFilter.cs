using LogArchiver.Filter;
using LogArchiver.Plan;

namespace LogArchiver.Seal;

/// <summary>Rules that decided which events of a day are in its archive, and how many they dropped.</summary>
public sealed record ManifestFilter
{
    /// <summary>The setting that gave them: <c>includeEvents</c>, <c>excludeEvents</c> or <c>keepEvents</c>.</summary>
    public required string Setting { get; init; }

    /// <summary>The rules, as they were typed: of <c>excludeEvents</c> one in each filter, of the others all in one.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Events dropped: by <c>includeEvents</c> those that none of its rules matched; by <c>excludeEvents</c> those that its rule was
    /// the first to match; by <c>keepEvents</c> none. An event is counted once.</summary>
    public required long Dropped { get; init; }
}

/// <summary>Takes rules to and from a manifest.</summary>
internal static class ManifestFilters
{
    /// <summary>The filters of a manifest.</summary>
    /// <param name="rules">The plan's rules.</param>
    /// <param name="dropped">The counts, as <see cref="EventFilter.Dropped"/> has them; null for none.</param>
    public static IReadOnlyList<ManifestFilter> Of(EventRules rules, IReadOnlyList<long>? dropped)
    {
        var filters = new List<ManifestFilter>();
        if (rules.Include.Count > 0)
        {
            filters.Add(Make(Settings.IncludeEvents, rules.Include, dropped?[EventFilter.NotIncluded] ?? 0));
        }

        filters.AddRange(rules.Exclude.Select(
            (rule, place) => Make(Settings.ExcludeEvents, [rule], dropped?[EventFilter.FirstExclude + place] ?? 0)));
        if (rules.Keep.Count > 0)
        {
            filters.Add(Make(Settings.KeepEvents, rules.Keep, 0));
        }

        return filters;
    }

    /// <summary>The rules by which the manifest's events were chosen.</summary>
    /// <exception cref="BadRuleException">A later version wrote a rule that this one cannot read.</exception>
    public static EventRules RulesOf(this Manifest manifest) => EventRules.Parse(
        TextsOf(manifest, Settings.IncludeEvents), TextsOf(manifest, Settings.ExcludeEvents), TextsOf(manifest, Settings.KeepEvents));

    /// <summary>The rules of one setting, as text.</summary>
    public static IEnumerable<string> TextsOf(Manifest manifest, Setting setting) =>
        manifest.Filters.Where(filter => filter.Setting == setting.Name).SelectMany(filter => filter.Rules);

    private static ManifestFilter Make(Setting setting, IReadOnlyList<string> rules, long dropped) =>
        new() { Setting = setting.Name, Rules = rules, Dropped = dropped };
}
