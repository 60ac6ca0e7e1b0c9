using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver;

/// <summary>One calendar date of one group: the unit of archiving and reporting.</summary>
/// <param name="Group">The group.</param>
/// <param name="Date">The date in the archive's time zone.</param>
/// <param name="Window">The stretch of time it covers.</param>
internal sealed record GroupDay(LogGroup Group, DateOnly Date, TimeWindow Window)
{
    /// <summary>What the run wants of it.</summary>
    public DayPurpose Purpose { get; init; }
}
