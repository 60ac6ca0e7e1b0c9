namespace LogArchiver.Soak.Chaos;

/// <summary>A clock on which nobody waits: whoever asks to be woken is woken at once, and it is then as late as was asked for.</summary>
public sealed class HurriedClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HurriedTimer(this, callback, state, dueTime);

    private sealed class HurriedTimer : ITimer
    {
        private readonly HurriedClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private volatile bool isDisposed;

        public HurriedTimer(HurriedClock clock, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    timer =>
                    {
                        if (!timer.isDisposed)
                        {
                            Interlocked.Add(ref timer.clock.ticks, dueTime.Ticks);
                            timer.callback(timer.state);
                        }
                    },
                    this,
                    preferLocal: false);
            }

            return true;
        }

        public void Dispose() => isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
