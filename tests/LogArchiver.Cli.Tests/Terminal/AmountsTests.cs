using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Tests.Terminal;

public class AmountsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(44_230, "44.2 kB")]
    [InlineData(99_949, "99.9 kB")]
    [InlineData(99_950, "100 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(17_617_139, "17.6 MB")]
    [InlineData(long.MaxValue, "9223 PB")]
    public void Bytes_have_at_most_three_digits_and_a_unit(long bytes, string expected) => Assert.Equal(expected, Amounts.Bytes(bytes));

    [Theory]
    [InlineData(1, "1 day")]
    [InlineData(0, "0 days")]
    [InlineData(24_011, "24,011 days")]
    public void Counts_agree_with_their_noun(long count, string expected) => Assert.Equal(expected, Amounts.Of(count, "day"));

    [Fact]
    public void Nothing_stored_has_no_ratio()
    {
        Assert.Equal("–", Amounts.Ratio(0, 0));
        Assert.Equal("8.1×", Amounts.Ratio(810, 100));
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(125.4, "2 min 5 s")]
    public void Times_are_seconds_then_minutes(double seconds, string expected) =>
        Assert.Equal(expected, Amounts.Seconds(TimeSpan.FromSeconds(seconds)));
}
