using LogArchiver.Plan;

namespace LogArchiver.Outcome;

/// <summary>How one day of one group ended.</summary>
public sealed record DayOutcome
{
    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>The date; null when the group failed before any day of it began.</summary>
    public required DateOnly? Date { get; init; }

    /// <summary>How it ended.</summary>
    public required Ending Ending { get; init; }

    /// <summary>The day's stretch of time; null when <see cref="Date"/> is.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What the run wanted of it.</summary>
    public DayPurpose Purpose { get; init; }

    /// <summary>Why it was skipped or paused, or what else there is to say of a day that is sealed; null where there is nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it was paused because an export task is under way, so that neither time nor memory would have helped.</summary>
    public bool WaitsForExport { get; init; }

    /// <summary>What went wrong; only with <see cref="Ending.Failed"/>.</summary>
    public DayFault? Fault { get; init; }

    /// <summary>Whether its contents are known. Of a day that was only planned, skipped, failed, or paused before anything was
    /// counted they are not, unless an earlier manifest told them; their zeros stand for nothing then.</summary>
    public bool IsMeasured => Ending is Ending.Sealed or Ending.AlreadySealed or Ending.Empty || Events > 0 || DroppedEvents > 0;

    /// <summary>Events archived.</summary>
    public long Events { get; init; }

    /// <summary>Events that the plan's rules left out; not among <see cref="Events"/>.</summary>
    public long DroppedEvents { get; init; }

    /// <summary>Events that came after the day was archived first, and have been added now.</summary>
    public long LateEvents { get; init; }

    /// <summary>Bytes of the lines before compression.</summary>
    public long RawBytes { get; init; }

    /// <summary>Bytes of the file as stored.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Key of the file; null when there is none, as no event was there or all were dropped.</summary>
    public string? ObjectKey { get; init; }

    /// <summary>Key of the manifest.</summary>
    public string? ManifestKey { get; init; }

    /// <summary>Requests made to CloudWatch Logs for this day.</summary>
    public long Requests { get; init; }

    /// <summary>How often the service said to slow down.</summary>
    public long Throttles { get; init; }

    /// <summary>Requests made again after a transient fault or a throttle.</summary>
    public long Retries { get; init; }

    /// <summary>How long the day took.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>How a day ends. Expected endings are values, not exceptions.</summary>
public enum Ending
{
    /// <summary>Archived, checked and sealed now.</summary>
    Sealed,

    /// <summary>Had a manifest already; nothing was done.</summary>
    AlreadySealed,

    /// <summary>Had no events, none that was dropped either: sealed with a manifest and no file.</summary>
    Empty,

    /// <summary>Ran out of time; the next run goes on.</summary>
    Paused,

    /// <summary>Cannot be archived, for the reason given.</summary>
    Skipped,

    /// <summary>Went wrong.</summary>
    Failed,

    /// <summary>Would be archived; a dry run writes nothing.</summary>
    Planned,
}

/// <summary>What went wrong with a day, for the person who has to mend it.</summary>
/// <param name="Stage">The stage of the flow, as <see cref="Outcome.Stage"/> names it.</param>
/// <param name="Subject">What it was doing it to: a group, a stream, a key, a file.</param>
/// <param name="Cause">What happened, with the service's own words.</param>
public sealed record DayFault(string Stage, string Subject, string Cause)
{
    /// <summary>The service's own code; null when it was none of the services.</summary>
    public string? Code { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>What to do about it; null when nobody knows.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether the same run may succeed later, unchanged.</summary>
    public bool RetryCouldHelp { get; init; }

    /// <summary>Whether this is a fault of LogArchiver itself, to be reported.</summary>
    public bool IsBug { get; init; }
}
