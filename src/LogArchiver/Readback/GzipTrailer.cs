using System.Buffers.Binary;

namespace LogArchiver.Readback;

/// <summary>What a gzip member ends in: the checksum and the length of what it holds (RFC 1952, section 2.3.1). Pure.</summary>
internal static class GzipTrailer
{
    /// <summary>Its length.</summary>
    public const int Bytes = 8;

    /// <summary>Whether the trailer belongs to these contents. The framework's GZipStream takes a file that was cut off for one that
    /// ends, and says nothing.</summary>
    /// <param name="trailer">The last bytes of the member.</param>
    /// <param name="crc32">CRC-32 of what came out of it, base64 of the big-endian value.</param>
    /// <param name="bytes">How much came out of it.</param>
    public static bool Fits(ReadOnlySpan<byte> trailer, string crc32, long bytes)
    {
        Span<byte> bigEndian = stackalloc byte[sizeof(uint)];
        return trailer.Length == Bytes
            && Convert.TryFromBase64String(crc32, bigEndian, out _)
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == BinaryPrimitives.ReadUInt32BigEndian(bigEndian)
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]) == (uint)bytes;
    }
}
