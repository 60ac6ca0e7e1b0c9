using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(3, 800)]
    [InlineData(7, 12_800)]
    [InlineData(8, 20_000)]
    [InlineData(1_000_000, 20_000)]
    public void The_longest_wait_doubles_until_the_cap(int attempt, int longestMs) =>
        Assert.Equal(longestMs, RetryDelay.After(attempt, 1).TotalMilliseconds, 0.001);

    [Fact]
    public void The_wait_is_as_likely_short_as_long() =>
        Prop.ForAll(
            Gen.Choose(1, 100).ToArbitrary(),
            Gen.Choose(0, 1_000).ToArbitrary(),
            (attempt, permille) =>
                Math.Abs((RetryDelay.After(attempt, permille / 1000.0) - (RetryDelay.After(attempt, 1) * (permille / 1000.0))).TotalMilliseconds) < 0.01)
            .QuickCheckThrowOnFailure();
}
