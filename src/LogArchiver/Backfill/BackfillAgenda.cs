using LogArchiver.Discover;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Backfill;

/// <summary>What a backfill has to do: the days without a seal, in the order in which they are taken, and what need not or cannot
/// be done.</summary>
public sealed record BackfillAgenda
{
    /// <summary>The most days, archived or not, that one backfill looks at: ten years of 270 groups. At some 100 bytes each, they
    /// take 100 MB of a function's memory.</summary>
    public const int MaxDays = 1_000_000;

    /// <summary>The days, those first of which retention is about to take something.</summary>
    internal IReadOnlyList<GroupDay> Days { get; init; } = [];

    /// <summary>How many days are to be archived.</summary>
    public int Count => Days.Count;

    /// <summary>How many groups the plan chooses.</summary>
    public required int Groups { get; init; }

    /// <summary>Days that have a seal already.</summary>
    public required int Sealed { get; init; }

    /// <summary>Days whose events retention has deleted before they were archived.</summary>
    public required int Gone { get; init; }

    /// <summary>Groups that cannot be read, or are there no more.</summary>
    public required int GroupsLeftOut { get; init; }

    /// <summary>One failed outcome for each group that was named and cannot be archived at all.</summary>
    public required IReadOnlyList<DayOutcome> Failures { get; init; }

    /// <summary>Remarks for the person who reads.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The agenda that follows from what the archive lacks. Pure.</summary>
    internal static BackfillAgenda Of(ArchivePlan plan, GapReport gaps, DateTimeOffset now) => new()
    {
        Days = Ordered(gaps, plan.NewestFirst, now),
        Groups = gaps.Groups.Count,
        Sealed = gaps.Groups.Sum(group => group.Sealed),
        Gone = gaps.Count(GapState.Gone),
        GroupsLeftOut = gaps.Groups.Count(group => group.Exemption is not null),
        Failures = gaps.Failures,
        Warnings =
        [
            .. gaps.Warnings,
            // Of a class that cannot be read, discovery warns itself.
            .. gaps.Groups.Where(group => group is { Exemption: not null, Group.Class: LogGroupClass.Standard })
                .Select(group => $"{group.Group.Name} is left out: {group.Exemption}."),
        ],
    };

    /// <summary>Refuses what would not fit into memory.</summary>
    /// <exception cref="BadRequestException">It is too much.</exception>
    internal static void ThrowIfTooLong(long groups, long dates)
    {
        if (groups * dates > MaxDays)
        {
            throw new BadRequestException([new RequestFault(
                Settings.From.Name,
                $"{groups:N0} groups on {dates:N0} dates are {groups * dates:N0} days, more than one backfill looks at.",
                $"fewer dates or fewer groups, together at most {MaxDays:N0} days")]);
        }
    }

    // A day that is archived and not settled is no backfill's business: the daily runs settle it.
    private static IReadOnlyList<GroupDay> Ordered(GapReport gaps, bool newestFirst, DateTimeOffset now)
    {
        var days =
            from each in gaps.Groups
            from gap in each.Gaps
            where gap.CanBeRepaired && gap.State != GapState.Unsettled
            select new GroupDay(each.Group, gap.Date.Date, gap.Date.Window);
        var needyFirst = days.OrderBy(day => LookBack.IsLastChance(day.Group, day.Window, now) ? 0 : 1);
        return [.. newestFirst ? needyFirst.ThenByDescending(day => day.Date) : needyFirst.ThenBy(day => day.Date)];
    }
}
