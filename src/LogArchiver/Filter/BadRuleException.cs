namespace LogArchiver.Filter;

/// <summary>A rule cannot be read, or could not be matched in time that grows only with the message.</summary>
public sealed class BadRuleException : Exception
{
    private const int ShownChars = 12;
    private const int ShownRuleChars = 80;

    /// <summary>Says where and why.</summary>
    /// <param name="rule">The rule as it was typed.</param>
    /// <param name="position">The first character that is wrong, counted from 0; the rule's length for its end.</param>
    /// <param name="problem">What is wrong there: no capital, a full stop.</param>
    public BadRuleException(string rule, int position, string problem)
        : base($"{Quote(rule, ShownRuleChars)} {Place(rule, position)}: {problem}")
    {
        (Rule, Position) = (Quote(rule, ShownRuleChars), position);
        Problem = $"{Place(rule, position)}: {problem}";
    }

    /// <summary>The rule as it was typed, in quotes; only its beginning where it is long.</summary>
    public string Rule { get; }

    /// <summary>Where it goes wrong, and why.</summary>
    public string Problem { get; }

    /// <summary>The first character that is wrong, counted from 0; the rule's length for its end.</summary>
    public int Position { get; }

    private static string Place(string rule, int position) => position >= rule.Length
        ? "goes wrong at its end"
        : $"goes wrong at character {position + 1}, before {Quote(rule[position..], ShownChars)}";

    private static string Quote(string text, int most) => text.Length <= most ? $"\"{text}\"" : $"\"{text[..most]}…\"";
}
