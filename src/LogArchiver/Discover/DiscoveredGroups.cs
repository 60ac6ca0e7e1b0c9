using LogArchiver.Outcome;

namespace LogArchiver.Discover;

/// <summary>What discovery found.</summary>
public sealed record DiscoveredGroups
{
    /// <summary>The groups to archive, by name, each once.</summary>
    public required IReadOnlyList<LogGroup> Groups { get; init; }

    /// <summary>The names and ARNs asked for behind which there is no group; each has its outcome among the failures as well.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>One failed outcome for each group that was named but cannot be archived at all: it does not exist, its keys
    /// would be too long for S3, or the service refuses to tell of it; and one for each glob whose listing is refused.</summary>
    public required IReadOnlyList<DayOutcome> Failures { get; init; }

    /// <summary>Remarks for the person who reads the summary.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
