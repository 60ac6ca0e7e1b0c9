using LogArchiver.Plan;

namespace LogArchiver.Backfill;

/// <summary>What the state machine asks of the function besides archiving: to plan a run before its days, or to sum it up after
/// them. Days themselves are ordinary payloads.</summary>
public sealed record MachineStep
{
    /// <summary>The payload field that makes a payload a step.</summary>
    public const string FieldName = "step";

    /// <summary>Which of the two.</summary>
    public required MachineStepKind Kind { get; init; }

    /// <summary>The run's name: that of the state machine's execution, unique for 90 days.</summary>
    public required string Run { get; init; }

    /// <summary>What the run was started with.</summary>
    public required ArchiveRequest Request { get; init; }

    /// <summary>For summing up: what planning had answered.</summary>
    public PlannedRun? Planned { get; init; }

    /// <summary>For summing up: the key of the manifest that the state machine wrote of its results; null when there was no day.</summary>
    public string? ResultsKey { get; init; }
}

/// <summary>The steps.</summary>
public enum MachineStepKind
{
    /// <summary>Find the days without a seal, and write them down for the state machine.</summary>
    Plan,

    /// <summary>Read how the days ended, and say so in one summary.</summary>
    Summarise,
}
