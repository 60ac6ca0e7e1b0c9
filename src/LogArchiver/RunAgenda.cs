using LogArchiver.Discover;
using LogArchiver.Gaps;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver;

/// <summary>The days of a run, in the order in which they are taken.</summary>
internal sealed record RunAgenda
{
    /// <summary>Seals looked for at the same moment: at some 20 ms each, 7 days of 1,000 groups take 20 seconds instead of 140.</summary>
    private const int SealsAtOnce = 8;

    /// <summary>The days to work on: the dates asked for, group by group, then the neediest of those looked back at.</summary>
    public required IReadOnlyList<GroupDay> Days { get; init; }

    /// <summary>Days looked back at for which nothing is left to be done.</summary>
    public required int DoneBefore { get; init; }

    /// <summary>Makes the agenda. What was looked back at and is done already is counted and left out: otherwise every night
    /// would tell of a week for each group. The cost is one request to the store for each day looked back at.</summary>
    public static async Task<RunAgenda> MakeAsync(
        ArchivePlan plan, IReadOnlyList<LogGroup> groups, IArchiveStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seals = new SealLookup(ArchiveLayout.Of(plan), store);
        var back = groups.SelectMany(group => LookBack.Of(group, plan, now)).ToArray();
        var isDone = new bool[back.Length];
        await Parallel.ForAsync(
            0,
            back.Length,
            new ParallelOptions { MaxDegreeOfParallelism = SealsAtOnce, CancellationToken = cancellationToken },
            async (i, token) => isDone[i] = await seals.IsDoneAsync(back[i], token));
        var asked = groups.SelectMany(group => plan.Dates.Select(date => new GroupDay(group, date.Date, date.Window)));
        var due = LookBack.Ordered(back.Where((_, i) => !isDone[i]), now);
        return new RunAgenda { Days = [.. asked, .. due], DoneBefore = isDone.Count(done => done) };
    }

    /// <summary>The days of the gaps that can be archived or settled, the neediest first.</summary>
    public static IReadOnlyList<GroupDay> ToRepair(GapReport gaps, DateTimeOffset now) =>
    [
        .. LookBack.Ordered(
            from each in gaps.Groups
            from gap in each.Gaps
            where gap.CanBeRepaired
            select new GroupDay(each.Group, gap.Date.Date, gap.Date.Window)
            {
                Purpose = gap.State == GapState.Unsettled ? DayPurpose.Settle : DayPurpose.CatchUp,
            },
            now),
    ];

    private sealed class SealLookup(ArchiveLayout layout, IArchiveStore store)
    {
        private readonly ManifestStore manifests = new(store);

        /// <summary>Whether the day's seal leaves nothing to be done. Whatever goes wrong in finding that out, the day is taken through
        /// the flow, which meets it again and says so, of this day alone.</summary>
        public async Task<bool> IsDoneAsync(GroupDay day, CancellationToken cancellationToken)
        {
            var key = layout.ManifestKeyOf(day.Group, day.Date);
            try
            {
                return day.Purpose == DayPurpose.Settle
                    ? await manifests.TryReadAsync(key, cancellationToken) is { } seal && !seal.NeedsWork(day.Purpose)
                    : await store.TryDescribeAsync(key, cancellationToken) is not null;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                return false;
            }
        }
    }
}
