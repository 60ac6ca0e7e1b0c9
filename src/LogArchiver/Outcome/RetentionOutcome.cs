namespace LogArchiver.Outcome;

/// <summary>What became of the retention of a group.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="State">What became of it.</param>
public sealed record RetentionOutcome(string Group, RetentionState State)
{
    /// <summary>The days it was before; null where events never expired.</summary>
    public required int? FromDays { get; init; }

    /// <summary>The days wanted.</summary>
    public required int ToDays { get; init; }

    /// <summary>Why it was left as it is; null where it was set, or would be.</summary>
    public string? Reason { get; init; }

    /// <summary>In words, such as <c>set from never to 30 days</c>.</summary>
    public string InWords => State switch
    {
        RetentionState.Set => $"set from {Days(FromDays)} to {Days(ToDays)}",
        RetentionState.Planned => $"would be set from {Days(FromDays)} to {Days(ToDays)}",
        RetentionState.Kept => $"left at {Days(FromDays)}: {Reason}",
        RetentionState.Refused => $"left at {Days(FromDays)}, because CloudWatch refused {Days(ToDays)}: {Reason}",
        _ => $"left at {Days(FromDays)}, not set to {Days(ToDays)}: {Reason}",
    };

    private static string Days(int? days) => days is null ? "never" : $"{days} days";
}

/// <summary>What became of a retention.</summary>
public enum RetentionState
{
    /// <summary>It was set.</summary>
    Set,

    /// <summary>It would be set; a dry run sets nothing.</summary>
    Planned,

    /// <summary>It is as wanted, or shorter.</summary>
    Kept,

    /// <summary>It could take what the archive does not have, or is not ours to set.</summary>
    NotSet,

    /// <summary>It was to be set, and the service did not let us.</summary>
    Refused,
}
