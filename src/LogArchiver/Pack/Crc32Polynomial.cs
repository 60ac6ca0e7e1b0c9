namespace LogArchiver.Pack;

/// <summary>Arithmetic of polynomials over GF(2) modulo that of CRC-32, of which a checksum is the remainder. Bits are reversed, as CRC-32 has
/// them: the highest bit is the lowest power.</summary>
internal static class Crc32Polynomial
{
    /// <summary>The polynomial without its highest power.</summary>
    public const uint Reversed = 0xEDB88320;

    /// <summary>x to the power of 0.</summary>
    public const uint One = 1u << 31;

    /// <summary>x.</summary>
    public const uint X = One >> 1;

    /// <summary>The product of two polynomials.</summary>
    public static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (; left != 0; left <<= 1)
        {
            product ^= (left & One) != 0 ? right : 0;
            right = (right & 1) == 1 ? (right >> 1) ^ Reversed : right >> 1;
        }

        return product;
    }

    /// <summary>A polynomial to a power.</summary>
    public static uint PowerOf(uint factor, long exponent)
    {
        var power = One;
        for (; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) == 1 ? Multiply(power, factor) : power;
            factor = Multiply(factor, factor);
        }

        return power;
    }
}
