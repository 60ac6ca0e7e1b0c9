using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Gaps;

/// <summary>What the archive lacks of the groups and dates of a plan.</summary>
public sealed record GapReport
{
    /// <summary>The groups, by name.</summary>
    public required IReadOnlyList<GroupGaps> Groups { get; init; }

    /// <summary>One failed outcome for each group that was named, is not there, and has nothing in the archive either.</summary>
    public required IReadOnlyList<DayOutcome> Failures { get; init; }

    /// <summary>Remarks for the person who reads.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How many days are so.</summary>
    public int Count(GapState state) => Groups.Sum(group => group.Gaps.Count(gap => gap.State == state));

    /// <summary>Days without an archive, those that are gone for good included; a day that is only not settled has one.</summary>
    public int Missing => Groups.Sum(group => group.Gaps.Count(gap => gap.State != GapState.Unsettled));

    /// <summary>Days for which something can be done.</summary>
    public int Repairable => Groups.Sum(group => group.Gaps.Count(gap => gap.CanBeRepaired));
}

/// <summary>What the archive lacks of one group.</summary>
public sealed record GroupGaps
{
    /// <summary>The group.</summary>
    public required LogGroup Group { get; init; }

    /// <summary>Dates that have a manifest.</summary>
    public required int Sealed { get; init; }

    /// <summary>The days that lack something, oldest first.</summary>
    public required IReadOnlyList<Gap> Gaps { get; init; }

    /// <summary>Why none of its days is expected in the archive; null when they are.</summary>
    public string? Exemption { get; init; }
}

/// <summary>A day that lacks something.</summary>
/// <param name="Date">The date and its stretch of time.</param>
/// <param name="State">What it lacks.</param>
/// <param name="CanBeRepaired">Whether CloudWatch may still have events of it, so that it can be archived, or settled.</param>
public sealed record Gap(PlannedDate Date, GapState State, bool CanBeRepaired);

/// <summary>What a day lacks.</summary>
public enum GapState
{
    /// <summary>It is not archived, and CloudWatch has all of it.</summary>
    Missing,

    /// <summary>It was begun; its checkpoint is there to go on from.</summary>
    Paused,

    /// <summary>It is not archived, and retention has reached into it: some events may be gone.</summary>
    PartlyGone,

    /// <summary>It is not archived, and retention has passed it: gone for good.</summary>
    Gone,

    /// <summary>It is archived, and has not been read again since the last late event could arrive.</summary>
    Unsettled,
}
