using System.Text;

namespace LogArchiver.Filter;

/// <summary>Turns the text of a rule into the rule. Pure.</summary>
internal static class RuleParser
{
    // As patterns these could never match: nothing follows the end of the message.
    private static readonly string[] PathBeginnings = ["$.", "$["];

    /// <summary>Reads a rule: a field test where it begins with <c>$.</c> or <c>$[</c>, otherwise a pattern.</summary>
    /// <exception cref="BadRuleException">It is no rule.</exception>
    public static EventRule Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new BadRuleException(text, 0, "it is empty, and would match every event.");
        }

        if (text.Length > EventRules.MaxRuleLength)
        {
            throw new BadRuleException(
                text, EventRules.MaxRuleLength, $"it has {text.Length:N0} characters, more than {EventRules.MaxRuleLength:N0}.");
        }

        if (Array.Exists(PathBeginnings, beginning => text.StartsWith(beginning, StringComparison.Ordinal)))
        {
            return new FieldRuleReader(text).Read();
        }

        return Literal.TryOf(text) is { } literal
            ? new LiteralRule(Encoding.ASCII.GetBytes(literal)) { Text = text }
            : new PatternRule(LinearPattern.Compile(text, text, 0)) { Text = text };
    }
}
