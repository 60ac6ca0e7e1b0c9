namespace LogArchiver.Retain;

/// <summary>The retentions that CloudWatch Logs knows (source: API reference of PutRetentionPolicy). Pure.</summary>
public static class RetentionDays
{
    /// <summary>All of them, in days.</summary>
    public static IReadOnlyList<int> Known { get; } =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>Those that a run may set, as an error message says it. Not 1: the start of a day would be gone before the next
    /// morning's run has read it.</summary>
    public static string Accepted { get; } = $"one of the retentions of CloudWatch Logs: {string.Join(", ", Known.Skip(1))} days";

    /// <summary>Whether a run may set it.</summary>
    public static bool MayBeSet(decimal days) => days > 1 && Known.Any(known => known == days);

    /// <summary>Until so many days after it began a day may have to wait for the run that reads it last, so that a retention must be
    /// longer.</summary>
    /// <param name="daysAgo">How many days back a daily run's day lies. A run reads it before <c>daysAgo + 1</c> days are over.</param>
    /// <param name="catchUpDays">How many runs in a row may be missed.</param>
    /// <param name="settleAfterDays">A run settles the day so many days after its end, which is a day after it began, and before another
    /// day is over; and after the run that archived it. 0 for never.</param>
    public static int LastReading(int daysAgo, int catchUpDays, int settleAfterDays) =>
        catchUpDays + (settleAfterDays > 0 ? Math.Max(settleAfterDays, daysAgo) + 2 : daysAgo + 1);
}
