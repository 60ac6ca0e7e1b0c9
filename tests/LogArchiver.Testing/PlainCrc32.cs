using System.Buffers.Binary;

namespace LogArchiver.Testing;

/// <summary>CRC-32 (ISO-HDLC) by the book, a byte and a table at a time: the second opinion for whatever computes it fast.</summary>
public static class PlainCrc32
{
    private const uint ReversedPolynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Entry((uint)value))];

    /// <summary>The checksum as S3 writes it: base64 of the big-endian value.</summary>
    public static string Base64(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc = (crc >> 8) ^ Table[(byte)(crc ^ value)];
        }

        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
        return Convert.ToBase64String(bytes);
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ ReversedPolynomial : value >> 1;
        }

        return value;
    }
}
