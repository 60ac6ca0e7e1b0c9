using LogArchiver.LocalAws.Logs;

namespace LogArchiver.WholeRun;

/// <summary>One run, as it was asked for.</summary>
internal sealed record RunOptions
{
    /// <summary>What the run is called in a table.</summary>
    public required string Name { get; init; }

    /// <summary>About how many bytes the messages have together.</summary>
    public required long Bytes { get; init; }

    public required int Streams { get; init; }

    public required SyntheticMessageKind Messages { get; init; }

    /// <summary>Shorter messages are filled up to so many bytes; 0 leaves them as they are.</summary>
    public required int MessageBytes { get; init; }

    /// <summary><c>auto</c>, <c>streams</c> or <c>group</c>.</summary>
    public required string Reader { get; init; }

    /// <summary><c>ndjson</c>, <c>text</c> or <c>raw</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The function's size in MiB, kept by a control group; null: not limited, and the function is told 512.</summary>
    public required int? Memory { get; init; }

    /// <summary>Whether the CPU is limited to what Lambda gives a function of that memory.</summary>
    public required bool LimitCpu { get; init; }

    /// <summary>Added to each page of events.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>How long an invocation may take.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Whether each invocation meets a new process.</summary>
    public required bool Cold { get; init; }

    /// <summary>The Region whose quotas the source keeps; null: it throttles nobody.</summary>
    public required string? Quota { get; init; }

    /// <summary>The share of the quota that the function is to use.</summary>
    public required double PaceShare { get; init; }

    /// <summary>Whether a second client takes half of the quota from the middle on.</summary>
    public required bool Rival { get; init; }

    /// <summary>Whether pages may come short or empty before the end.</summary>
    public required bool PartialPages { get; init; }

    /// <summary>How often the start is measured.</summary>
    public required int Starts { get; init; }

    /// <summary>The function's assembly.</summary>
    public required string Function { get; init; }

    /// <summary>Further environment variables for the function.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the figures must reach: see <see cref="Results.Targets"/>.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public required string Folder { get; init; }

    public required bool Keep { get; init; }

    public required bool Json { get; init; }

    public required bool Verbose { get; init; }

    /// <summary>What the function is told of its memory.</summary>
    public int ToldMemory => Memory ?? 512;
}
