namespace LogArchiver.Outcome;

/// <summary>How a whole run ended: one outcome per group and day, in the order of the plan.</summary>
public sealed record ArchiveSummary
{
    /// <summary>The outcomes, by group, then date.</summary>
    public required IReadOnlyList<DayOutcome> Days { get; init; }

    /// <summary>Whether nothing was to be written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Remarks for the person who reads: a pattern that chose no group, a retention that eats the day.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many days ended so.</summary>
    public int Count(Ending ending) => Days.Count(day => day.Ending == ending);
}
