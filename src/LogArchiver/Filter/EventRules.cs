using System.Security.Cryptography;
using System.Text.Json;

namespace LogArchiver.Filter;

/// <summary>Which events of a day are archived: those that an include rule matches, or all where there is none, less those that an
/// exclude rule matches; what a keep rule matches is archived in any case. The forms of a rule: docs/filters.md.</summary>
public sealed class EventRules
{
    /// <summary>The most rules of all three kinds together. In the worst case that patterns can be made to be, all of them take some
    /// two minutes for each megabyte of messages (<see cref="MaxPatternSteps"/>); usual ones take a microsecond an event.</summary>
    public const int MaxRules = 50;

    /// <summary>The most UTF-16 characters of a rule: more than any text one would look for, and all the rules fit into a manifest.</summary>
    public const int MaxRuleLength = 500;

    /// <summary>The most steps of a pattern, repetitions counted out. The slowest patterns were measured to take 11 ns for each step and
    /// character: with 200 of them two seconds for a message of a megabyte, the largest there is.</summary>
    public const int MaxPatternSteps = 200;

    /// <summary>No rules: every event is archived.</summary>
    public static readonly EventRules None = new([], [], []);

    private EventRules(IReadOnlyList<EventRule> include, IReadOnlyList<EventRule> exclude, IReadOnlyList<EventRule> keep) =>
        (IncludeRules, ExcludeRules, KeepRules) = (include, exclude, keep);

    /// <summary>Rules of which an archived event matches one, as they were typed; empty where every event is included.</summary>
    public IReadOnlyList<string> Include => [.. IncludeRules.Select(rule => rule.Text)];

    /// <summary>Rules of which an archived event matches none, as they were typed.</summary>
    public IReadOnlyList<string> Exclude => [.. ExcludeRules.Select(rule => rule.Text)];

    /// <summary>Rules that no other can drop an event against, as they were typed.</summary>
    public IReadOnlyList<string> Keep => [.. KeepRules.Select(rule => rule.Text)];

    /// <summary>Whether nothing can be dropped. Keep rules alone drop nothing, and are rules all the same.</summary>
    public bool IsEmpty => IncludeRules.Count + ExcludeRules.Count + KeepRules.Count == 0;

    /// <summary>SHA-256 of the rules in their order, in small hexadecimal letters.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes([[.. Include], [.. Exclude], [.. Keep]], RulesJson.Default.StringArrayArray)));

    internal IReadOnlyList<EventRule> IncludeRules { get; }

    internal IReadOnlyList<EventRule> ExcludeRules { get; }

    internal IReadOnlyList<EventRule> KeepRules { get; }

    /// <summary>Reads rules. Pure. How many there are is for the planner to judge.</summary>
    /// <exception cref="BadRuleException">One of them is none; the first that is.</exception>
    public static EventRules Parse(IEnumerable<string> include, IEnumerable<string> exclude, IEnumerable<string> keep) => new(
        [.. include.Select(RuleParser.Parse)], [.. exclude.Select(RuleParser.Parse)], [.. keep.Select(RuleParser.Parse)]);

    /// <summary>Whether both archive the same events of any day: the same rules, in any order.</summary>
    public bool AreThoseOf(EventRules other) =>
        Include.ToHashSet(StringComparer.Ordinal).SetEquals(other.Include)
        && Exclude.ToHashSet(StringComparer.Ordinal).SetEquals(other.Exclude)
        && Keep.ToHashSet(StringComparer.Ordinal).SetEquals(other.Keep);
}

/// <summary>The rules as JSON, for their fingerprint.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string[][]))]
internal sealed partial class RulesJson : System.Text.Json.Serialization.JsonSerializerContext;
