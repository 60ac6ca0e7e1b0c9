using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Retain;

/// <summary>Sets the retention of groups whose days are archived, at the end of a run.</summary>
/// <remarks>A group whose retention is as wanted costs nothing. Any other costs a listing for each 1,000 of its manifests, and once in
/// its life two requests more: a look at the group as it is by now, and the setting.</remarks>
internal sealed class RetentionKeeper(ArchivePlan plan, ILogSource source, IArchiveStore store, TimeProvider clock)
{
    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);

    /// <summary>Looks at each group in turn. What goes wrong is told of the group, and fails nothing: its days are archived.</summary>
    /// <param name="groups">The groups of the run.</param>
    /// <param name="days">How the days of the run ended.</param>
    /// <param name="wantedDays">The retention wanted.</param>
    /// <param name="stop">The run is ending: what is not done by then is left to the next run.</param>
    public async Task<IReadOnlyList<RetentionOutcome>> SetAsync(
        IReadOnlyList<LogGroup> groups, IReadOnlyList<DayOutcome> days, int wantedDays, CancellationToken stop)
    {
        var byGroup = days.ToLookup(day => day.Group, StringComparer.Ordinal);
        var outcomes = new List<RetentionOutcome>();
        foreach (var group in groups)
        {
            outcomes.Add(await TrySetAsync(group, [.. byGroup[group.Name]], wantedDays, stop));
        }

        return outcomes;
    }

    private async Task<RetentionOutcome> TrySetAsync(LogGroup group, IReadOnlyList<DayOutcome> days, int wantedDays, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            var decision = await DecideAsync(group, days, wantedDays, stop);
            return decision.Step switch
            {
                RetentionStep.Keep => Outcome(RetentionState.Kept, decision.Reason),
                RetentionStep.Wait => Outcome(RetentionState.NotSet, decision.Reason),
                _ when plan.DryRun => Outcome(RetentionState.Planned),
                _ => await SetAsync(group, wantedDays, stop),
            };
        }
        catch (ServiceFaultException fault)
        {
            return Outcome(RetentionState.Refused, fault.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Outcome(RetentionState.NotSet, "the run was ending; the next run looks again");
        }

        RetentionOutcome Outcome(RetentionState state, string? reason = null) =>
            new(group.Name, state) { FromDays = group.RetentionDays, ToDays = wantedDays, Reason = reason };
    }

    private async Task<RetentionDecision> DecideAsync(
        LogGroup group, IReadOnlyList<DayOutcome> days, int wantedDays, CancellationToken cancellationToken)
    {
        if (RetentionRule.TryDecide(group, wantedDays) is { } decision)
        {
            return decision;
        }

        return days.Count(day => day.Ending is Ending.Failed or Ending.Paused) is > 0 and var undone
            ? RetentionDecision.Wait($"{undone} of its days in this run {(undone == 1 ? "was" : "were")} not finished")
            : RetentionRule.Decide(group, wantedDays, plan, await SealsAsync(group, days, cancellationToken), clock.GetUtcNow());
    }

    private async Task<Dictionary<DateOnly, DateTimeOffset?>> SealsAsync(
        LogGroup group, IReadOnlyList<DayOutcome> days, CancellationToken cancellationToken)
    {
        var seals = new Dictionary<DateOnly, DateTimeOffset?>();
        if (RetentionRule.HeldDays(group, plan, clock.GetUtcNow()) is not [var first, ..] held)
        {
            return seals;
        }

        var prefix = layout.ManifestPrefixOf(group, first.Date, held[^1].Date);
        await foreach (var stored in store.ListAsync(prefix, cancellationToken))
        {
            if (layout.TryParseManifestKey(stored.Key) is { } archived)
            {
                seals[archived.Date] = stored.Modified;
            }
        }

        // A dry run speaks as if its days had been done.
        foreach (var planned in days.Where(day => day is { Ending: Ending.Planned, Date: not null }))
        {
            seals[planned.Date!.Value] = clock.GetUtcNow();
        }

        return seals;
    }

    // The groups were listed when the run began, hours ago on a laptop: somebody may have set a shorter retention since.
    private async Task<RetentionOutcome> SetAsync(LogGroup group, int wantedDays, CancellationToken cancellationToken)
    {
        var now = await new GroupLookup(source).TryFindAsync(GroupPattern.Of(group.Name), cancellationToken);
        var outcome = new RetentionOutcome(group.Name, RetentionState.Set) { FromDays = now?.RetentionDays, ToDays = wantedDays };
        if (now is null || now.Created != group.Created)
        {
            return outcome with { State = RetentionState.NotSet, Reason = "the group was deleted in the meantime" };
        }

        if (RetentionRule.TryDecide(now, wantedDays) is { } kept)
        {
            return outcome with { State = RetentionState.Kept, Reason = kept.Reason };
        }

        await source.SetRetentionAsync(now, wantedDays, cancellationToken);
        return outcome;
    }
}
