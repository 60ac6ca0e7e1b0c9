namespace LogArchiver.Filter;

/// <summary>One rule: something that a message is or is not.</summary>
internal abstract class EventRule
{
    /// <summary>The rule as it was typed.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the message is what the rule describes.</summary>
    public abstract bool Matches(MessageText message);
}
