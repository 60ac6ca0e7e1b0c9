namespace LogArchiver.Pack.Gzip;

/// <summary>The table before a block: the lengths of its code words, from which the decoder makes them; repeated lengths in short, and all in
/// a Huffman code of their own (RFC 1951, 3.2.7).</summary>
internal sealed class CodeLengths
{
    private const int Symbols = 19;
    private const int MostBits = 7;
    private const int LengthBits = 3;
    private const int LeastSymbols = 4;
    private const byte RepeatLast = 16;
    private const byte RepeatZero = 17;
    private const byte RepeatZeroLong = 18;
    private const int LeastRun = 3;
    private const int MostRepeats = 6;
    private const int LeastLongRun = 11;
    private const int MostLongRun = 138;

    private readonly HuffmanCode code = new(Symbols, MostBits);
    private readonly int[] counts = new int[Symbols];
    private readonly List<Entry> entries = new(DeflateCodes.LiteralSymbols + DeflateCodes.DistanceSymbols);

    // The order in which the lengths of this code itself are written: rare ones last, so that they can be left out.
    private static ReadOnlySpan<byte> Order => [RepeatLast, RepeatZero, RepeatZeroLong, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Writes the table of two codes.</summary>
    public void Write(BitWriter bits, HuffmanCode literals, HuffmanCode distances)
    {
        var (literalsUsed, distancesUsed) = (literals.Used, distances.Used);
        Span<byte> lengths = stackalloc byte[literalsUsed + distancesUsed];
        literals.Lengths[..literalsUsed].CopyTo(lengths);
        distances.Lengths[..distancesUsed].CopyTo(lengths[literalsUsed..]);
        Shorten(lengths);
        code.Build(counts);

        var used = Symbols;
        while (used > LeastSymbols && code.Lengths[Order[used - 1]] == 0)
        {
            used--;
        }

        bits.Write((uint)(literalsUsed - DeflateCodes.EndOfBlock - 1), 5);
        bits.Write((uint)(distancesUsed - 1), 5);
        bits.Write((uint)(used - LeastSymbols), 4);
        foreach (var symbol in Order[..used])
        {
            bits.Write(code.Lengths[symbol], LengthBits);
        }

        foreach (var entry in entries)
        {
            bits.Write(code.Word(entry.Symbol), code.Lengths[entry.Symbol]);
            bits.Write(entry.Extra, entry.ExtraBits);
        }
    }

    private void Shorten(ReadOnlySpan<byte> lengths)
    {
        entries.Clear();
        Array.Clear(counts);
        for (var at = 0; at < lengths.Length;)
        {
            var run = lengths[at..].IndexOfAnyExcept(lengths[at]) is var other and >= 0 ? other : lengths.Length - at;
            var isRepeated = at > 0 && lengths[at - 1] == lengths[at];
            at += Add(lengths[at], run, isRepeated);
        }
    }

    /// <summary>Adds the next lengths, which are equal, or the first of them; returns how many.</summary>
    private int Add(byte length, int run, bool isRepeated)
    {
        var (entry, taken) = (length, run) switch
        {
            (0, >= LeastLongRun) => (new Entry(RepeatZeroLong, 7, (uint)(Math.Min(run, MostLongRun) - LeastLongRun)), Math.Min(run, MostLongRun)),
            (0, >= LeastRun) => (new Entry(RepeatZero, 3, (uint)(run - LeastRun)), run),
            (_, >= LeastRun) when isRepeated => (new Entry(RepeatLast, 2, (uint)(Math.Min(run, MostRepeats) - LeastRun)), Math.Min(run, MostRepeats)),
            _ => (new Entry(length, 0, 0), 1),
        };
        entries.Add(entry);
        counts[entry.Symbol]++;
        return taken;
    }

    private readonly record struct Entry(byte Symbol, int ExtraBits, uint Extra);
}
