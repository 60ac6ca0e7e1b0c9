using LogArchiver.Cli.Archive;

namespace LogArchiver.Cli.Tests.Archive;

public sealed class DayGaugeTests
{
    [Theory]
    [InlineData(0, 730, 100, "░░░░░░░░░░░░░░░░░░░░ 0 of 730 days")]
    [InlineData(182, 730, 2500, "████░░░░░░░░░░░░░░░░ 182 of 730 days, about 2 h 5 min left")]
    [InlineData(365, 730, 120, "██████████░░░░░░░░░░ 365 of 730 days, about 2 min left")]
    [InlineData(729, 730, 7290, "███████████████████░ 729 of 730 days, about 10 s left")]
    [InlineData(730, 730, 60, "████████████████████ 730 of 730 days")]
    [InlineData(1, 1, 60, "████████████████████ 1 of 1 day")]
    [InlineData(0, 0, 0, "████████████████████ 0 of 0 days")]
    public void It_shows_how_far_the_days_are_and_takes_the_rest_to_be_alike(long done, long total, int seconds, string text) =>
        Assert.Equal(text, DayGauge.Describe(done, total, TimeSpan.FromSeconds(seconds)));
}
