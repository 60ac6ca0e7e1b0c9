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
        while (bytes.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            hash = Mix(hash, value);
        }

        hash ^= hash >> 32;
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Multiplier;
        return BitOperations.RotateLeft(hash ^ (hash >> 29), 23);
    }
}
