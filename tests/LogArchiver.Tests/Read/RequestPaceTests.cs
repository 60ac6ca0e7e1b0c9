using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Read;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Read;

public sealed class RequestPaceTests
{
    private const string Operation = "GetLogEvents";
    private const double Quota = 25;
    private const double OurShare = 20;

    private readonly ManualClock clock = new();

    [Fact]
    public void The_rate_is_our_share_of_the_quota()
    {
        var pace = new RequestPace("us-east-1", clock);
        var asked = Enumerable.Range(0, 500).Select(_ => pace.WaitAsync(Operation, CancellationToken.None)).ToList();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(asked.Count(wait => wait.IsCompletedSuccessfully), OurShare * 10, (OurShare * 10) + Quota - OurShare);
    }

    [Fact]
    public void No_second_sees_more_than_the_quota_however_the_requests_come() =>
        Prop.ForAll(Gen.Choose(0, 300).ListOf(120).ToArbitrary(), gapsMs =>
        {
            var ticking = new ManualClock();
            var pace = new RequestPace("us-east-1", ticking);
            var sent = new List<DateTimeOffset>();
            foreach (var gapMs in gapsMs)
            {
                ticking.Advance(TimeSpan.FromMilliseconds(gapMs < 250 ? 0 : gapMs * 10));
                _ = pace.WaitAsync(Operation, CancellationToken.None).ContinueWith(
                    _ => sent.Add(ticking.GetUtcNow()),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            ticking.Advance(TimeSpan.FromMinutes(1));
            return sent.Count == gapsMs.Count
                && sent.All(from => sent.Count(at => at >= from && at < from.AddSeconds(1)) <= Quota);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_asks_first_goes_first()
    {
        var pace = new RequestPace("us-east-1", clock);
        var asked = Enumerable.Range(0, 40).Select(_ => pace.WaitAsync(Operation, CancellationToken.None)).ToList();
        for (var step = 0; step < 40; step++)
        {
            var gone = asked.Count(wait => wait.IsCompleted);
            Assert.All(asked.Take(gone), wait => Assert.True(wait.IsCompleted));
            clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.All(asked, wait => Assert.True(wait.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_those_behind_it_go_on()
    {
        var pace = new RequestPace("us-east-1", clock);
        using var stop = new CancellationTokenSource();
        var early = Enumerable.Range(0, 10).Select(_ => pace.WaitAsync(Operation, CancellationToken.None)).ToList();
        var stopped = pace.WaitAsync(Operation, stop.Token);
        var behind = pace.WaitAsync(Operation, CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.False(behind.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(early.Append(behind));
    }

    [Fact]
    public void Each_operation_has_a_pace_of_its_own()
    {
        var pace = new RequestPace("us-east-1", clock);
        pace.Throttled("FilterLogEvents");
        Assert.Equal(OurShare, pace.PerSecond(Operation));
        Assert.Equal(OurShare * AdaptiveRate.KeptAfterThrottle, pace.PerSecond("FilterLogEvents"), 0.001);
    }

    [Fact]
    public void Without_a_quota_nothing_waits_until_the_first_throttle()
    {
        var pace = RequestPace.Unlimited("us-east-1", clock);
        Assert.All(
            Enumerable.Range(0, 1_000).Select(_ => pace.WaitAsync(Operation, CancellationToken.None)),
            wait => Assert.True(wait.IsCompletedSuccessfully));
        pace.Throttled(Operation);
        Assert.Equal(OurShare, pace.PerSecond(Operation));
        Assert.Contains(
            Enumerable.Range(0, 10).Select(_ => pace.WaitAsync(Operation, CancellationToken.None)).ToList(), wait => !wait.IsCompleted);
    }

    [Fact]
    public void It_finds_the_rate_that_others_leave_and_takes_back_what_they_give_up()
    {
        var pace = new RequestPace("us-east-1", clock);
        var service = new BusyService(clock, perSecond: 10);
        service.Load(pace, TimeSpan.FromMinutes(2));
        var (busy, throttled) = service.Load(pace, TimeSpan.FromMinutes(5));
        Assert.InRange(busy / 300.0, 7, 10.1);
        Assert.InRange(throttled / (double)busy, 0, 0.05);

        service.PerSecond = 100;
        service.Load(pace, TimeSpan.FromMinutes(2));
        Assert.Equal(OurShare, pace.PerSecond(Operation));
        var (alone, none) = service.Load(pace, TimeSpan.FromMinutes(1));
        Assert.InRange(alone / 60.0, OurShare - 0.5, OurShare + 0.5);
        Assert.Equal(0, none);
    }

    /// <summary>A service that answers so many requests a second, all others leave, and throttles the rest.</summary>
    private sealed class BusyService(ManualClock clock, double perSecond)
    {
        private double tokens = perSecond;
        private DateTimeOffset filled = clock.GetUtcNow();

        public double PerSecond { get; set; } = perSecond;

        /// <summary>Sends requests for a while, as fast as the pace allows.</summary>
        public (int Answered, int Throttled) Load(RequestPace pace, TimeSpan time)
        {
            var (answered, throttled) = (0, 0);
            var end = clock.GetUtcNow() + time;
            while (clock.GetUtcNow() < end)
            {
                var turn = pace.WaitAsync(Operation, CancellationToken.None);
                while (!turn.IsCompleted)
                {
                    clock.Advance(TimeSpan.FromMilliseconds(10));
                }

                if (Accepts())
                {
                    pace.Answered(Operation);
                    answered++;
                }
                else
                {
                    pace.Throttled(Operation);
                    throttled++;
                }
            }

            return (answered, throttled);
        }

        private bool Accepts()
        {
            var now = clock.GetUtcNow();
            tokens = Math.Min(PerSecond, tokens + ((now - filled).TotalSeconds * PerSecond));
            filled = now;
            if (tokens < 1)
            {
                return false;
            }

            tokens--;
            return true;
        }
    }
}
