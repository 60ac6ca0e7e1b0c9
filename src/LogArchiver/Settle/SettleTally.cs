namespace LogArchiver.Settle;

/// <summary>What reading a day again has come to, over all slices and invocations. A value that a checkpoint can hold.</summary>
internal sealed record SettleTally
{
    public static readonly SettleTally None = new();

    /// <summary>Events that the archive did not have.</summary>
    public long Late { get; init; }

    /// <summary>Events of the archive that the source no longer has.</summary>
    public long Gone { get; init; }

    /// <summary>When the first late event arrived, in milliseconds since the Unix epoch; null when there is none.</summary>
    public long? FirstLateMs { get; init; }

    /// <summary>When the last one did.</summary>
    public long? LastLateMs { get; init; }

    /// <summary>Lines of the archive found again, one after another; only where events cannot be told.</summary>
    public long LinesFound { get; init; }

    /// <summary>With a late event more.</summary>
    public SettleTally AndLate(long ingestionMs) => this with
    {
        Late = Late + 1,
        FirstLateMs = Math.Min(FirstLateMs ?? long.MaxValue, ingestionMs),
        LastLateMs = Math.Max(LastLateMs ?? long.MinValue, ingestionMs),
    };

    /// <summary>Both together.</summary>
    public SettleTally And(SettleTally other) => new()
    {
        Late = Late + other.Late,
        Gone = Gone + other.Gone,
        FirstLateMs = Earlier(FirstLateMs, other.FirstLateMs),
        LastLateMs = -Earlier(-LastLateMs, -other.LastLateMs),
        LinesFound = LinesFound + other.LinesFound,
    };

    private static long? Earlier(long? one, long? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
