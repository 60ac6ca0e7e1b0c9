using System.Text.Json.Serialization;

namespace LogArchiver.LocalAws.S3;

/// <summary>What is known of a stored object besides its bytes; kept as a small JSON file.</summary>
internal sealed record ObjectFacts
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>Where the bytes are, below the bucket's folder.</summary>
    public string File { get; init; } = "";

    /// <summary>Length.</summary>
    public required long Bytes { get; init; }

    /// <summary>Entity tag, without quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>When it was written, to the second as S3 keeps it.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The checksum S3 keeps.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>Content-Type and the other headers that are stored with an object and given back.</summary>
    public required ObjectHeaders Headers { get; init; }

    /// <summary>Lengths of the parts of a multipart upload; empty for a single put.</summary>
    public IReadOnlyList<long> PartBytes { get; init; } = [];

    /// <summary>The entity tag as headers carry it.</summary>
    [JsonIgnore]
    public string QuotedETag => $"\"{ETag}\"";
}

/// <summary>What a writer says of an object, and a reader gets back.</summary>
internal sealed record ObjectHeaders
{
    /// <summary>Content-Type, Cache-Control and the like.</summary>
    public required IReadOnlyDictionary<string, string> System { get; init; }

    /// <summary>User metadata, names in lower case without <c>x-amz-meta-</c>.</summary>
    public required IReadOnlyDictionary<string, string> User { get; init; }

    /// <summary>Such as <c>STANDARD</c>.</summary>
    public required string StorageClass { get; init; }

    /// <summary><c>AES256</c>, or <c>aws:kms</c> where the writer asked for it.</summary>
    public required string Encryption { get; init; }

    /// <summary>The key for <c>aws:kms</c>.</summary>
    public string? KmsKeyId { get; init; }
}

/// <summary>What is known of a bucket.</summary>
internal sealed record BucketFacts
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Its Region, where one was named: requests signed for another are then redirected. Null takes all.</summary>
    public string? Region { get; init; }
}

/// <summary>The sidecar files.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ObjectFacts))]
[JsonSerializable(typeof(BucketFacts))]
[JsonSerializable(typeof(UploadFacts))]
[JsonSerializable(typeof(PartFacts))]
internal sealed partial class S3Json : JsonSerializerContext;
