using LogArchiver.Testing;

namespace LogArchiver.Tests;

public sealed class ManualClockTests
{
    [Fact]
    public async Task A_delay_ends_only_when_the_clock_has_moved_that_far()
    {
        var clock = new ManualClock();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), clock, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }
}
