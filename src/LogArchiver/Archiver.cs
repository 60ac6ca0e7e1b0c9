using LogArchiver.Backfill;
using LogArchiver.Checkpoint;
using LogArchiver.Discover;
using LogArchiver.Estimate;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Retain;
using LogArchiver.Scratch;
using LogArchiver.Sort;
using Microsoft.Extensions.Logging;

namespace LogArchiver;

/// <summary>Archives every day of a plan: finds the groups, then takes day after day through the flow. One day's failure never
/// stops another's.</summary>
/// <param name="source">Where the events are.</param>
/// <param name="pace">The request rate we allow ourselves, shared by all days.</param>
/// <param name="store">Where the archive goes.</param>
/// <param name="scratchRoot">The folder in which a scratch folder is made and cleaned away: <c>/tmp</c> in a function.</param>
/// <param name="clock">The time.</param>
/// <param name="random">Chance, for the jitter of retries.</param>
/// <param name="loggers">Where to speak.</param>
public sealed class Archiver(
    ILogSource source, RequestPace pace, IArchiveStore store, string scratchRoot, TimeProvider clock, Random random, ILoggerFactory loggers)
{
    private readonly DayLog log = new(loggers.CreateLogger<Archiver>());
    private readonly RetentionLog retentionLog = new(loggers.CreateLogger<RetentionKeeper>());
    private readonly ILogger sourceLog = loggers.CreateLogger<PacedLogSource>();

    /// <summary>Memory where nobody says how much there is: that of the function as the template makes it.</summary>
    public const int UsualMemoryMB = 512;

    /// <summary>The limits to keep; null for those that <see cref="ArchivePlan.MemoryMB"/> and free scratch space allow.</summary>
    public ArchiverLimits? Limits { get; init; }

    /// <summary>Is told of each day as it ends; null when nobody asks.</summary>
    public IProgress<DayOutcome>? Endings { get; init; }

    /// <summary>Runs the plan to its end. What happens to a day is in the summary, also when the run is stopped: then the days
    /// that were not finished are <see cref="Ending.Paused"/>. What is thrown concerns the whole run.</summary>
    /// <exception cref="ServiceFaultException">The bucket cannot be used, or the groups cannot be listed.</exception>
    /// <exception cref="OperationCanceledException"><see cref="RunTokens.StopNow"/> was cancelled before any day began.</exception>
    /// <exception cref="IOException">Scratch space cannot be used.</exception>
    public async Task<ArchiveSummary> RunAsync(ArchivePlan plan, RunTokens tokens, IProgress<DayProgress>? progress = null)
    {
        var found = await FindGroupsAsync(plan, tokens.StopNow);
        found.Failures.ToList().ForEach(log.Ended);
        var agenda = await RunAgenda.MakeAsync(plan, found.Groups, store, clock.GetUtcNow(), tokens.StopNow);
        var outcomes = await WorkOffAsync(plan, agenda.Days, tokens, progress);
        var retention = await SetRetentionAsync(plan, found.Groups, outcomes, tokens);
        return new ArchiveSummary
        {
            Days = [.. found.Failures, .. outcomes], DoneBefore = agenda.DoneBefore, DryRun = plan.DryRun,
            Warnings = [.. found.Warnings, .. RetentionLog.Warnings(retention)], Retention = retention,
        };
    }

    /// <summary>Finds what the archive lacks of the plan's groups and dates; reads no manifest and writes nothing.</summary>
    /// <exception cref="ServiceFaultException">The bucket or the groups cannot be listed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<GapReport> FindGapsAsync(ArchivePlan plan, CancellationToken cancellationToken)
    {
        // Discovery warns of the oldest date's retention; here the newest is enough, for the report tells of each.
        var found = await FindGroupsAsync(plan with { Dates = [plan.Dates[^1]] }, cancellationToken);
        return await new GapSurvey(plan, store, clock.GetUtcNow()).TakeAsync(found, cancellationToken);
    }

    /// <summary>Archives, or settles, whatever of the gaps can be: the neediest first. Throws as <see cref="RunAsync"/> does.</summary>
    public async Task<ArchiveSummary> RepairAsync(ArchivePlan plan, GapReport gaps, RunTokens tokens, IProgress<DayProgress>? progress = null)
    {
        var days = RunAgenda.ToRepair(gaps, clock.GetUtcNow());
        return new ArchiveSummary { Days = await WorkOffAsync(plan, days, tokens, progress), DryRun = plan.DryRun };
    }

    /// <summary>Says what the plan would do, and about what it would take; writes nothing.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="prices">What AWS charges.</param>
    /// <param name="samples">Whether a few pages of events may be read where nothing else tells how large days are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServiceFaultException">The bucket or the groups cannot be listed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<RangeEstimate> EstimateAsync(ArchivePlan plan, PriceList prices, bool samples, CancellationToken cancellationToken)
    {
        var found = await FindGroupsAsync(plan with { Dates = [plan.Dates[^1]] }, cancellationToken);
        var survey = new EstimateSurvey(plan, pace.Region, Paced(new RequestTally()), store, clock.GetUtcNow()) { Samples = samples };
        return await survey.TakeAsync(found, prices, cancellationToken);
    }

    /// <summary>Finds the days of the plan that have no seal, in the order in which a backfill takes them; writes nothing.</summary>
    /// <exception cref="BadRequestException">Groups and dates make more days than one backfill looks at.</exception>
    /// <exception cref="ServiceFaultException">The bucket or the groups cannot be listed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BackfillAgenda> FindUnsealedAsync(ArchivePlan plan, CancellationToken cancellationToken)
    {
        var found = await FindGroupsAsync(plan with { Dates = [plan.Dates[^1]] }, cancellationToken);
        BackfillAgenda.ThrowIfTooLong(found.Groups.Count, plan.Dates.Count);
        var survey = new GapSurvey(plan, store, clock.GetUtcNow(), LookBack.LatestArrivalDays);
        return BackfillAgenda.Of(plan, await survey.TakeAsync(found, cancellationToken), clock.GetUtcNow());
    }

    /// <summary>Archives the days of a backfill, in their order. Throws as <see cref="RunAsync"/> does.</summary>
    public async Task<ArchiveSummary> BackfillAsync(
        ArchivePlan plan, BackfillAgenda agenda, RunTokens tokens, IProgress<DayProgress>? progress = null) => new()
    {
        Days = [.. agenda.Failures, .. await WorkOffAsync(plan, agenda.Days, tokens, progress)],
        DoneBefore = agenda.Sealed,
        DryRun = plan.DryRun,
        Warnings = agenda.Warnings,
    };

    /// <summary>The groups of a plan, as a run of it would find them.</summary>
    internal async Task<DiscoveredGroups> FindGroupsAsync(ArchivePlan plan, CancellationToken cancellationToken)
    {
        await store.CheckAsync(cancellationToken);
        return await new GroupDiscovery(Paced(new RequestTally()), clock).FindAsync(plan, cancellationToken);
    }

    private async Task<IReadOnlyList<DayOutcome>> WorkOffAsync(
        ArchivePlan plan, IReadOnlyList<GroupDay> days, RunTokens tokens, IProgress<DayProgress>? progress)
    {
        using var scratch = ScratchSpace.Open(scratchRoot);
        var limits = Limits ?? ArchiverLimits.For((plan.MemoryMB ?? UsualMemoryMB) * 1024L * 1024, scratch.FreeBytes)
            with { Rates = ReaderRates.Of(pace.Region) };
        using var sorters = new SorterPair(scratch, limits);
        var leftOvers = new LeftOvers(store, ArchiveLayout.Of(plan).CheckpointPrefix);
        var outcomes = new List<DayOutcome>();
        foreach (var day in days)
        {
            var outcome = await ArchiveAsync(plan, day, leftOvers, scratch, sorters, limits, tokens, progress) with { Purpose = day.Purpose };
            log.Ended(outcome);
            Endings?.Report(outcome);
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<RetentionOutcome>> SetRetentionAsync(
        ArchivePlan plan, IReadOnlyList<LogGroup> groups, IReadOnlyList<DayOutcome> days, RunTokens tokens)
    {
        if (plan.SetRetentionDays is not { } wanted)
        {
            return [];
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tokens.StopStarting, tokens.StopNow);
        var outcomes = await new RetentionKeeper(plan, Paced(new RequestTally()), store, clock).SetAsync(groups, days, wanted, stop.Token);
        outcomes.ToList().ForEach(retentionLog.Told);
        return outcomes;
    }

    private async Task<DayOutcome> ArchiveAsync(
        ArchivePlan plan, GroupDay day, LeftOvers leftOvers, ScratchSpace scratch, SorterPair sorters, ArchiverLimits limits,
        RunTokens tokens, IProgress<DayProgress>? progress)
    {
        var tally = new RequestTally();
        var watch = new DayWatch(day, tally, clock, progress);
        if (tokens.StopStarting.IsCancellationRequested || tokens.StopNow.IsCancellationRequested)
        {
            return Ended(day, watch, Ending.Paused) with { Reason = "the run was ending before this day began" };
        }

        log.Begun(day.Group.Name, day.Date);
        try
        {
            var archiver = new DayArchiver(plan, Paced(tally), store, leftOvers, scratch, sorters, limits, watch);
            return Counted(await archiver.ArchiveAsync(day, clock.GetUtcNow(), tokens), watch);
        }
        catch (OperationCanceledException) when (tokens.StopStarting.IsCancellationRequested || tokens.StopNow.IsCancellationRequested)
        {
            return Ended(day, watch, Ending.Paused) with { Reason = "the run was stopped; the next run goes on from where this day was last saved" };
        }
        catch (Exception problem)
        {
            var fault = DayFaults.Of(watch.Stage, watch.Subject, problem);
            if (fault.IsBug)
            {
                log.Bug(problem, day.Group.Name, day.Date);
            }

            return Ended(day, watch, Ending.Failed) with { Fault = fault };
        }
    }

    private PacedLogSource Paced(RequestTally tally) => new(source, pace, tally, clock, random, sourceLog);

    private static DayOutcome Ended(GroupDay day, DayWatch watch, Ending ending) => Counted(
        new DayOutcome { Group = day.Group.Name, Date = day.Date, Window = day.Window, Ending = ending }, watch);

    private static DayOutcome Counted(DayOutcome outcome, DayWatch watch) => outcome with
    {
        Requests = watch.Requests.Total,
        Throttles = watch.Requests.Throttles,
        Retries = watch.Requests.Retries,
        Elapsed = watch.Elapsed,
    };
}

/// <summary>The two ways of asking a run to end.</summary>
/// <param name="StopStarting">No further day is begun, and the one in hand is saved where it is and left as <see cref="Ending.Paused"/>,
/// unless all of it has been packed, or little is left to pack: a function's deadline draws near.</param>
/// <param name="StopNow">Everything is put down at once and cleaned away: Ctrl-C, or the deadline itself.</param>
public readonly record struct RunTokens(CancellationToken StopStarting, CancellationToken StopNow);

/// <summary>How far a day is; reported at most a few times a second.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Date">The date.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Events">Events read so far.</param>
/// <param name="WireBytes">Bytes of pages read so far.</param>
public sealed record DayProgress(string Group, DateOnly Date, Stage Stage, long Events, long WireBytes);
