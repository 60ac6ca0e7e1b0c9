using System.Text.Json.Serialization;
using LogArchiver.Plan;

namespace LogArchiver.Outcome;

/// <summary>The summary as it is told to machines: the answer of an invocation and the output of <c>--json</c>. Field names are a
/// promise: they may be added to, never changed.</summary>
internal sealed record SummaryDocument
{
    public required bool DryRun { get; init; }

    public required IReadOnlyList<DayEntry> Days { get; init; }

    /// <summary>How many days the list had to leave out; absent when it is whole. The totals count them all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DaysLeftOut { get; init; }

    public required TotalsEntry Totals { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Absent where no retention was to be set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RetentionDocument? Retention { get; init; }
}

/// <summary>One day of one group.</summary>
internal sealed record DayEntry
{
    public required string Group { get; init; }

    public required DateOnly? Date { get; init; }

    public required DayPurpose Purpose { get; init; }

    public required Ending Ending { get; init; }

    /// <summary>This and the four that follow are null where the day's contents are not known.</summary>
    public required long? Events { get; init; }

    public required long? DroppedEvents { get; init; }

    public required long? LateEvents { get; init; }

    public required long? RawBytes { get; init; }

    public required long? StoredBytes { get; init; }

    public required string? Object { get; init; }

    public required string? Manifest { get; init; }

    public required long Requests { get; init; }

    public required long Throttles { get; init; }

    public required long Retries { get; init; }

    public required double Seconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorEntry? Error { get; init; }

    public static DayEntry Of(DayOutcome day) => new()
    {
        Group = day.Group,
        Date = day.Date,
        Purpose = day.Purpose,
        Ending = day.Ending,
        Events = day.IsMeasured ? day.Events : null,
        DroppedEvents = day.IsMeasured ? day.DroppedEvents : null,
        LateEvents = day.IsMeasured ? day.LateEvents : null,
        RawBytes = day.IsMeasured ? day.RawBytes : null,
        StoredBytes = day.IsMeasured ? day.StoredBytes : null,
        Object = day.ObjectKey,
        Manifest = day.ManifestKey,
        Requests = day.Requests,
        Throttles = day.Throttles,
        Retries = day.Retries,
        Seconds = Math.Round(day.Elapsed.TotalSeconds, 3),
        Reason = day.Reason,
        Error = day.Fault is { } fault ? ErrorEntry.Of(fault) : null,
    };
}

/// <summary>What went wrong with a day.</summary>
internal sealed record ErrorEntry(
    string Stage, string Subject, string Cause, string? Code, string? RequestId, string? Fix, bool RetryCouldHelp, bool IsBug)
{
    public static ErrorEntry Of(DayFault fault) => new(
        fault.Stage, fault.Subject, fault.Cause, fault.Code, fault.RequestId, fault.Fix, fault.RetryCouldHelp, fault.IsBug);
}

/// <summary>Days by ending, and sums over all of them.</summary>
internal sealed record TotalsEntry
{
    public required int Days { get; init; }

    public required int Sealed { get; init; }

    public required int AlreadySealed { get; init; }

    public required int Empty { get; init; }

    public required int Paused { get; init; }

    public required int Skipped { get; init; }

    public required int Failed { get; init; }

    public required int Planned { get; init; }

    /// <summary>Days looked back at and found done: they are not among the days.</summary>
    public required int DoneBefore { get; init; }

    /// <summary>This and the four that follow are null in a dry run that has anything to do: what it would come to is not known.</summary>
    public required long? Events { get; init; }

    public required long? DroppedEvents { get; init; }

    public required long? LateEvents { get; init; }

    public required long? RawBytes { get; init; }

    public required long? StoredBytes { get; init; }

    public required long Requests { get; init; }

    public static TotalsEntry Of(ArchiveSummary summary) => new()
    {
        Days = summary.Days.Count,
        Sealed = summary.Count(Ending.Sealed),
        AlreadySealed = summary.Count(Ending.AlreadySealed),
        Empty = summary.Count(Ending.Empty),
        Paused = summary.Count(Ending.Paused),
        Skipped = summary.Count(Ending.Skipped),
        Failed = summary.Count(Ending.Failed),
        Planned = summary.Count(Ending.Planned),
        DoneBefore = summary.DoneBefore,
        Events = Sum(summary, day => day.Events),
        DroppedEvents = Sum(summary, day => day.DroppedEvents),
        LateEvents = Sum(summary, day => day.LateEvents),
        RawBytes = Sum(summary, day => day.RawBytes),
        StoredBytes = Sum(summary, day => day.StoredBytes),
        Requests = summary.Days.Sum(day => day.Requests),
    };

    private static long? Sum(ArchiveSummary summary, Func<DayOutcome, long> of) =>
        summary.Days.Any(day => day is { Ending: Ending.Planned, IsMeasured: false }) ? null : summary.Days.Sum(of);
}
