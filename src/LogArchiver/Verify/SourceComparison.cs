namespace LogArchiver.Verify;

/// <summary>How the archive of a day and what CloudWatch has of it now differ, if they do.</summary>
public sealed record SourceComparison
{
    /// <summary>Events in the archive.</summary>
    public required long ArchiveEvents { get; init; }

    /// <summary>Events in CloudWatch now, less those that the manifest's rules leave out.</summary>
    public required long SourceEvents { get; init; }

    /// <summary>Events that CloudWatch has and the archive has not.</summary>
    public required long OnlyInSource { get; init; }

    /// <summary>Of these, how many were ingested after the last that the archive has: they came late.</summary>
    public required long CameLate { get; init; }

    /// <summary>Events that the archive has and CloudWatch has not.</summary>
    public required long OnlyInArchive { get; init; }

    /// <summary>Of these, how many are older than the group's retention.</summary>
    public required long Expired { get; init; }

    /// <summary>The hours, counted from the day's start, in which events differ.</summary>
    public required IReadOnlyList<CountDifference> Hours { get; init; }

    /// <summary>The streams in which events differ, those with most differences first.</summary>
    public required IReadOnlyList<CountDifference> Streams { get; init; }

    /// <summary>How many more streams there are.</summary>
    public required int StreamsLeftOut { get; init; }

    /// <summary>The first events that differ, in the archive's order.</summary>
    public required IReadOnlyList<EventDifference> Events { get; init; }

    /// <summary>What to do about it.</summary>
    public required IReadOnlyList<string> Advice { get; init; }

    /// <summary>Whether nothing is amiss: what CloudWatch has forgotten, as it was told to, the archive is there for.</summary>
    public bool IsRight => OnlyInSource == 0 && OnlyInArchive == Expired;
}

/// <summary>An hour or a stream, and how many events of it differ.</summary>
/// <param name="Name">The instant at which the hour begins, UTC, or the stream's name.</param>
/// <param name="OnlyInSource">Events that CloudWatch alone has.</param>
/// <param name="OnlyInArchive">Events that the archive alone has.</param>
public sealed record CountDifference(string Name, long OnlyInSource, long OnlyInArchive);

/// <summary>An event that one of the two has more often than the other.</summary>
/// <param name="Side">Which has it.</param>
/// <param name="Times">How many times more.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="IngestionTime">When it arrived.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Message">Its message, whole.</param>
public sealed record EventDifference(
    EventSide Side, int Times, DateTimeOffset Timestamp, DateTimeOffset IngestionTime, string Stream, string Message);

/// <summary>Where an event is, and the other has it not.</summary>
public enum EventSide
{
    /// <summary>Only in CloudWatch.</summary>
    Source,

    /// <summary>Only in the archive.</summary>
    Archive,
}
