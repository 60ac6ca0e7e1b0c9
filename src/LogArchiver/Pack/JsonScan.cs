using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogArchiver.Pack;

/// <summary>Looks through JSON strings 64 bytes at a time: each question about a block ("where are the quotes?") is answered with
/// one bit a byte. Log lines in JSON carry an escape every dozen bytes, and hopping from one to the next took three times as long
/// as this does. Compiled to its best at once (see <see cref="Read.JsonCursor"/>).</summary>
internal static class JsonScan
{
    private const int BlockBytes = 64;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    /// <summary>Finds the quote that ends a string.</summary>
    /// <param name="text">Begins with the first byte of the string, and may go on after its end.</param>
    /// <param name="onlyCommonEscapes">Whether it has no other escapes than <see cref="HasOnlyCommonEscapes"/> allows. Others
    /// are not looked at: they may be legal or not.</param>
    /// <returns>The bytes before the quote; −1 if none comes, or a control character before it, which JSON forbids.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FindEnd(ReadOnlySpan<byte> text, out bool onlyCommonEscapes)
    {
        onlyCommonEscapes = true;
        ulong pending = 0;
        var at = 0;
        while (at <= text.Length - BlockBytes)
        {
            var end = EndIn(in text[at], ulong.MaxValue, ref pending, ref onlyCommonEscapes);
            if (end != BlockBytes)
            {
                return end < 0 ? -1 : at + end;
            }

            at += BlockBytes;
        }

        var inTail = EndInTail(text[at..], pending, ref onlyCommonEscapes);
        return inTail < 0 ? -1 : at + inTail;
    }

    /// <summary>Whether a string, of legal escapes, has only these: <c>\" \\ \n \t \r \b \f</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool HasOnlyCommonEscapes(ReadOnlySpan<byte> text)
    {
        ulong pending = 0;
        while (text.Length >= BlockBytes)
        {
            if (UncommonIn(in text[0], ref pending) != 0)
            {
                return false;
            }

            text = text[BlockBytes..];
        }

        return text.IsEmpty || UncommonInTail(text, pending) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndIn(in byte block, ulong valid, ref ulong pending, ref bool onlyCommonEscapes)
    {
        var quotes = Equal(in block, (byte)'"');
        var escaped = Escaped(Equal(in block, (byte)'\\') & valid, ref pending);
        var ends = quotes & ~escaped & valid;
        // The bits up to the first end, or all of them where there is none.
        var before = (ends ^ (ends - 1)) & valid;
        var named = escaped & ~quotes & before;
        if (named != 0)
        {
            onlyCommonEscapes &= (named & ~CommonNames(in block)) == 0;
        }

        return (Below(in block, (byte)' ') & before) != 0 ? -1 : BitOperations.TrailingZeroCount(ends);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EndInTail(ReadOnlySpan<byte> tail, ulong pending, ref bool onlyCommonEscapes)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        tail.CopyTo(block);
        var end = EndIn(in block[0], (1UL << tail.Length) - 1, ref pending, ref onlyCommonEscapes);
        return end == BlockBytes ? -1 : end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong UncommonIn(in byte block, ref ulong pending)
    {
        var escaped = Escaped(Equal(in block, (byte)'\\'), ref pending);
        var named = escaped & ~Equal(in block, (byte)'"');
        return named == 0 ? 0 : named & ~CommonNames(in block);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong UncommonInTail(ReadOnlySpan<byte> tail, ulong pending)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        tail.CopyTo(block);
        return UncommonIn(in block[0], ref pending);
    }

    /// <summary>Which bytes stand behind a run of backslashes of odd length, and so are the name of an escape.</summary>
    /// <param name="backslashes">The block's backslashes.</param>
    /// <param name="pending">1 where the last block ended between a backslash and the name; set for the next block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Escaped(ulong backslashes, ref ulong pending)
    {
        if ((backslashes | pending) == 0)
        {
            return 0;
        }

        // A backslash that is itself escaped begins nothing.
        var runs = backslashes & ~pending;
        var starts = runs & ~(runs << 1);
        // Adding its start to a run carries into the bit behind the run. A run from an even to an odd bit has odd length, and
        // so has one from an odd to an even bit; bit 64, the carry out of the sum, is even.
        var behindEven = (starts & EvenBits) + runs;
        var behindOdd = (starts & ~EvenBits) + runs;
        // An escaped backslash is as common a name as there is, and is left out here as those within a run are.
        var escaped = (pending & ~backslashes) | (~runs & ((behindEven & ~EvenBits) | (behindOdd & EvenBits)));
        pending = behindOdd < runs ? 1UL : 0UL;
        return escaped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CommonNames(in byte block) =>
        Equal(in block, (byte)'n') | Equal(in block, (byte)'t') | Equal(in block, (byte)'r')
        | Equal(in block, (byte)'b') | Equal(in block, (byte)'f');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(in byte block, byte value)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.Equals(Vector512.LoadUnsafe(in block), Vector512.Create(value)).ExtractMostSignificantBits();
        }

        ulong bits = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (var part = 0; part < BlockBytes; part += Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(in block, (nuint)part);
                bits |= (ulong)Vector256.Equals(bytes, Vector256.Create(value)).ExtractMostSignificantBits() << part;
            }

            return bits;
        }

        for (var part = 0; part < BlockBytes; part += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(in block, (nuint)part);
            bits |= (ulong)Vector128.Equals(bytes, Vector128.Create(value)).ExtractMostSignificantBits() << part;
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Below(in byte block, byte limit)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.LessThan(Vector512.LoadUnsafe(in block), Vector512.Create(limit)).ExtractMostSignificantBits();
        }

        ulong bits = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (var part = 0; part < BlockBytes; part += Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(in block, (nuint)part);
                bits |= (ulong)Vector256.LessThan(bytes, Vector256.Create(limit)).ExtractMostSignificantBits() << part;
            }

            return bits;
        }

        for (var part = 0; part < BlockBytes; part += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(in block, (nuint)part);
            bits |= (ulong)Vector128.LessThan(bytes, Vector128.Create(limit)).ExtractMostSignificantBits() << part;
        }

        return bits;
    }
}
