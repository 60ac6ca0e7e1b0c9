using LogArchiver.Function.Runtime;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests;

public sealed class RunDeadlineTests
{
    [Theory]
    [InlineData(900, 855, 898)]
    [InlineData(120, 110, 118)]
    [InlineData(12, 6, 10)]
    [InlineData(4, 2, 3)]
    [InlineData(0, 0, 0)]
    [InlineData(-5, 0, 0)]
    public void Margins_are_ten_seconds_or_five_percent_and_never_most_of_the_time(double left, double starting, double now)
    {
        var times = StopTimes.Of(TimeSpan.FromSeconds(left));
        Assert.Equal(TimeSpan.FromSeconds(starting), times.StopStarting);
        Assert.Equal(TimeSpan.FromSeconds(now), times.StopNow);
    }

    [Fact]
    public void A_deadline_years_away_is_no_error() =>
        Assert.True(StopTimes.Of(TimeSpan.FromDays(4000)).StopNow < TimeSpan.FromDays(2));

    [Fact]
    public void First_no_day_is_begun_then_all_work_ends()
    {
        var clock = new ManualClock();
        var context = new InvocationContext(clock) { RequestId = "r", Deadline = clock.GetUtcNow() + TimeSpan.FromSeconds(900) };
        using var deadline = RunDeadline.Start(context, clock, CancellationToken.None);
        var tokens = deadline.Tokens;
        clock.Advance(TimeSpan.FromSeconds(854));
        Assert.False(tokens.StopStarting.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(tokens.StopStarting.IsCancellationRequested);
        Assert.False(tokens.StopNow.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(43));
        Assert.True(tokens.StopNow.IsCancellationRequested);
    }

    [Fact]
    public void When_the_process_is_asked_to_end_all_work_ends()
    {
        var clock = new ManualClock();
        using var stop = new CancellationTokenSource();
        var context = new InvocationContext(clock) { RequestId = "r", Deadline = clock.GetUtcNow() + TimeSpan.FromSeconds(900) };
        using var deadline = RunDeadline.Start(context, clock, stop.Token);
        stop.Cancel();
        Assert.True(deadline.Tokens.StopStarting.IsCancellationRequested && deadline.Tokens.StopNow.IsCancellationRequested);
    }

    [Fact]
    public void No_timer_is_left_behind()
    {
        var clock = new ManualClock();
        var context = new InvocationContext(clock) { RequestId = "r", Deadline = clock.GetUtcNow() + TimeSpan.FromSeconds(900) };
        RunDeadline.Start(context, clock, CancellationToken.None).Dispose();
        Assert.Equal(0, clock.Waiting);
    }
}
