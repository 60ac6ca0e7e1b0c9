using System.Text.Json;
using System.Text.Json.Serialization;
using LogArchiver.LocalAws.Logs;

namespace LogArchiver.WholeRun.Source;

/// <summary>What the source is to serve, as it travels to its process.</summary>
internal sealed record SourceSetup
{
    public const string Bucket = "archive";

    public const string Group = "/bench/day";

    /// <summary>Always the same day, so that equal runs have equal bytes.</summary>
    public static readonly DateOnly Date = new(2026, 1, 15);

    public required string Folder { get; init; }

    public required int Streams { get; init; }

    public required long TotalBytes { get; init; }

    public required SyntheticMessageKind Kind { get; init; }

    public required int MessageBytes { get; init; }

    public required string? QuotaRegion { get; init; }

    public required double LatencyMs { get; init; }

    public required bool PartialPages { get; init; }

    /// <summary>How long an invocation may take.</summary>
    public required double DeadlineSeconds { get; init; }

    public static SourceSetup Of(RunOptions options) => new()
    {
        Folder = options.Folder,
        Streams = options.Streams,
        TotalBytes = options.Bytes,
        Kind = options.Messages,
        MessageBytes = options.MessageBytes,
        QuotaRegion = options.Quota,
        LatencyMs = options.Latency.TotalMilliseconds,
        PartialPages = options.PartialPages,
        DeadlineSeconds = options.Deadline.TotalSeconds,
    };

    /// <summary>The day that is made up.</summary>
    public SyntheticSpec Spec()
    {
        var midnight = new DateTimeOffset(Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new SyntheticSpec
        {
            Streams = Streams,
            TotalBytes = TotalBytes,
            Kind = Kind,
            MessageBytes = MessageBytes,
            Start = midnight,
            End = midnight.AddDays(1),
        };
    }
}

/// <summary>Requests and answers so far, by operation.</summary>
internal sealed record SourceCounts
{
    public required IReadOnlyDictionary<string, SourceCount> Operations { get; init; }

    public SourceCount Of(string operation) => Operations.GetValueOrDefault(operation) ?? new SourceCount(0, 0, 0);

    /// <summary>Bytes of all pages of events.</summary>
    [JsonIgnore]
    public long PageBytes => Of("GetLogEvents").Bytes + Of("FilterLogEvents").Bytes;

    /// <summary>Pages of events that were not refused.</summary>
    [JsonIgnore]
    public long PagesAnswered => Of("GetLogEvents").Answered + Of("FilterLogEvents").Answered;

    /// <summary>The operation that the pages are asked with.</summary>
    [JsonIgnore]
    public string PageOperation => Of("FilterLogEvents").Requests > Of("GetLogEvents").Requests ? "FilterLogEvents" : "GetLogEvents";
}

/// <summary>Requests for one operation.</summary>
/// <param name="Requests">All.</param>
/// <param name="Refused">Those that were answered by an error, throttling included.</param>
/// <param name="Bytes">Bytes of the other answers.</param>
internal sealed record SourceCount(int Requests, int Refused, long Bytes)
{
    [JsonIgnore]
    public int Answered => Requests - Refused;
}

/// <summary>The least a reader needs for the day.</summary>
/// <param name="Events">Events of the day.</param>
/// <param name="Requests">Requests by operation, for listing streams and for pages.</param>
internal sealed record FewestRequests(long Events, IReadOnlyDictionary<string, long> Requests);

/// <summary>What travels between the harness and its source, one line each.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SourceSetup))]
[JsonSerializable(typeof(SourceCounts))]
[JsonSerializable(typeof(FewestRequests))]
internal sealed partial class SourceJson : JsonSerializerContext;
