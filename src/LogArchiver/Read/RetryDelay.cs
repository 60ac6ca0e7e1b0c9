namespace LogArchiver.Read;

/// <summary>How long to wait before asking again: anything between nothing and a bound that doubles with each attempt, so that
/// those who failed together do not come back together ("full jitter").</summary>
internal static class RetryDelay
{
    /// <summary>The bound of the first wait.</summary>
    public static readonly TimeSpan Base = TimeSpan.FromMilliseconds(200);

    /// <summary>The bound of every later wait.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(20);

    /// <summary>Beyond this many doublings the cap holds anyway.</summary>
    private const int MostDoublings = 16;

    /// <summary>The wait.</summary>
    /// <param name="attempt">How many attempts have failed, from 1.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static TimeSpan After(int attempt, double chance)
    {
        var bound = Base * Math.Pow(2, Math.Min(attempt - 1, MostDoublings));
        return (bound < Cap ? bound : Cap) * chance;
    }
}
