using Amazon.S3;

namespace LogArchiver.Aws.S3;

/// <summary>Tells a checksum of a whole object from one of its parts' checksums.</summary>
internal static class FullObjectChecksum
{
    /// <summary>The checksum where it covers the whole object; null otherwise. A multipart upload without a full-object checksum
    /// has a composite one, written <c>value-3</c> for three parts, which says nothing about the file's bytes in a row.</summary>
    public static string? Of(string? checksum, ChecksumType? type) =>
        string.IsNullOrEmpty(checksum) || checksum.Contains('-') || type == ChecksumType.COMPOSITE ? null : checksum;
}
