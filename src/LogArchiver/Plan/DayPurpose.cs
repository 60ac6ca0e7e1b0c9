namespace LogArchiver.Plan;

/// <summary>What a run wants of a day.</summary>
public enum DayPurpose
{
    /// <summary>To archive it: it is one of the dates that were asked for.</summary>
    Archive,

    /// <summary>To archive it if an earlier run did not: a night that failed, a schedule that was skipped, a day that was paused.</summary>
    CatchUp,

    /// <summary>To read it again, now that no more events can arrive, or that retention is about to take it; and to archive it
    /// if it never was.</summary>
    Settle,
}
