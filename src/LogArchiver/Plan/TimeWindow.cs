namespace LogArchiver.Plan;

/// <summary>A half-open stretch of time, <c>[start, end)</c>, in milliseconds since the Unix epoch: the unit in which
/// CloudWatch Logs keeps its timestamps.</summary>
/// <param name="StartMs">The first millisecond inside.</param>
/// <param name="EndMs">The first millisecond after; never before <paramref name="StartMs"/>.</param>
public readonly record struct TimeWindow(long StartMs, long EndMs)
{
    /// <summary>The first instant inside, UTC.</summary>
    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeMilliseconds(StartMs);

    /// <summary>The first instant after, UTC.</summary>
    public DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(EndMs);

    /// <summary>How long the window is: 23, 24 or 25 hours for most days of most zones.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>Whether the millisecond lies in <c>[start, end)</c>.</summary>
    public bool Contains(long timestampMs) => timestampMs >= StartMs && timestampMs < EndMs;
}
