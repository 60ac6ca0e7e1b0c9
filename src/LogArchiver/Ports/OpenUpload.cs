namespace LogArchiver.Ports;

/// <summary>An upload in parts that was begun and neither completed nor aborted. Any process that knows it may go on with it;
/// the service keeps it, and bills its parts, until somebody ends it.</summary>
/// <param name="Key">The key that the finished object will have.</param>
/// <param name="UploadId">The store's name for the upload.</param>
public sealed record OpenUpload(string Key, string UploadId);

/// <summary>A piece of a file on its way to the store.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where the piece begins, in bytes.</param>
/// <param name="Bytes">Its length, at most <see cref="PartLimits.MaxPartBytes"/>.</param>
/// <param name="Crc32">CRC-32 (ISO-HDLC) of the piece, base64 of the big-endian value, as S3 writes it.</param>
public sealed record FilePart(string Path, long Offset, long Bytes, string Crc32);

/// <summary>A part that the store has: all that completing the upload needs to know of it, in another process too.</summary>
/// <param name="Number">Its place in the object, from 1.</param>
/// <param name="ETag">The entity tag the store gave it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Crc32">Its CRC-32, base64.</param>
public sealed record StoredPart(int Number, string ETag, long Bytes, string Crc32);

/// <summary>What S3 allows of parts (S3 user guide, multipart upload limits).</summary>
public static class PartLimits
{
    /// <summary>The least length of every part but the last: 5 MiB.</summary>
    public const long MinPartBytes = 5L << 20;

    /// <summary>The greatest length of a part: 5 GiB.</summary>
    public const long MaxPartBytes = 5L << 30;

    /// <summary>Most parts of one upload; their numbers go from 1 to this.</summary>
    public const int MostParts = 10_000;
}
