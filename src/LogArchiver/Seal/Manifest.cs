using System.Text.Json.Serialization;

namespace LogArchiver.Seal;

/// <summary>The record that makes a day count: what was archived, and the proof that it is whole. A day without one is not
/// archived. It holds no clock, host name or chance, so the same day gives the same manifest but for the requests it took.</summary>
public sealed record Manifest
{
    /// <summary>The version of this form that is written and understood.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Version of the manifest's form; readers refuse a higher one than they know.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The program and version that wrote it.</summary>
    public required string Writer { get; init; }

    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>The group's ARN; null when the service did not say.</summary>
    public string? GroupArn { get; init; }

    /// <summary>The date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The IANA zone whose midnights cut the day.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The day's first instant, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The next day's first instant, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary><c>ndjson</c>, <c>text</c> or <c>raw</c>.</summary>
    public required string Format { get; init; }

    /// <summary><c>gzip</c> or <c>none</c>.</summary>
    public required string Compression { get; init; }

    /// <summary>Events archived.</summary>
    public required long Events { get; init; }

    /// <summary>Newlines in the archived lines.</summary>
    public required long Lines { get; init; }

    /// <summary>Distinct streams that had events.</summary>
    public required int Streams { get; init; }

    /// <summary>Whether <see cref="Streams"/> is exact; otherwise there were at least so many.</summary>
    public required bool StreamsExact { get; init; }

    /// <summary>The first event's timestamp, UTC; null for an empty day.</summary>
    public DateTimeOffset? FirstTimestamp { get; init; }

    /// <summary>The last event's timestamp, UTC; null for an empty day.</summary>
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>Bytes of the lines before compression.</summary>
    public required long RawBytes { get; init; }

    /// <summary>SHA-256 of the lines before compression, null for an empty day, and where the day was written in several
    /// pieces, which have their own.</summary>
    public string? RawSha256 { get; init; }

    /// <summary>Bytes of all objects as stored.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>Whether the day is one time-ordered whole; otherwise each object is in order by itself.</summary>
    public required bool Merged { get; init; }

    /// <summary>The objects that hold the day; empty for an empty day.</summary>
    public required IReadOnlyList<ManifestObject> Objects { get; init; }

    /// <summary>What was left out of the archive by rules; empty where every event is in it.</summary>
    public required IReadOnlyList<ManifestFilter> Filters { get; init; }

    /// <summary>Events that the filters dropped: the sum of theirs. They are in no other count.</summary>
    public required long DroppedEvents { get; init; }

    /// <summary>Whether the day was read again when no more events could arrive, and so is final.</summary>
    public bool Settled { get; init; }

    /// <summary>Events of this archive that CloudWatch no longer had when the day was settled; they were kept.</summary>
    public long GoneFromSource { get; init; }

    /// <summary>Whether events may have come late that are not in this archive: it is <c>text</c> or <c>raw</c>, which cannot be merged event
    /// by event, and CloudWatch had lost some of it when the day was settled, so it was kept as it was.</summary>
    public bool MayLackLateEvents { get; init; }

    /// <summary>The versions before this one, the first one first; empty where the day was never written again.</summary>
    /// <remarks>Manifests of before had no such field.</remarks>
    public IReadOnlyList<ManifestVersion> Versions { get => field ?? []; init; } = [];

    /// <summary>When the day was read, the group's retention had passed this instant: events before it may have been gone
    /// already. Null when the whole day was within retention.</summary>
    public DateTimeOffset? RetentionReached { get; init; }

    /// <summary>How the day was read.</summary>
    public required ManifestReading Reading { get; init; }

    /// <summary>The manifest that takes this one's place as soon as its objects are written. It is there only while the day is being written
    /// again, or where that was interrupted: each object is then as this manifest says, or as the next one does, and the next run
    /// brings it to its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Manifest? Next { get; init; }
}

/// <summary>A version of a day before it was written again because events had come late.</summary>
public sealed record ManifestVersion
{
    /// <summary>Its events.</summary>
    public required long Events { get; init; }

    /// <summary>Its newlines.</summary>
    public required long Lines { get; init; }

    /// <summary>Bytes of its lines before compression.</summary>
    public required long RawBytes { get; init; }

    /// <summary>SHA-256 of its lines before compression; null where it was written in pieces, and for an empty day.</summary>
    public string? RawSha256 { get; init; }

    /// <summary>Events that came after it, and are in the version that followed.</summary>
    public required long LateEvents { get; init; }

    /// <summary>When the first of them arrived, UTC; null where the lines do not tell (<c>text</c> and <c>raw</c>).</summary>
    public DateTimeOffset? FirstLateIngestion { get; init; }

    /// <summary>When the last of them arrived, UTC; null where the lines do not tell.</summary>
    public DateTimeOffset? LastLateIngestion { get; init; }

    /// <summary>Events of it that CloudWatch no longer had when the version that followed was made; they were kept.</summary>
    public required long GoneFromSource { get; init; }
}

/// <summary>One object of a day.</summary>
public sealed record ManifestObject
{
    /// <summary>Its key in the bucket that holds the manifest.</summary>
    public required string Key { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes as stored, in small hexadecimal letters; null where it was written in
    /// <see cref="Segments"/>, which have their own.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>CRC-32 of its bytes as stored, base64, as S3 gives it.</summary>
    public required string Crc32 { get; init; }

    /// <summary>The pieces, one after another, of an object that was written over several invocations or sent ahead: each is a
    /// whole gzip member, or plain lines. Null where it was written in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ManifestSegment>? Segments { get; init; }
}

/// <summary>A piece of an object.</summary>
public sealed record ManifestSegment
{
    /// <summary>Its length as stored.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes as stored.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of its lines before compression.</summary>
    public required long RawBytes { get; init; }

    /// <summary>SHA-256 of its lines before compression.</summary>
    public required string RawSha256 { get; init; }
}

/// <summary>How a day was read: the only part that two readings of the same events may differ in.</summary>
public sealed record ManifestReading
{
    /// <summary><c>streams</c> or <c>group</c>.</summary>
    public required string Reader { get; init; }

    /// <summary>Pages of events, empty ones included.</summary>
    public required long Pages { get; init; }

    /// <summary>Requests to CloudWatch Logs, by operation.</summary>
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>Answers that said to slow down.</summary>
    public required long Throttles { get; init; }

    /// <summary>Requests made again.</summary>
    public required long Retries { get; init; }
}

/// <summary>The manifest as JSON.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(UtcInstantConverter)],
    NewLine = "\n")]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
