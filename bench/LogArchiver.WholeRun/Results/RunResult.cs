namespace LogArchiver.WholeRun.Results;

/// <summary>The figures of one run.</summary>
internal sealed record RunResult
{
    public required string Name { get; init; }

    public required DateTimeOffset Date { get; init; }

    public required string Machine { get; init; }

    public required string Commit { get; init; }

    /// <summary>What the function's process was limited to, or why it was not.</summary>
    public required string Limits { get; init; }

    public required int Streams { get; init; }

    public required long Events { get; init; }

    /// <summary><c>streams</c> or <c>group</c>, as the manifest has it.</summary>
    public required string Reader { get; init; }

    public required int Invocations { get; init; }

    /// <summary>Of all invocations together.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Of the function's process from its start to its end, in user and kernel mode.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Page JSON that the source answered, on the wire.</summary>
    public required long PageBytes { get; init; }

    public double MegabytesPerCpuSecond => CpuSeconds > 0 ? ByteSize.Megabytes(PageBytes) / CpuSeconds : 0;

    /// <summary>The most resident memory of the function's process.</summary>
    public required long MostResidentBytes { get; init; }

    /// <summary>The most of it that was its own, heaps and stacks, when looked at twice a second.</summary>
    public required long MostAnonymousBytes { get; init; }

    /// <summary>The most memory of its control group, page cache included; null without one.</summary>
    public required long? MostGroupBytes { get; init; }

    /// <summary>Requests made, by operation, throttled ones included.</summary>
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>The fewest that the reader could have made.</summary>
    public required IReadOnlyDictionary<string, long> FewestRequests { get; init; }

    /// <summary>Requests for listing streams and for pages, against the fewest.</summary>
    public required double RequestRatio { get; init; }

    public required long Throttles { get; init; }

    /// <summary>Pages a second, against what the source allowed; null when it allowed anything.</summary>
    public required Pace? Pace { get; init; }

    public required long RawBytes { get; init; }

    public required long StoredBytes { get; init; }

    /// <summary>SHA-256 of the lines, as decompressed from the bucket; null when the day was not sealed.</summary>
    public required string? RawSha256 { get; init; }

    public required int ScratchFilesLeft { get; init; }

    /// <summary>Milliseconds to the first request for an invocation, each time it was measured, with all the CPU there is.</summary>
    public required IReadOnlyList<double> StartMs { get; init; }

    public double? MedianStartMs => StartMs.Count == 0 ? null : StartMs.Order().ElementAt(StartMs.Count / 2);

    public required IReadOnlyList<Check> Checks { get; init; }
}

/// <summary>How much of the rate it was allowed the function made use of.</summary>
/// <param name="PerSecond">Pages a second, answered ones alone, while nobody else read; null: too short a
/// reading to say.</param>
/// <param name="AllowedPerSecond">Its share of the quota.</param>
/// <param name="WithRivalPerSecond">Pages a second while the rival read; null without one.</param>
/// <param name="LeftByRivalPerSecond">What the rival left of the quota, or the function's share if that is less.</param>
internal sealed record Pace(double? PerSecond, double AllowedPerSecond, double? WithRivalPerSecond, double? LeftByRivalPerSecond)
{
    /// <summary>How much of the allowed rate was used while nobody else read.</summary>
    public double? Share => PerSecond / AllowedPerSecond;
}
