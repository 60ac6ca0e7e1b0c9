using LogArchiver.Gaps;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Gaps;

/// <summary>Gaps of one kind on dates that follow one another.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Days">How many dates.</param>
/// <param name="State">What they lack.</param>
/// <param name="CanBeRepaired">Whether that can be mended.</param>
internal sealed record GapStretch(DateOnly From, DateOnly To, int Days, GapState State, bool CanBeRepaired)
{
    /// <summary>The gaps of a group in as few stretches as they allow, oldest first. Pure.</summary>
    /// <param name="gaps">The gaps, oldest first.</param>
    /// <param name="dates">All dates that were looked at, oldest first: what follows what, where a zone left a date out.</param>
    public static IReadOnlyList<GapStretch> Of(IReadOnlyList<Gap> gaps, IReadOnlyList<PlannedDate> dates)
    {
        var follower = dates.Zip(dates.Skip(1)).ToDictionary(pair => pair.First.Date, pair => pair.Second.Date);
        var stretches = new List<GapStretch>();
        foreach (var gap in gaps)
        {
            var date = gap.Date.Date;
            if (stretches.Count > 0 && stretches[^1] is var last && last.State == gap.State && last.CanBeRepaired == gap.CanBeRepaired
                && follower.TryGetValue(last.To, out var next) && next == date)
            {
                stretches[^1] = last with { To = date, Days = last.Days + 1 };
            }
            else
            {
                stretches.Add(new GapStretch(date, date, 1, gap.State, gap.CanBeRepaired));
            }
        }

        return stretches;
    }

    /// <summary>Such as <c>2026-10-01..2026-10-05</c>, or one date.</summary>
    public override string ToString() => From == To ? $"{From:yyyy-MM-dd}" : $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}";
}
