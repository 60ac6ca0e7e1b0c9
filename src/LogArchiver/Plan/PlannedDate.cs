namespace LogArchiver.Plan;

/// <summary>One calendar date of the archive's time zone and the stretch of time it covers.</summary>
/// <param name="Date">The calendar date.</param>
/// <param name="Window">From the date's first instant to the next date's first instant in the plan's time zone.</param>
public sealed record PlannedDate(DateOnly Date, TimeWindow Window);
