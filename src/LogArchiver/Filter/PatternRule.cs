using System.Text.RegularExpressions;

namespace LogArchiver.Filter;

/// <summary>The message holds what a pattern describes.</summary>
internal sealed class PatternRule(Regex pattern) : EventRule
{
    public override bool Matches(MessageText message) => pattern.IsMatch(message.Characters);
}

/// <summary>The message holds a text. What most patterns are; it is looked for in the bytes.</summary>
internal sealed class LiteralRule(byte[] literal) : EventRule
{
    private readonly bool isNeedle = Needle.Is(literal);

    public override bool Matches(MessageText message) =>
        !(isNeedle && message.Lacks(literal)) && message.Plain.IndexOf(literal) >= 0;
}
