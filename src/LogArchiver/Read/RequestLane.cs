namespace LogArchiver.Read;

/// <summary>The pace of one operation: a token bucket in which each request is told its moment as it asks, so that whoever asks
/// first goes first and no timer has to run.</summary>
internal sealed class RequestLane
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly long origin;

    /// <summary>Requests that may go at once after a pause. With those that follow at full pace a second never sees more than the
    /// quota: share and burst come to one.</summary>
    private readonly int burst;

    private AdaptiveRate rate;
    private bool isFree;
    private TimeSpan next = TimeSpan.MinValue;
    private TimeSpan? cutAt;

    /// <summary>Begins at the full share, or free of any pace until the first throttle.</summary>
    public RequestLane(double quota, double share, bool isFree, TimeProvider clock)
    {
        rate = AdaptiveRate.UpTo(quota * share);
        burst = Math.Max(1, (int)Math.Round(quota * (1 - share)));
        this.isFree = isFree;
        this.clock = clock;
        origin = clock.GetTimestamp();
    }

    /// <summary>The present rate.</summary>
    public double PerSecond
    {
        get
        {
            lock (gate)
            {
                return isFree ? double.PositiveInfinity : rate.PerSecond;
            }
        }
    }

    private TimeSpan Now => clock.GetElapsedTime(origin);

    /// <summary>Waits for this request's moment. A moment whose wait is cancelled stays unused.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wait = Reserve();
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The service answered.</summary>
    public void Answered()
    {
        lock (gate)
        {
            rate = rate.AfterSuccess();
        }
    }

    /// <summary>The service said to slow down.</summary>
    public void Throttled()
    {
        lock (gate)
        {
            var now = Now;
            if (isFree)
            {
                // Until now the rate was not ours, so the throttle says nothing about it; from now on it is kept.
                isFree = false;
                (next, cutAt) = (now, now);
                return;
            }

            var slower = rate.AfterThrottle(now - cutAt);
            cutAt = slower == rate ? cutAt : now;
            rate = slower;
        }
    }

    private TimeSpan Reserve()
    {
        lock (gate)
        {
            if (isFree)
            {
                return TimeSpan.Zero;
            }

            var now = Now;
            var interval = TimeSpan.FromSeconds(1 / rate.PerSecond);
            var earliest = now - ((burst - 1) * interval);
            var moment = next > earliest ? next : earliest;
            next = moment + interval;
            return moment - now;
        }
    }
}
