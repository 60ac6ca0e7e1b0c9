using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>When things happen in a day: few at night, many in the evening.</summary>
internal static class Arrivals
{
    // How busy each hour of the day is, in proportion to the others.
    private static readonly double[] HourWeights =
        [3, 2, 2, 1, 1, 2, 4, 7, 10, 12, 12, 13, 14, 13, 12, 12, 13, 14, 16, 18, 17, 13, 9, 5];

    /// <summary>Moments in the window, in time order: one from each of <paramref name="count"/> equally likely stretches, so
    /// that nothing needs sorting.</summary>
    public static IEnumerable<long> Over(TimeWindow window, int count, Random random)
    {
        var total = HoursOf(window).Sum(hour => hour.Weight);
        var hours = HoursOf(window).GetEnumerator();
        hours.MoveNext();
        var before = 0.0;
        for (var i = 0; i < count; i++)
        {
            var target = (i + random.NextDouble()) / count * total;
            while (target >= before + hours.Current.Weight)
            {
                before += hours.Current.Weight;
                if (!hours.MoveNext())
                {
                    yield break;
                }
            }

            var (start, length, weight) = hours.Current;
            yield return start + (long)((target - before) / weight * length);
        }
    }

    /// <summary>Moments at a steady beat.</summary>
    public static IEnumerable<long> Every(TimeSpan beat, TimeWindow window)
    {
        for (var at = window.StartMs; at < window.EndMs; at += (long)beat.TotalMilliseconds)
        {
            yield return at;
        }
    }

    private static IEnumerable<(long Start, long Length, double Weight)> HoursOf(TimeWindow window)
    {
        const long HourMs = 3_600_000;
        for (var at = window.StartMs; at < window.EndMs;)
        {
            var end = Math.Min(window.EndMs, ((at / HourMs) + 1) * HourMs);
            var share = (double)(end - at) / HourMs;
            yield return (at, end - at, HourWeights[(int)(at / HourMs % 24)] * share);
            at = end;
        }
    }
}
