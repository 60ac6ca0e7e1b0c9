using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogArchiver.Pack.Gzip;

/// <summary>Finds what has been there before (LZ77): greedily, with one candidate for each eight bytes, the last place where they, or others of
/// the same hash, began. Log lines repeat themselves in long stretches and differ in short ones. Whoever takes short matches
/// misses the long ones that begin a little later: with eight bytes rather than four the files are smaller, and there is less to do.</summary>
/// <remarks>
/// <para>The time goes into branches that cannot be foretold. So two places are looked up at once and there is one branch for "neither has a
/// match"; the bytes at a candidate are loaded before it is known whether it is near enough, which is why so many bytes before the
/// first must be there to be read.</para>
/// <para>Places are kept as the lower 16 bits of the count of bytes. What was there 65,536 bytes ago looks as if it were here, but whatever is
/// found is compared, so that a wrong place is no match.</para>
/// </remarks>
internal sealed class MatchFinder
{
    /// <summary>Bytes that must be readable before the first, whatever they are.</summary>
    public const int ReadableBytes = 1 << 16;

    // Up to so many bytes before the end are taken as they are, so that all that is loaded at once lies within: a match begins so far from the
    // end at least, and the last eight bytes loaded are those four after its first.
    private const int TailBytes = 16;

    // Of the golden ratio, as is usual for multiplicative hashing.
    private const ulong Multiplier = 0x9E37_79B1_85EB_CA87UL;
    private const int TableBits = 14;
    private const int HashShift = 64 - TableBits;

    // All bits that a distance of 1 to 32,768, less one, does not have.
    private const uint TooFar = ~((uint)DeflateCodes.MostDistance - 1);

    private readonly ushort[] places = new ushort[1 << TableBits];

    // The count begins at one, so that no place is as far as may be from one that was never set.
    private uint count = 1;

    /// <summary>Makes a finder that has seen nothing.</summary>
    public MatchFinder() => Array.Fill(places, (ushort)DeflateCodes.MostDistance);

    /// <summary>Makes tokens of the bytes from <paramref name="start"/> on, until all are taken or the block is full.</summary>
    /// <param name="window">The bytes, after those found before and at least <see cref="ReadableBytes"/> of any kind in all.</param>
    /// <param name="start">The first that is new.</param>
    /// <param name="end">The end of the new ones.</param>
    /// <param name="block">Takes the tokens; not full.</param>
    /// <returns>The first byte of which no token was made.</returns>
    public int Find(byte[] window, int start, int end, TokenBlock block)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, ReadableBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, window.Length);
        var at = FindMatches(window, start, end, block);
        for (; at >= end - TailBytes && at < end && !block.IsFull; at++)
        {
            block.AddLiteral(window[at]);
        }

        count += (uint)(at - start);
        return at;
    }

    // At once the best code: a small day is over before it would have been compiled again. No index is checked in here. They hold because
    // - what is loaded begins at most 65,535 bytes before the first new one, which ReadableBytes allows, and ends by the end (TailBytes);
    // - an index into the places has TableBits bits;
    // - a block that is not full has room for the two tokens of a turn;
    // - a length of 8 to 258 is counted at 261 to 511, a distance of 1 to 32,768 at 0 to 29.
    // No match reaches back before the first byte of all: a place that was never set is 32,768, as far from the byte numbered n (from 1) as n less
    // 32,768, and n - 1 bytes are before that one; and modulo 65,536 no distance becomes larger.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindMatches(byte[] window, int start, int end, TokenBlock block)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(window);
        ref var table = ref MemoryMarshal.GetArrayDataReference(places);
        ref var tokens = ref MemoryMarshal.GetArrayDataReference(block.Tokens);
        ref var literals = ref MemoryMarshal.GetArrayDataReference(block.LiteralCounts);
        ref var distances = ref MemoryMarshal.GetArrayDataReference(block.DistanceCounts);
        var used = block.Count;
        var full = TokenBlock.FullAt;
        var limit = end - TailBytes;
        var placeOfZero = (int)count - start;
        var at = start;
        while (at < limit && used < full)
        {
            var here = Load(ref bytes, at);
            var next = Load(ref bytes, at + 1);
            var place = at + placeOfZero;
            var distance = Exchange(ref table, here, place);
            var distanceOfNext = Exchange(ref table, next, place + 1);
            var difference = here ^ Load(ref bytes, at - distance);
            var differenceOfNext = next ^ Load(ref bytes, at + 1 - distanceOfNext);
            var isLiteral = (difference | ((uint)(distance - 1) & TooFar)) != 0;
            var isLiteralNext = (differenceOfNext | ((uint)(distanceOfNext - 1) & TooFar)) != 0;
            var first = (byte)here;
            if (isLiteral & isLiteralNext)
            {
                var second = (byte)next;
                Unsafe.Add(ref tokens, used) = first | TokenBlock.NoDistance;
                Unsafe.Add(ref tokens, used + 1) = second | TokenBlock.NoDistance;
                Unsafe.Add(ref literals, first)++;
                Unsafe.Add(ref literals, second)++;
                used += 2;
                at += 2;
                continue;
            }

            if (isLiteral)
            {
                Unsafe.Add(ref tokens, used++) = first | TokenBlock.NoDistance;
                Unsafe.Add(ref literals, first)++;
                at++;
                distance = distanceOfNext;
            }

            var length = LengthBeyondEight(ref bytes, at, distance, Math.Min(DeflateCodes.MostLength, end - at));
            var far = distance - 1;
            var extraBits = Math.Max(BitOperations.Log2((uint)far) - 1, 0);
            var symbol = (2 * extraBits) + (far >> extraBits);
            var literal = length + TokenBlock.LengthOffset;
            Unsafe.Add(ref tokens, used++) = (uint)literal
                | ((uint)symbol << TokenBlock.DistanceShift)
                | ((uint)(far & ((1 << extraBits) - 1)) << TokenBlock.ExtraShift);
            Unsafe.Add(ref literals, literal)++;
            Unsafe.Add(ref distances, symbol)++;

            // The first places within a match are noted, so that a repetition is also found where it begins a little later.
            place = at + placeOfZero;
            Note(ref table, Load(ref bytes, at + 1), place + 1);
            Note(ref table, Load(ref bytes, at + 2), place + 2);
            Note(ref table, Load(ref bytes, at + 3), place + 3);
            Note(ref table, Load(ref bytes, at + 4), place + 4);
            at += length;
        }

        block.Count = used;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte bytes, int at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ushort Slot(ref ushort table, ulong word) => ref Unsafe.Add(ref table, (nint)((word * Multiplier) >> HashShift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(ref ushort table, ulong word, int place) => Slot(ref table, word) = (ushort)place;

    /// <summary>Notes a place and gives the distance from the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Exchange(ref ushort table, ulong word, int place)
    {
        ref var slot = ref Slot(ref table, word);
        var distance = (ushort)(place - slot);
        slot = (ushort)place;
        return distance;
    }

    /// <summary>How long a match is of which eight bytes are known; at most <paramref name="most"/>, beyond which nothing is loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LengthBeyondEight(ref byte bytes, int at, int distance, int most)
    {
        var length = sizeof(ulong);
        for (; Vector256.IsHardwareAccelerated && length + Vector256<byte>.Count <= most; length += Vector256<byte>.Count)
        {
            var same = Vector256.Equals(
                Vector256.LoadUnsafe(ref bytes, (nuint)(at + length)),
                Vector256.LoadUnsafe(ref bytes, (nuint)(at + length - distance))).ExtractMostSignificantBits();
            if (same != uint.MaxValue)
            {
                return length + BitOperations.TrailingZeroCount(~same);
            }
        }

        for (; length + sizeof(ulong) <= most; length += sizeof(ulong))
        {
            var difference = Load(ref bytes, at + length) ^ Load(ref bytes, at + length - distance);
            if (difference != 0)
            {
                return length + (BitOperations.TrailingZeroCount(difference) / 8);
            }
        }

        while (length < most && Unsafe.Add(ref bytes, at + length) == Unsafe.Add(ref bytes, at + length - distance))
        {
            length++;
        }

        return length;
    }
}
