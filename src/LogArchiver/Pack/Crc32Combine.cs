using System.Buffers.Binary;

namespace LogArchiver.Pack;

/// <summary>The checksum of bytes in a row from the checksums and lengths of their pieces, without the bytes: the pieces of one
/// object are packed by several processes, none of which sees them all.</summary>
/// <remarks>A CRC is the remainder of the bytes, read as one long polynomial over GF(2), divided by the algorithm's own. Bytes that
/// follow multiply what came before by x to the power of eight times their number; the beginning and ending values cancel out
/// (the idea is zlib's <c>crc32_combine</c>). The cost grows with the logarithm of the length.</remarks>
internal static class Crc32Combine
{
    /// <summary>The checksum of no bytes, where combining begins.</summary>
    public const string Empty = "AAAAAA==";

    private const uint EightBits = Crc32Polynomial.One >> 8;

    /// <summary>The checksum of the first piece followed by the second.</summary>
    /// <param name="first">CRC-32 of the first piece, base64 of the big-endian value.</param>
    /// <param name="second">CRC-32 of the second piece, likewise.</param>
    /// <param name="secondBytes">Length of the second piece.</param>
    /// <exception cref="FormatException">A checksum is not four bytes of base64.</exception>
    public static string Of(string first, string second, long secondBytes)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, Of(Parse(first), Parse(second), secondBytes));
        return Convert.ToBase64String(value);
    }

    /// <summary>The same of plain values.</summary>
    public static uint Of(uint first, uint second, long secondBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondBytes);
        return Crc32Polynomial.Multiply(Crc32Polynomial.PowerOf(EightBits, secondBytes), first) ^ second;
    }

    private static uint Parse(string checksum)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        return checksum.Length == Empty.Length && Convert.TryFromBase64String(checksum, value, out var written) && written == value.Length
            ? BinaryPrimitives.ReadUInt32BigEndian(value)
            : throw new FormatException($"'{checksum}' is not a CRC-32 in base64");
    }
}
