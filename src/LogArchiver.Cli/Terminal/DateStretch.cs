using LogArchiver.Plan;

namespace LogArchiver.Cli.Terminal;

/// <summary>Dates that follow one another and of which the same is to be said.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Days">How many dates.</param>
/// <param name="Value">What is to be said of them.</param>
internal sealed record DateStretch<T>(DateOnly From, DateOnly To, int Days, T Value)
{
    /// <summary>Such as <c>2026-10-01..2026-10-05</c>, or one date.</summary>
    public override string ToString() => From == To ? $"{From:yyyy-MM-dd}" : $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}";
}

/// <summary>Puts dates into as few stretches as they allow. Pure.</summary>
internal static class DateStretches
{
    /// <summary>The stretches, oldest first.</summary>
    /// <param name="said">What is to be said of each date, oldest first.</param>
    /// <param name="dates">All dates that there are, oldest first: what follows what, where a zone left a date out.</param>
    public static IReadOnlyList<DateStretch<T>> Of<T>(IEnumerable<(DateOnly Date, T Value)> said, IReadOnlyList<PlannedDate> dates)
    {
        var follower = dates.Zip(dates.Skip(1)).ToDictionary(pair => pair.First.Date, pair => pair.Second.Date);
        var stretches = new List<DateStretch<T>>();
        foreach (var (date, value) in said)
        {
            if (stretches.Count > 0 && stretches[^1] is var last && EqualityComparer<T>.Default.Equals(last.Value, value)
                && follower.TryGetValue(last.To, out var next) && next == date)
            {
                stretches[^1] = last with { To = date, Days = last.Days + 1 };
            }
            else
            {
                stretches.Add(new DateStretch<T>(date, date, 1, value));
            }
        }

        return stretches;
    }
}
