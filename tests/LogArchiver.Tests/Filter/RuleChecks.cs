using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogArchiver.Filter;
using LogArchiver.Sort;
using LogArchiver.Tests.Sort;

namespace LogArchiver.Tests.Filter;

/// <summary>Holds rules against messages, as a day's events come.</summary>
internal static class RuleChecks
{
    /// <summary>The ways in which a service may escape one text.</summary>
    public static readonly Func<string, string>[] Escapings =
    [
        text => JsonSerializer.Serialize(text, Relaxed)[1..^1],
        text => JsonSerializer.Serialize(text)[1..^1],
        text => string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")),
        text => JsonSerializer.Serialize(text, Relaxed)[1..^1].Replace("/", "\\/", StringComparison.Ordinal),
    ];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the rule matches the text, in every escaping of it, which must agree.</summary>
    public static bool Matches(string rule, string text)
    {
        var found = Escapings.Select(escape => Drops(EventRules.Parse([], [rule], []), escape(text)) is not null).Distinct().ToArray();
        return Assert.Single(found);
    }

    /// <summary>What drops the message, given in escapes.</summary>
    public static int? Drops(EventRules rules, string wire) => Drops(new EventFilter(rules), wire);

    /// <summary>What drops the message, given in escapes.</summary>
    public static int? Drops(EventFilter filter, string wire)
    {
        var buffer = new EventBuffer((8 * Encoding.UTF8.GetByteCount(wire)) + 4096);
        Assert.True(new SampleEvent(0, 0, "s", 0, wire).TryAddTo(buffer));
        using EventCursor cursor = buffer.Walk();
        Assert.True(cursor.MoveNext());
        return filter.TryDrop(cursor);
    }
}
