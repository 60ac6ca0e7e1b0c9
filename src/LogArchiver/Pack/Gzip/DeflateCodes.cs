namespace LogArchiver.Pack.Gzip;

/// <summary>The alphabets of DEFLATE (RFC 1951, 3.2.5): bytes and lengths of matches share one, distances have another. A symbol stands for a
/// range of lengths or distances, and some extra bits after it say which.</summary>
internal static class DeflateCodes
{
    /// <summary>Ends a block.</summary>
    public const int EndOfBlock = 256;

    /// <summary>Symbols for bytes, the end and lengths.</summary>
    public const int LiteralSymbols = 286;

    /// <summary>Symbols for distances.</summary>
    public const int DistanceSymbols = 30;

    /// <summary>The shortest match there can be.</summary>
    public const int LeastLength = 3;

    /// <summary>The longest.</summary>
    public const int MostLength = 258;

    /// <summary>The furthest that a match may lie back.</summary>
    public const int MostDistance = 32 << 10;

    /// <summary>The most bits of a code word.</summary>
    public const int MostCodeBits = 15;

    private static readonly LengthRange[] ByLength = [.. Enumerable.Range(LeastLength, MostLength - LeastLength + 1).Select(RangeOf)];

    /// <summary>How a length is written.</summary>
    public static LengthRange OfLength(int length) => ByLength[length - LeastLength];

    /// <summary>The number of extra bits after a distance symbol.</summary>
    public static int ExtraBitsOfDistance(int symbol) => symbol < 4 ? 0 : (symbol / 2) - 1;

    // Four lengths to each number of extra bits, beginning with eight that have none; the longest has a symbol of its own.
    private static LengthRange RangeOf(int length)
    {
        const int first = EndOfBlock + 1;
        if (length == MostLength)
        {
            return new LengthRange(LiteralSymbols - 1, ExtraBits: 0, Extra: 0);
        }

        var offset = length - LeastLength;
        var bits = Math.Max(0, int.Log2(offset | 1) - 2);
        return new LengthRange(first + (4 * bits) + (offset >> bits), bits, (uint)(offset & ((1 << bits) - 1)));
    }
}

/// <summary>How the length of a match is written.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="ExtraBits">How many bits follow it.</param>
/// <param name="Extra">Their value.</param>
internal readonly record struct LengthRange(int Symbol, int ExtraBits, uint Extra);
