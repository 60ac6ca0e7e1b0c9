using LogArchiver.Checkpoint;
using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver.Settle;

/// <summary>Reads a sealed day again: what came late is added, nothing that the archive has is lost, and the manifest keeps the history.
/// Also brings to its end what another run began and did not finish.</summary>
/// <remarks>The order that makes it safe: everything is packed and sent, but no object completed; the manifest says what it will be
/// (<see cref="Manifest.Next"/>); the objects take the place of those that were looked at; the manifest takes the place of its
/// announcement. What the work left is cleared away before the last step, since nobody looks at a settled day again. Each step is conditional on the one before. See docs/decisions/0012-settling.md.</remarks>
internal sealed class DaySettler(
    ArchivePlan plan, ILogSource source, IArchiveStore store, LeftOvers leftOvers, ScratchSpace scratch, SorterPair sorters,
    ArchiverLimits limits, DayWatch watch)
{
    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly ManifestStore manifests = new(store);

    /// <summary>Settles the day.</summary>
    public async Task<DayOutcome> SettleAsync(GroupDay asked, SealedDay seal, DateTimeOffset now, RunTokens tokens)
    {
        // The day is what it was sealed as, whatever time zone is set by now.
        var day = asked with { Window = new TimeWindow(seal.Manifest.Start.ToUnixTimeMilliseconds(), seal.Manifest.End.ToUnixTimeMilliseconds()) };
        var end = new SettledEnd(day, layout.ManifestKeyOf(day.Group, day.Date));
        if (plan.DryRun)
        {
            return end.WouldSettle(seal.Manifest);
        }

        if (seal.Manifest.Next is { } next && await IsWrittenAsync(next, tokens.StopNow))
        {
            return await FinishAsync(end, seal, next, tokens.StopNow);
        }

        if (Readability.ReasonToSkip(day, now, plan.ExportTasks) is { } reason)
        {
            return end.Unreadable(seal.Manifest, reason);
        }

        var archive = await EarlierArchive.FindAsync(store, seal.Manifest, tokens.StopNow);
        await using var work = new DayWork(
            archive.PlanFrom(plan), day, source, store, scratch, sorters, limits with { RunBytes = limits.RunBytes / 2 }, watch, archive);
        try
        {
            return await SettleAsync(end, seal, archive, work, now, tokens);
        }
        catch (Exception problem) when (LostRace.MayBe(problem))
        {
            // Where the manifest is as this run left it, no other has won, and it was something else.
            if (await manifests.TryFindAsync(end.ManifestKey, tokens.StopNow) is not { } theirs || theirs.ETag == seal.ETag
                || theirs.Manifest.Next is not null)
            {
                throw;
            }

            return await YieldAsync(end, work, theirs.Manifest, tokens.StopNow);
        }
    }

    private async Task<DayOutcome> SettleAsync(
        SettledEnd end, SealedDay seal, EarlierArchive archive, DayWork work, DateTimeOffset now, RunTokens tokens)
    {
        if (!await work.TryPackAllAsync(tokens))
        {
            return end.Paused(work);
        }

        var settlement = Settlement.Of(
            archive,
            DayManifest.Of(end.Day, archive.PlanFrom(plan), now, work),
            work.Tally,
            await work.KeepsEarlierAsync(tokens.StopNow),
            settles: end.Day.Purpose == DayPurpose.Settle || seal.Manifest.Next is not null);
        var isOurs = settlement.Change == Change.Replace
            ? await TryReplaceAsync(end, seal, archive, work, settlement, tokens.StopNow)
            : await TryMarkAsync(end, seal, work, settlement, tokens.StopNow);
        if (!isOurs)
        {
            return await YieldAsync(end, work, await manifests.TryReadAsync(end.ManifestKey, tokens.StopNow) ?? seal.Manifest, tokens.StopNow);
        }

        return end.Of(settlement);
    }

    /// <summary>Whether every object is what the announced manifest says.</summary>
    private async Task<bool> IsWrittenAsync(Manifest next, CancellationToken cancellationToken)
    {
        foreach (var one in next.Objects)
        {
            var stored = await store.TryDescribeAsync(one.Key, cancellationToken);
            if (!await StoredCheck.HoldsAsync(store, stored, one.Bytes, one.Crc32, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<DayOutcome> FinishAsync(SettledEnd end, SealedDay seal, Manifest next, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, end.ManifestKey);
        if (await manifests.TryReplaceAsync(end.ManifestKey, seal, next, cancellationToken) is null)
        {
            return end.Lost(await manifests.TryReadAsync(end.ManifestKey, cancellationToken) ?? next);
        }

        var checkpoint = new CheckpointStore(store, layout.CheckpointKeyOf(end.Day.Group, end.Day.Date));
        await checkpoint.TryLoadAsync("", upload => store.AbortAsync(upload, cancellationToken), cancellationToken);
        await checkpoint.DeleteAsync(cancellationToken);
        return end.Finished(next);
    }

    private async Task<bool> TryMarkAsync(
        SettledEnd end, SealedDay seal, DayWork work, Settlement settlement, CancellationToken cancellationToken)
    {
        await work.TidyAsync(leftOvers, cancellationToken);
        watch.Enter(Stage.Seal, end.ManifestKey);
        return await manifests.TryReplaceAsync(end.ManifestKey, seal, settlement.Manifest, cancellationToken) is not null;
    }

    private async Task<bool> TryReplaceAsync(
        SettledEnd end, SealedDay seal, EarlierArchive archive, DayWork work, Settlement settlement, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, end.ManifestKey);
        var announced = await manifests.TryReplaceAsync(
            end.ManifestKey, seal, archive.Manifest with { Next = settlement.Manifest }, cancellationToken);
        if (announced is null)
        {
            return false;
        }

        await work.Objects.ReplaceAsync(cancellationToken);
        await work.TidyAsync(leftOvers, cancellationToken);
        watch.Enter(Stage.Seal, end.ManifestKey);
        return await manifests.TryReplaceAsync(end.ManifestKey, announced, settlement.Manifest, cancellationToken) is not null;
    }

    /// <summary>Another run wrote the manifest first: what it says holds.</summary>
    private static async Task<DayOutcome> YieldAsync(SettledEnd end, DayWork work, Manifest theirs, CancellationToken cancellationToken)
    {
        await work.AbandonAsync(cancellationToken);
        await work.ForgetAsync(cancellationToken);
        return end.Lost(theirs);
    }
}
