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

    private const uint ReversedPolynomial = 0xEDB88320;

    // The highest bit is the lowest power: this is x to the power of 0, and the next bit x to the power of 1.
    private const uint One = 1u << 31;
    private const uint EightBits = One >> 8;

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
        return Multiply(PowerOf(EightBits, secondBytes), first) ^ second;
    }

    private static uint Parse(string checksum)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        return checksum.Length == Empty.Length && Convert.TryFromBase64String(checksum, value, out var written) && written == value.Length
            ? BinaryPrimitives.ReadUInt32BigEndian(value)
            : throw new FormatException($"'{checksum}' is not a CRC-32 in base64");
    }

    private static uint PowerOf(uint factor, long exponent)
    {
        var power = One;
        for (; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) == 1 ? Multiply(power, factor) : power;
            factor = Multiply(factor, factor);
        }

        return power;
    }

    /// <summary>The product of two polynomials modulo the algorithm's.</summary>
    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (; left != 0; left <<= 1)
        {
            product ^= (left & One) != 0 ? right : 0;
            right = (right & 1) == 1 ? (right >> 1) ^ ReversedPolynomial : right >> 1;
        }

        return product;
    }
}
