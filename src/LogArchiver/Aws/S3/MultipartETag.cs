using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Foretells the entity tag of an object made of parts.</summary>
internal static class MultipartETag
{
    private const int MD5HexChars = 32;

    /// <summary>The tag with its quotes: MD5 of the parts' MD5s, a hyphen, and how many they are. Null where the parts' tags are
    /// no MD5s, as with some encryption (source: the common response headers of the S3 API reference).</summary>
    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "S3 makes the tag of MD5s.")]
    public static string? Of(IReadOnlyList<StoredPart> parts)
    {
        var digests = new byte[parts.Count * MD5.HashSizeInBytes];
        for (var i = 0; i < parts.Count; i++)
        {
            var hex = parts[i].ETag.Trim('"');
            var place = digests.AsSpan(i * MD5.HashSizeInBytes, MD5.HashSizeInBytes);
            if (hex.Length != MD5HexChars || Convert.FromHexString(hex, place, out _, out _) != System.Buffers.OperationStatus.Done)
            {
                return null;
            }
        }

        return $"\"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}\"";
    }
}
