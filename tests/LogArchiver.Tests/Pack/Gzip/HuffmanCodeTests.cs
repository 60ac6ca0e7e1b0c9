using LogArchiver.Pack.Gzip;

namespace LogArchiver.Tests.Pack.Gzip;

public sealed class HuffmanCodeTests
{
    [Theory]
    [InlineData(286, 15)]
    [InlineData(30, 15)]
    [InlineData(19, 7)]
    public void Every_code_is_complete_and_keeps_its_limit_and_gives_frequent_symbols_no_longer_words(int symbols, int mostBits)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var counts = AnyCounts(new Random(seed), symbols);
            var code = new HuffmanCode(symbols, mostBits);
            code.Build(counts);
            AssertComplete(code, mostBits);
            AssertFrequentAreShort(code, counts);
        }
    }

    /// <summary>Counts like Fibonacci's numbers make the deepest tree there is.</summary>
    [Theory]
    [InlineData(19, 7)]
    [InlineData(30, 15)]
    [InlineData(19, 5)]
    public void Words_that_would_be_too_long_are_cut(int symbols, int mostBits)
    {
        var counts = new int[symbols];
        (counts[0], counts[1]) = (1, 1);
        for (var symbol = 2; symbol < symbols; symbol++)
        {
            counts[symbol] = counts[symbol - 1] + counts[symbol - 2];
        }

        var code = new HuffmanCode(symbols, mostBits);
        code.Build(counts);
        AssertComplete(code, mostBits);
        AssertFrequentAreShort(code, counts);
        Assert.Equal(mostBits, code.Lengths[0]);
    }

    /// <summary>The example of RFC 1951, 3.2.2: lengths 3, 3, 3, 3, 3, 2, 4, 4 for A to H.</summary>
    [Fact]
    public void Words_are_those_of_the_standard()
    {
        var code = new HuffmanCode(8, 15);
        code.Build([20, 20, 20, 20, 20, 40, 10, 10]);
        Assert.Equal([3, 3, 3, 3, 3, 2, 4, 4], code.Lengths.ToArray());
        Assert.Equal(
            ["010", "011", "100", "101", "110", "00", "1110", "1111"],
            Enumerable.Range(0, 8).Select(symbol => Text(code, symbol)));
    }

    [Fact]
    public void Words_take_no_more_bits_than_any_other_code_would()
    {
        var code = new HuffmanCode(6, 15);
        code.Build([5, 9, 12, 13, 16, 45]);
        Assert.Equal([4, 4, 3, 3, 3, 1], code.Lengths.ToArray());
    }

    [Theory]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 1, 1, 0, 0 }, 2)]
    [InlineData(new[] { 0, 0, 7, 0 }, new[] { 1, 0, 1, 0 }, 3)]
    [InlineData(new[] { 7, 0, 0, 0 }, new[] { 1, 1, 0, 0 }, 2)]
    public void Two_symbols_have_a_word_at_least(int[] counts, int[] lengths, int used)
    {
        var code = new HuffmanCode(4, 15);
        code.Build(counts);
        Assert.Equal(lengths, code.Lengths.ToArray().Select(length => (int)length));
        Assert.Equal(used, code.Used);
    }

    private static int[] AnyCounts(Random random, int symbols)
    {
        var counts = new int[symbols];
        var steepness = random.Next(1, 25);
        foreach (ref var count in counts.AsSpan())
        {
            count = random.Next(3) == 0 ? 0 : random.Next(1 << random.Next(steepness));
        }

        return counts;
    }

    private static void AssertComplete(HuffmanCode code, int mostBits)
    {
        var room = 0L;
        foreach (var length in code.Lengths)
        {
            Assert.InRange(length, 0, mostBits);
            room += length > 0 ? 1L << (mostBits - length) : 0;
        }

        Assert.Equal(1L << mostBits, room);
        var words = Enumerable.Range(0, code.Lengths.Length).Select(symbol => Text(code, symbol)).Where(word => word.Length > 0).Order(StringComparer.Ordinal).ToList();
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.False(pair.Second.StartsWith(pair.First, StringComparison.Ordinal)));
    }

    private static void AssertFrequentAreShort(HuffmanCode code, int[] counts)
    {
        var lengths = code.Lengths.ToArray();
        var byCount = Enumerable.Range(0, counts.Length).Where(symbol => counts[symbol] > 0).OrderBy(symbol => counts[symbol]).ThenByDescending(symbol => lengths[symbol]);
        var sorted = byCount.Select(symbol => (int)lengths[symbol]).ToList();
        Assert.Equal(sorted.OrderDescending(), sorted);
        Assert.All(Enumerable.Range(0, counts.Length), symbol => Assert.True(counts[symbol] == 0 || lengths[symbol] > 0));
    }

    /// <summary>The word as it is read, its first bit first.</summary>
    private static string Text(HuffmanCode code, int symbol) =>
        string.Concat(Enumerable.Range(0, code.Lengths[symbol]).Select(bit => (code.Word(symbol) >> bit) & 1));
}
