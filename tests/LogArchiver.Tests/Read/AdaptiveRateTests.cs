using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class AdaptiveRateTests
{
    [Fact]
    public void It_begins_with_all_that_may_be() => Assert.Equal(20, AdaptiveRate.UpTo(20).PerSecond);

    [Fact]
    public void A_throttle_takes_a_good_part() => Assert.Equal(14, AdaptiveRate.UpTo(20).AfterThrottle(null).PerSecond, 0.001);

    [Fact]
    public void Throttles_of_requests_sent_together_count_once()
    {
        var cut = AdaptiveRate.UpTo(20).AfterThrottle(null);
        Assert.Equal(cut, cut.AfterThrottle(TimeSpan.FromMilliseconds(999)));
        Assert.NotEqual(cut, cut.AfterThrottle(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void It_never_falls_below_the_floor()
    {
        var rate = AdaptiveRate.UpTo(4);
        for (var throttle = 0; throttle < 100; throttle++)
        {
            rate = rate.AfterThrottle(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(AdaptiveRate.Floor, rate.PerSecond);
    }

    [Fact]
    public void It_rises_a_little_each_second_and_never_above_the_share()
    {
        var rate = AdaptiveRate.UpTo(20).AfterThrottle(null);
        for (var success = 0; success < 14; success++)
        {
            rate = rate.AfterSuccess();
        }

        Assert.Equal(14.25, rate.PerSecond, 0.01);
        for (var success = 0; success < 10_000; success++)
        {
            rate = rate.AfterSuccess();
        }

        Assert.Equal(20, rate.PerSecond);
    }
}
