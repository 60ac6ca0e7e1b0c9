namespace LogArchiver.Pack.Gzip;

/// <summary>The bytes and matches of one block, in order, and how often each occurs. A token is one number, so that writing it asks nothing:
/// nine bits for the byte, or 256 and the length of the match less three; five for the symbol of the distance; the rest for its extra bits. A
/// byte has a distance symbol that takes no bits.</summary>
internal sealed class TokenBlock
{
    /// <summary>The values of the first part of a token.</summary>
    public const int Literals = 512;

    /// <summary>The values of the second.</summary>
    public const int Distances = 32;

    /// <summary>What is added to the length of a match for the first part.</summary>
    public const int LengthOffset = 256 - DeflateCodes.LeastLength;

    /// <summary>Where the second part begins.</summary>
    public const int DistanceShift = 9;

    /// <summary>Where the third begins.</summary>
    public const int ExtraShift = 14;

    /// <summary>The second part of a token that is a byte, where it stands in it.</summary>
    public const uint NoDistance = DeflateCodes.DistanceSymbols << DistanceShift;

    // About 300 KB of log lines: the table of codes before a block is less than a hundredth of it, and the codes still fit what is in it.
    private const int MostTokens = 32 << 10;

    // Two are added between looks at whether it is full.
    private const int AddedAtOnce = 2;

    /// <summary>The tokens; with room for <see cref="AddedAtOnce"/> while it is not full.</summary>
    public uint[] Tokens { get; } = new uint[MostTokens];

    /// <summary>How many there are.</summary>
    public int Count { get; set; }

    /// <summary>How many may be there before it is full.</summary>
    public static int FullAt => MostTokens - AddedAtOnce + 1;

    /// <summary>Whether it has to be written before more is added.</summary>
    public bool IsFull => Count >= FullAt;

    /// <summary>How often each value of the first part occurs.</summary>
    public int[] LiteralCounts { get; } = new int[Literals];

    /// <summary>How often each distance symbol occurs; for bytes it is not counted.</summary>
    public int[] DistanceCounts { get; } = new int[Distances];

    /// <summary>Adds a byte.</summary>
    public void AddLiteral(byte value)
    {
        Tokens[Count++] = value | NoDistance;
        LiteralCounts[value]++;
    }

    /// <summary>Begins the next block.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(LiteralCounts);
        Array.Clear(DistanceCounts);
    }
}
