using System.Buffers.Binary;
using System.Numerics;

namespace LogArchiver.Pack;

/// <summary>A quick 64-bit hash, the same on every machine. Not for secrets: for telling event ids and stream names apart.</summary>
internal static class Hash64
{
    // The multiplier of splitmix64's finaliser; any odd number with well-mixed bits would do.
    private const ulong Multiplier = 0xBF58476D1CE4E5B9;

    /// <summary>The hash; never 0, which stands for "none".</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Multiplier;
        var rest = bytes;
        while (rest.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            rest = rest[sizeof(ulong)..];
        }

        if (rest.Length > 0)
        {
            // The last eight bytes, some of them again, rather than the rest byte by byte.
            hash = Mix(hash, bytes.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) : Few(bytes));
        }

        hash ^= hash >> 32;
        return hash == 0 ? 1 : hash;
    }

    private static ulong Few(ReadOnlySpan<byte> bytes)
    {
        ulong word = 0;
        foreach (var value in bytes)
        {
            word = (word << 8) | value;
        }

        return word;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Multiplier;
        return BitOperations.RotateLeft(hash ^ (hash >> 29), 23);
    }
}
