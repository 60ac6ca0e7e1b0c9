using System.Text.Json.Serialization;
using LogArchiver.Pack;
using LogArchiver.Ports;
using LogArchiver.Seal;
using LogArchiver.Settle;
using LogArchiver.Upload;

namespace LogArchiver.Checkpoint;

/// <summary>How far an unfinished day got. Everything before <see cref="PositionMs"/> is in the objects, the parts or the tail;
/// nothing after it is.</summary>
internal sealed record DayCheckpoint
{
    /// <summary>What must be the same for going on: group, window and everything that decides the bytes.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The first millisecond that has not been packed.</summary>
    public required long PositionMs { get; init; }

    /// <summary>Bytes of pages in a millisecond, as far as seen.</summary>
    public double? Density { get; init; }

    /// <summary>The longest slice to try.</summary>
    public long? LongestMs { get; init; }

    /// <summary>What the day has come to.</summary>
    public required DayTotals Totals { get; init; }

    /// <summary>Requests of the invocations before, by operation.</summary>
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>Throttles of the invocations before.</summary>
    public long Throttles { get; init; }

    /// <summary>Retries of the invocations before.</summary>
    public long Retries { get; init; }

    /// <summary>Objects that are finished, where the day is kept in several.</summary>
    public required IReadOnlyList<ManifestObject> Finished { get; init; }

    /// <summary>The object being written.</summary>
    public required ObjectInParts Current { get; init; }

    /// <summary>Objects all parts of which have been sent, and which wait for the last before they take the place of the archive's.</summary>
    public IReadOnlyList<ObjectInParts> Ready { get => field ?? []; init; } = [];

    /// <summary>The uploads it knows of.</summary>
    [JsonIgnore]
    public IEnumerable<OpenUpload> Uploads => Ready.Append(Current).Select(one => one.Upload).OfType<OpenUpload>();

    /// <summary>What reading a sealed day again has come to; null for a day that is archived for the first time.</summary>
    public SettleTally? Settling { get; init; }
}

/// <summary>The checkpoint as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DayCheckpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
