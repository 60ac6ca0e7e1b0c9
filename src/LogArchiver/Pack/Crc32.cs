using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LogArchiver.Pack;

/// <summary>CRC-32 (ISO-HDLC, the one of gzip and of S3's <c>CRC32</c>), eight bytes a step. The framework has it in a package of
/// its own only, which this project does without for thirty lines.</summary>
internal sealed class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;
    private static readonly uint[][] Tables = MakeTables();
    private uint state = uint.MaxValue;

    /// <summary>The checksum of everything appended, as S3 writes it: base64 of the big-endian value.</summary>
    public string Base64
    {
        get
        {
            Span<byte> value = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(value, ~state);
            return Convert.ToBase64String(value);
        }
    }

    // At once the best code: a day's file is often over before the loop would have been compiled again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = state;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ Tables[0][(crc ^ value) & 0xFF];
        }

        state = crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                tables[table][value] = table == 0 ? ShiftOut(value) : Next(tables, table, value);
            }
        }

        return tables;
    }

    private static uint Next(uint[][] tables, int table, uint value)
    {
        var before = tables[table - 1][value];
        return (before >> 8) ^ tables[0][before & 0xFF];
    }

    private static uint ShiftOut(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ ReversedPolynomial : value >> 1;
        }

        return value;
    }
}
