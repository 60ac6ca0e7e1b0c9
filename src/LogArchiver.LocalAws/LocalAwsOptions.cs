using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;

namespace LogArchiver.LocalAws;

/// <summary>How LocalAws is to be.</summary>
public sealed record LocalAwsOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder in which objects are kept as plain files a person can open: <c>{folder}/s3/{bucket}/{key}</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>The time, for ages and quotas.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The Region that ARNs name, and whose quotas hold.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account that ARNs name.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>Everything left to chance comes from it: the same seed and the same requests give the same answers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Faults that are scripted from the start; more can be added at <see cref="LocalAwsServer.Faults"/>.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>The quotas over which Logs throttles, such as <see cref="LogsQuotas.ForRegion"/>; null: none.</summary>
    public LogsQuotas? Quotas { get; init; }

    /// <summary>Whether pages of events may come short or empty before the end, as the services say they may.</summary>
    public bool PartialPages { get; init; } = true;

    /// <summary>How long an export task takes; for the first half of it, it is pending.</summary>
    public TimeSpan ExportTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most events in a file that an export task writes.</summary>
    public int ExportFileEvents { get; init; } = 10_000;

    /// <summary>How long at most DescribeLogStreams takes to show what has arrived in a stream; each stream takes a share of it.
    /// The service says: typically under an hour.</summary>
    public TimeSpan StreamTimesLag { get; init; } = TimeSpan.FromHours(1);
}
