using System.Runtime.CompilerServices;

namespace LogArchiver.Pack.Gzip;

/// <summary>Writes blocks, each with codes made for what is in it (RFC 1951, 3.2.7).</summary>
internal sealed class BlockWriter(BitWriter bits)
{
    private const uint DynamicCodes = 2;

    private readonly HuffmanCode literals = new(DeflateCodes.LiteralSymbols, DeflateCodes.MostCodeBits);
    private readonly HuffmanCode distances = new(DeflateCodes.DistanceSymbols, DeflateCodes.MostCodeBits);
    private readonly CodeLengths lengths = new();
    private readonly int[] literalCounts = new int[DeflateCodes.LiteralSymbols];
    private readonly uint[] literalBits = new uint[TokenBlock.Literals];
    private readonly uint[] distanceBits = new uint[TokenBlock.Distances];

    /// <summary>Writes a block.</summary>
    /// <param name="block">What is in it.</param>
    /// <param name="isLast">Whether none follows.</param>
    public void Write(TokenBlock block, bool isLast)
    {
        CountSymbols(block);
        literals.Build(literalCounts);
        distances.Build(block.DistanceCounts.AsSpan(0, DeflateCodes.DistanceSymbols));
        bits.Write(isLast ? 1U : 0, 1);
        bits.Write(DynamicCodes, 2);
        lengths.Write(bits, literals, distances);
        MakeTables();
        bits.Write(block.Tokens.AsSpan(0, block.Count), literalBits, distanceBits);
        bits.Write(literals.Word(DeflateCodes.EndOfBlock), literals.Lengths[DeflateCodes.EndOfBlock]);
    }

    private void CountSymbols(TokenBlock block)
    {
        block.LiteralCounts.AsSpan(0, DeflateCodes.EndOfBlock).CopyTo(literalCounts);
        literalCounts.AsSpan(DeflateCodes.EndOfBlock).Clear();
        literalCounts[DeflateCodes.EndOfBlock] = 1;
        for (var length = DeflateCodes.LeastLength; length <= DeflateCodes.MostLength; length++)
        {
            literalCounts[DeflateCodes.OfLength(length).Symbol] += block.LiteralCounts[length + TokenBlock.LengthOffset];
        }
    }

    // At once the best code: see HuffmanCode.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MakeTables()
    {
        for (var value = 0; value < DeflateCodes.EndOfBlock; value++)
        {
            literalBits[value] = (literals.Word(value) << 8) | literals.Lengths[value];
        }

        for (var length = DeflateCodes.LeastLength; length <= DeflateCodes.MostLength; length++)
        {
            var range = DeflateCodes.OfLength(length);
            var wordBits = literals.Lengths[range.Symbol];
            var word = literals.Word(range.Symbol) | (range.Extra << wordBits);
            literalBits[length + TokenBlock.LengthOffset] = (word << 8) | (uint)(wordBits + range.ExtraBits);
        }

        for (var symbol = 0; symbol < DeflateCodes.DistanceSymbols; symbol++)
        {
            var wordBits = distances.Lengths[symbol];
            var all = (uint)(wordBits + DeflateCodes.ExtraBitsOfDistance(symbol));
            distanceBits[symbol] = (distances.Word(symbol) << 16) | ((uint)wordBits << 8) | all;
        }
    }
}
