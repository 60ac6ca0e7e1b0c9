using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Archive;

/// <summary>How far a known number of days is, and how long the rest may take.</summary>
/// <param name="total">All of them.</param>
/// <param name="clock">The time.</param>
internal sealed class DayGauge(long total, TimeProvider clock)
{
    private const int BarCells = 20;

    private readonly long begun = clock.GetTimestamp();
    private long done;

    /// <summary>A bar, the count and the time left, to stand before the day in hand.</summary>
    public string Text => Describe(done, total, clock.GetElapsedTime(begun)) + "  ";

    /// <summary>One more is over, however it ended.</summary>
    public void DayEnded() => done++;

    /// <summary>Such as <c>█████░░░░░░░░░░░░░░░ 182 of 730 days, about 2 h 5 min left</c>. The rest is taken to be like what is done;
    /// nothing is said of it before the first day is over. Pure.</summary>
    public static string Describe(long done, long total, TimeSpan elapsed)
    {
        var full = total == 0 ? BarCells : (int)(done * BarCells / total);
        var bar = new string('█', full) + new string('░', BarCells - full);
        var left = done == 0 || done == total ? "" : $", about {Rough(elapsed * ((double)(total - done) / done))} left";
        return $"{bar} {Amounts.Count(done)} of {Amounts.Of(total, "day")}{left}";
    }

    private static string Rough(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? $"{Math.Max((int)time.TotalSeconds, 1)} s"
        : time < TimeSpan.FromHours(1) ? $"{(int)Math.Round(time.TotalMinutes)} min"
        : $"{(int)time.TotalHours} h {time.Minutes} min";
}
