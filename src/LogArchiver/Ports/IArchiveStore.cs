namespace LogArchiver.Ports;

/// <summary>The object-store world: one bucket.</summary>
/// <remarks>
/// <para>What every implementation keeps, and the contract suite checks:</para>
/// <para>An object is there whole or not at all; a failed or cancelled <see cref="TryUploadAsync"/> leaves nothing, no parts
/// either. An upload in parts is left open until it is completed or aborted.</para>
/// <para>A write happens only where its <see cref="WriteCondition"/> holds; where it does not, the call returns null and the
/// stored object is as it was.</para>
/// <para>Every failure of the service, the network or the file is a <see cref="ServiceFaultException"/>; cancellation alone is
/// <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface IArchiveStore
{
    /// <summary>Finds out whether the bucket is there and may be used; throws with the fix in the message where not.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>What is stored under the key; null when nothing is.</summary>
    Task<StoredObject?> TryDescribeAsync(string key, CancellationToken cancellationToken);

    /// <summary>A small object whole, of at most <paramref name="maxBytes"/>; null when there is none. Larger is a fault.</summary>
    Task<StoredContent?> TryReadAsync(string key, int maxBytes, CancellationToken cancellationToken);

    /// <summary>A stored object's bytes from the first to the last, as they arrive; null when there is none.</summary>
    Task<Stream?> TryOpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Sends a file of any size, as a multipart upload where it is large, with the checksum of the whole object for the
    /// store to compare. Null when the condition did not hold.</summary>
    Task<StoredObject?> TryUploadAsync(FileUpload upload, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Writes a small object. Null when the condition did not hold.</summary>
    Task<StoredObject?> TryPutAsync(
        string key, ReadOnlyMemory<byte> content, string contentType, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>All objects whose keys begin with the prefix, by key.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Begins an upload in parts that may be continued by another process until it is completed or aborted.</summary>
    /// <remarks>Where the answer is lost, an upload stays behind that nobody was told of: <see cref="ListUploadsAsync"/> finds it.</remarks>
    Task<OpenUpload> BeginUploadAsync(
        string key, string contentType, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken);

    /// <summary>Sends a part; sending a number again replaces it. Several may be under way at once.</summary>
    /// <param name="upload">The upload it belongs to; a fault of kind NotFound, code NoSuchUpload, when it is gone.</param>
    /// <param name="number">Its place in the object, 1 to <see cref="PartLimits.MostParts"/>.</param>
    /// <param name="part">The piece of a file. All but the last have at least <see cref="PartLimits.MinPartBytes"/>, which only
    /// completing can check.</param>
    /// <param name="cancellationToken">Stops the sending; the part is then there whole or not at all.</param>
    Task<StoredPart> PutPartAsync(OpenUpload upload, int number, FilePart part, CancellationToken cancellationToken);

    /// <summary>Makes the parts one object. Null when the condition did not hold; the upload is then aborted.</summary>
    /// <remarks>
    /// <para>Where the same bytes are stored already, by length and checksum, they are the answer whatever the condition, and the
    /// upload is gone: that is how a completion looks whose answer was lost, in this process or in one before it.</para>
    /// <para>A fault of kind NotFound, code NoSuchUpload, when the upload is gone and the bytes are not stored. A fault of code
    /// ConditionalRequestConflict when a rival's write or delete got in between although the condition holds: the upload is then
    /// aborted, since S3 asks to restart it from the first part. Any other fault leaves the upload open.</para>
    /// </remarks>
    /// <param name="upload">The upload.</param>
    /// <param name="parts">All parts of the object, numbered 1, 2, 3 and so on in this order.</param>
    /// <param name="crc32">CRC-32 of the whole object for the store to compare, base64.</param>
    /// <param name="condition">When the object may be written.</param>
    /// <param name="cancellationToken">Stops the waiting; the object may be there nonetheless.</param>
    Task<StoredObject?> TryCompleteAsync(
        OpenUpload upload, IReadOnlyList<StoredPart> parts, string crc32, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Puts an upload away with its parts. No fault when it is gone already.</summary>
    Task AbortAsync(OpenUpload upload, CancellationToken cancellationToken);

    /// <summary>The open uploads whose keys begin with the prefix, those of <see cref="TryUploadAsync"/> under way included.</summary>
    IAsyncEnumerable<OpenUpload> ListUploadsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an object that has served, such as a checkpoint, if it still has the entity tag of the condition. False
    /// when it is another or none, and so always for <see cref="WriteCondition.Absent"/>.</summary>
    Task<bool> TryDeleteAsync(string key, WriteCondition condition, CancellationToken cancellationToken);
}

/// <summary>When a write may happen.</summary>
public readonly record struct WriteCondition
{
    private WriteCondition(string? etag) => IfMatch = etag;

    /// <summary>The entity tag that the stored object must still have; null when there must be no object.</summary>
    public string? IfMatch { get; }

    /// <summary>Only where nothing is stored under the key (<c>If-None-Match: *</c>).</summary>
    public static WriteCondition Absent => new(null);

    /// <summary>Only where the stored object still has this entity tag (<c>If-Match</c>).</summary>
    public static WriteCondition Unchanged(string etag) => new(etag);
}

/// <summary>A finished file on its way to the store.</summary>
public sealed record FileUpload
{
    /// <summary>The key to store it under.</summary>
    public required string Key { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>CRC-32 (ISO-HDLC) of the whole file, base64 of the big-endian value, as S3 writes it.</summary>
    public required string Crc32 { get; init; }

    /// <summary>The media type; never a Content-Encoding, which would make readers unpack the file behind the user's back.</summary>
    public required string ContentType { get; init; }

    /// <summary>User metadata, such as the SHA-256.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What the store says of an object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ETag">Its entity tag, with the quotes the store gives it.</param>
public sealed record StoredObject(string Key, long Bytes, string ETag)
{
    /// <summary>CRC-32 of the whole object as the store computed it, base64; null where the store keeps none.</summary>
    public string? Crc32 { get; init; }

    /// <summary>When it was last written, by the store's clock, in whole seconds; told in listings, null elsewhere.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>User metadata; empty in listings.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A small object whole.</summary>
public sealed record StoredContent(StoredObject Object, ReadOnlyMemory<byte> Content);
