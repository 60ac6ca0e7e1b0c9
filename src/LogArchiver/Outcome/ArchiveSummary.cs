namespace LogArchiver.Outcome;

/// <summary>How a whole run ended: one outcome per group and day, in the order in which they were taken.</summary>
public sealed record ArchiveSummary
{
    /// <summary>The outcomes: of the dates asked for by group, then date; then of the days looked back at, the neediest first.</summary>
    public required IReadOnlyList<DayOutcome> Days { get; init; }

    /// <summary>Days that a daily run looked back at and found done: counted, and not among <see cref="Days"/>.</summary>
    public int DoneBefore { get; init; }

    /// <summary>Whether nothing was to be written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Remarks for the person who reads: a pattern that chose no group, a retention that eats the day.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What became of the groups' retention, by group; empty where none was to be set.</summary>
    public IReadOnlyList<RetentionOutcome> Retention { get; init; } = [];

    /// <summary>How many days ended so.</summary>
    public int Count(Ending ending) => Days.Count(day => day.Ending == ending);
}
