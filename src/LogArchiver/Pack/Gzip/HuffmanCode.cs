using System.Runtime.CompilerServices;

namespace LogArchiver.Pack.Gzip;

/// <summary>A Huffman code with code words of limited length, in the canonical form in which lengths alone tell the words (RFC 1951, 3.2.2).</summary>
/// <param name="symbols">Symbols of the alphabet.</param>
/// <param name="mostBits">The longest that a code word may be.</param>
internal sealed class HuffmanCode(int symbols, int mostBits)
{
    private readonly byte[] lengths = new byte[symbols];
    private readonly uint[] words = new uint[symbols];

    /// <summary>The length of each symbol's word in bits; 0 where it has none.</summary>
    public ReadOnlySpan<byte> Lengths => lengths;

    /// <summary>The symbol's word, its first bit lowest, as it is written.</summary>
    public uint Word(int symbol) => words[symbol];

    /// <summary>How many symbols there are up to the last that has a word.</summary>
    public int Used => lengths.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;

    /// <summary>Makes the code for symbols that occur so often. One that does not occur has no word, but for the two that a code has at
    /// least: not every decoder takes one with fewer.</summary>
    public void Build(ReadOnlySpan<int> counts)
    {
        Span<ulong> leaves = stackalloc ulong[symbols];
        leaves = leaves[..TakeLeaves(counts, leaves)];
        leaves.Sort();
        Span<int> ofLength = stackalloc int[mostBits + 1];
        CountLengths(leaves, ofLength);
        Array.Clear(lengths);
        var rarest = 0;
        for (var length = mostBits; length > 0; length--)
        {
            foreach (var leaf in leaves.Slice(rarest, ofLength[length]))
            {
                lengths[(int)(uint)leaf] = (byte)length;
            }

            rarest += ofLength[length];
        }

        MakeWords(ofLength);
    }

    /// <summary>The symbols that have a word: how often above, which below, so that they are sorted as numbers.</summary>
    private static int TakeLeaves(ReadOnlySpan<int> counts, Span<ulong> leaves)
    {
        var taken = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                leaves[taken++] = ((ulong)counts[symbol] << 32) | (uint)symbol;
            }
        }

        for (var symbol = 0; taken < 2; symbol++)
        {
            if (counts[symbol] == 0)
            {
                leaves[taken++] = (1UL << 32) | (uint)symbol;
            }
        }

        return taken;
    }

    /// <summary>How many words of each length there are: joins the two rarest until one is left, and counts how deep each leaf then lies.</summary>
    // At once the best code, here and below: a gigabyte of lines is three thousand blocks, few calls for so much work in slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountLengths(ReadOnlySpan<ulong> leaves, Span<int> ofLength)
    {
        var nodes = (2 * leaves.Length) - 1;
        Span<long> weights = stackalloc long[nodes];
        Span<int> parents = stackalloc int[nodes];
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            weights[leaf] = (long)(leaves[leaf] >> 32);
        }

        // Joints come into being in the order of their weights, behind the leaves, so the rarest is the next leaf or the next joint.
        var (nextLeaf, nextJoint) = (0, leaves.Length);
        for (var joint = leaves.Length; joint < nodes; joint++)
        {
            weights[joint] = 0;
            for (var child = 0; child < 2; child++)
            {
                var isLeaf = nextLeaf < leaves.Length && (nextJoint == joint || weights[nextLeaf] <= weights[nextJoint]);
                var rarest = isLeaf ? nextLeaf++ : nextJoint++;
                weights[joint] += weights[rarest];
                parents[rarest] = joint;
            }
        }

        ofLength.Clear();
        var depths = parents;
        depths[nodes - 1] = 0;
        var room = 1L << mostBits;
        for (var node = nodes - 2; node >= 0; node--)
        {
            depths[node] = depths[parents[node]] + 1;
            if (node < leaves.Length)
            {
                var length = Math.Min(depths[node], mostBits);
                ofLength[length]++;
                room -= 1L << (mostBits - length);
            }
        }

        // Words cut to the limit take more room than there is. Where a shorter word becomes a joint, for itself and one of the longest, one unit
        // is won; so the code ends up complete, as decoders demand.
        for (; room < 0; room++)
        {
            var length = mostBits - 1;
            while (ofLength[length] == 0)
            {
                length--;
            }

            ofLength[length]--;
            ofLength[length + 1] += 2;
            ofLength[mostBits]--;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MakeWords(ReadOnlySpan<int> ofLength)
    {
        Span<uint> next = stackalloc uint[mostBits + 1];
        next[0] = 0;
        for (var length = 1; length <= mostBits; length++)
        {
            next[length] = (next[length - 1] + (length > 1 ? (uint)ofLength[length - 1] : 0)) << 1;
        }

        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var length = lengths[symbol];
            words[symbol] = length == 0 ? 0 : Reversed(next[length]++, length);
        }
    }

    private static uint Reversed(uint word, int length)
    {
        uint reversed = 0;
        for (; length > 0; length--)
        {
            reversed = (reversed << 1) | (word & 1);
            word >>= 1;
        }

        return reversed;
    }
}
