namespace LogArchiver.Retain;

/// <summary>What is to become of a group's retention.</summary>
/// <param name="Step">What is to be done.</param>
/// <param name="Reason">Why it is left as it is; null where it is to be set.</param>
public sealed record RetentionDecision(RetentionStep Step, string? Reason = null)
{
    /// <summary>It is to be set.</summary>
    internal static readonly RetentionDecision Set = new(RetentionStep.Set);

    internal static RetentionDecision Keep(string reason) => new(RetentionStep.Keep, reason);

    internal static RetentionDecision Wait(string reason) => new(RetentionStep.Wait, reason);
}

/// <summary>What is to be done about a group's retention.</summary>
public enum RetentionStep
{
    /// <summary>Nothing: it is as wanted, or shorter, and is never lengthened.</summary>
    Keep,

    /// <summary>It is shortened: whatever it takes is in the archive.</summary>
    Set,

    /// <summary>Nothing yet, or never: it could take what the archive does not have.</summary>
    Wait,
}
