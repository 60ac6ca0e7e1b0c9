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
    /// <summary>The stretches. Dates follow one another where one ends as the next begins: also where a zone left out the date between them.</summary>
    /// <param name="said">What is to be said of each date, oldest first.</param>
    public static IReadOnlyList<DateStretch<T>> Of<T>(IEnumerable<(PlannedDate Date, T Value)> said)
    {
        var stretches = new List<DateStretch<T>>();
        var endMs = long.MinValue;
        foreach (var (date, value) in said)
        {
            if (stretches.Count > 0 && stretches[^1] is var last && date.Window.StartMs == endMs && EqualityComparer<T>.Default.Equals(last.Value, value))
            {
                stretches[^1] = last with { To = date.Date, Days = last.Days + 1 };
            }
            else
            {
                stretches.Add(new DateStretch<T>(date.Date, date.Date, 1, value));
            }

            endMs = date.Window.EndMs;
        }

        return stretches;
    }
}
