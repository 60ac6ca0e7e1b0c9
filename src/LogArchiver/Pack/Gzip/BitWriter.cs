using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogArchiver.Pack.Gzip;

/// <summary>Writes numbers of so many bits one after another, the lowest bit first, as DEFLATE has them.</summary>
internal sealed class BitWriter(Stream target)
{
    // Tokens written between two looks at the room that is left.
    private const int TokensAtOnce = 4 << 10;

    // Of one token: the longest word and extra bits of a length, then of a distance.
    private const int MostTokenBits = 15 + 5 + 15 + 13;
    private const int BufferBytes = (TokensAtOnce * MostTokenBits / 8) + sizeof(ulong);

    private readonly byte[] buffer = new byte[BufferBytes];
    private int used;
    private ulong waiting;
    private int waitingBits;

    /// <summary>Writes the lower bits of a number.</summary>
    /// <param name="value">The number; no bit above is set.</param>
    /// <param name="bits">At most 32.</param>
    public void Write(uint value, int bits)
    {
        waiting |= (ulong)value << waitingBits;
        waitingBits += bits;
        if (used + sizeof(ulong) > buffer.Length)
        {
            Flush();
        }

        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(used), waiting);
        KeepPartOfByte();
    }

    /// <summary>Writes bytes as they are, from the next whole byte on.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Write(0, -waitingBits & 7);
        Flush();
        target.Write(bytes);
    }

    /// <summary>Writes tokens.</summary>
    /// <param name="tokens">As a <see cref="TokenBlock"/> has them.</param>
    /// <param name="literals">For each first part its bits, extra bits included, above their number in the lowest byte.</param>
    /// <param name="distances">For each distance symbol the word from bit 16 on, its length from bit 8 on, and in the lowest byte that with
    /// the number of extra bits.</param>
    public void Write(ReadOnlySpan<uint> tokens, ReadOnlySpan<uint> literals, ReadOnlySpan<uint> distances)
    {
        literals = literals[..TokenBlock.Literals];
        distances = distances[..TokenBlock.Distances];
        while (tokens.Length > 0)
        {
            Flush();
            var some = tokens[..Math.Min(TokensAtOnce, tokens.Length)];
            WriteSome(some, literals, distances);
            tokens = tokens[some.Length..];
        }
    }

    /// <summary>Sends on all whole bytes.</summary>
    public void Flush()
    {
        target.Write(buffer.AsSpan(0, used));
        used = 0;
    }

    // At once the best code, and no index is checked. They hold because nothing has been used when it begins and at most seven bits wait, so that
    // the last token's eight bytes are within BufferBytes (and 7 + 48 bits within the eight bytes); and because the tables have an entry
    // for every value of a part.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteSome(ReadOnlySpan<uint> tokens, ReadOnlySpan<uint> literals, ReadOnlySpan<uint> distances)
    {
        ref var literal = ref MemoryMarshal.GetReference(literals);
        ref var distance = ref MemoryMarshal.GetReference(distances);
        ref var start = ref MemoryMarshal.GetArrayDataReference(buffer);
        var (at, bits, count) = (used, waiting, waitingBits);
        foreach (var token in tokens)
        {
            var first = Unsafe.Add(ref literal, (nint)(token & (TokenBlock.Literals - 1)));
            var second = Unsafe.Add(ref distance, (nint)((token >> TokenBlock.DistanceShift) & (TokenBlock.Distances - 1)));
            bits |= (ulong)(first >> 8) << count;
            count += (byte)first;
            bits |= (ulong)((second >> 16) | ((token >> TokenBlock.ExtraShift) << (byte)(second >> 8))) << count;
            count += (byte)second;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref start, at), BitConverter.IsLittleEndian ? bits : BinaryPrimitives.ReverseEndianness(bits));
            at += count >> 3;
            bits >>= count & ~7;
            count &= 7;
        }

        (used, waiting, waitingBits) = (at, bits, count);
    }

    private void KeepPartOfByte()
    {
        used += waitingBits >> 3;
        waiting >>= waitingBits & ~7;
        waitingBits &= 7;
    }
}
