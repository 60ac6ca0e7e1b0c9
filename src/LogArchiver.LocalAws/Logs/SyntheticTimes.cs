namespace LogArchiver.LocalAws.Logs;

/// <summary>When the events of a made-up group happen: evenly over its window, never before the one before.</summary>
internal sealed class SyntheticTimes(SyntheticSpec spec, long events)
{
    // An arrival is from 300 ms to 1,323 ms late. It hangs on the timestamp alone, so that events of one millisecond arrive
    // together, and their order is that of their numbers.
    private const long LeastLateMs = 300;
    private const ulong LateMsMask = 1023;

    private readonly long startMs = spec.Start.ToUnixTimeMilliseconds();
    private readonly long windowMs = spec.End.ToUnixTimeMilliseconds() - spec.Start.ToUnixTimeMilliseconds();

    // In most cases the product fits in 64 bits, and dividing is then several times as fast.
    private readonly bool isSmall = events < long.MaxValue / Math.Max(1, spec.End.ToUnixTimeMilliseconds() - spec.Start.ToUnixTimeMilliseconds());

    public long Of(long number) =>
        startMs + (isSmall ? number * windowMs / events : (long)((Int128)number * windowMs / events));

    public static long IngestionOf(long timestamp) =>
        timestamp + LeastLateMs + (long)(Mixer.Mix((ulong)timestamp) & LateMsMask);

    /// <summary>The number of the first event at or after a time.</summary>
    public long FirstAtOrAfter(long timestamp)
    {
        if (timestamp <= startMs)
        {
            return 0;
        }

        // The smallest n with n * window / events >= offset, rounded down as above.
        var offset = timestamp - (Int128)startMs;
        return offset >= windowMs ? events : (long)(((offset * events) + windowMs - 1) / windowMs);
    }
}
