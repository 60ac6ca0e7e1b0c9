using System.Buffers.Binary;

namespace LogArchiver.LocalAws.S3;

/// <summary>A reflected cyclic redundancy check of up to 64 bits, eight bytes a step.</summary>
/// <remarks>A shorter check lives in the low bits of the same register, so one loop serves CRC-32, CRC-32C and CRC-64/NVME.</remarks>
internal sealed class Crc
{
    /// <summary>CRC-32 as zip and gzip have it (ISO-HDLC).</summary>
    public static readonly Crc Crc32 = new(0xEDB88320, 4);

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static readonly Crc Crc32C = new(0x82F63B78, 4);

    /// <summary>CRC-64/NVME, the check S3 computes when a client names none.</summary>
    public static readonly Crc Crc64Nvme = new(0x9A6C9329AC4BC9B5, 8);

    private const int Slices = 8;
    private readonly ulong[] table = new ulong[Slices * 256];
    private readonly ulong mask;

    private Crc(ulong reflectedPolynomial, int width)
    {
        Width = width;
        mask = width == 8 ? ulong.MaxValue : (1UL << (width * 8)) - 1;
        for (var value = 0; value < 256; value++)
        {
            var register = (ulong)value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register & 1) == 0 ? register >> 1 : (register >> 1) ^ reflectedPolynomial;
            }

            table[value] = register;
        }

        for (var index = 256; index < table.Length; index++)
        {
            var before = table[index - 256];
            table[index] = (before >> 8) ^ table[(byte)before];
        }
    }

    /// <summary>Bytes of the finished value.</summary>
    public int Width { get; }

    /// <summary>The register before the first byte.</summary>
    public ulong Start => mask;

    /// <summary>The register after more bytes.</summary>
    public ulong Append(ulong register, ReadOnlySpan<byte> bytes)
    {
        var slices = table;
        while (bytes.Length >= Slices)
        {
            register ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            register = slices[(7 * 256) + (byte)register]
                ^ slices[(6 * 256) + (byte)(register >> 8)]
                ^ slices[(5 * 256) + (byte)(register >> 16)]
                ^ slices[(4 * 256) + (byte)(register >> 24)]
                ^ slices[(3 * 256) + (byte)(register >> 32)]
                ^ slices[(2 * 256) + (byte)(register >> 40)]
                ^ slices[256 + (byte)(register >> 48)]
                ^ slices[(byte)(register >> 56)];
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
        {
            register = (register >> 8) ^ slices[(byte)register ^ value];
        }

        return register;
    }

    /// <summary>The finished value, big-endian, as S3 writes it in base64.</summary>
    public byte[] Finish(ulong register)
    {
        var whole = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(whole, register ^ mask);
        return whole[^Width..];
    }
}
