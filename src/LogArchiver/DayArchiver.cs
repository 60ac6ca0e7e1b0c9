using LogArchiver.Checkpoint;
using LogArchiver.Discover;
using LogArchiver.Export;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Settle;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver;

/// <summary>The flow, for one day of one group: read, sort, merge, pack, upload, seal. The day counts from the moment its manifest
/// is written, which is the last thing that happens. A sealed day is read again once, to be settled.</summary>
internal sealed class DayArchiver(
    ArchivePlan plan, ILogSource source, IArchiveStore store, LeftOvers leftOvers, ScratchSpace scratch, SorterPair sorters,
    ArchiverLimits limits, DayWatch watch)
{
    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly ManifestStore manifests = new(store);

    /// <summary>Archives the day. Faults rise to the caller, who knows from the watch at which stage they happened.</summary>
    public async Task<DayOutcome> ArchiveAsync(GroupDay day, DateTimeOffset now, RunTokens tokens)
    {
        var key = layout.ManifestKeyOf(day.Group, day.Date);
        var end = new DayEnd(day, key);
        if (layout.FaultOf(day.Group, plan.Format, plan.Compression) is { } fault)
        {
            return end.As(Ending.Failed) with { Fault = fault };
        }

        watch.Enter(Stage.Seal, key);
        if (await manifests.TryFindAsync(key, tokens.StopNow) is { } seal)
        {
            // Settings that were changed since do not concern a day that is only looked back at.
            return seal.Manifest.NeedsWork(day.Purpose) ? await SettleAsync(day, seal, now, tokens)
                : day.Purpose == DayPurpose.Archive && seal.Manifest.DiffersFrom(plan, day) is { } difference
                    ? end.As(Ending.Failed) with { Fault = difference }
                    : end.Sealed(seal.Manifest, Ending.AlreadySealed) with { Reason = await ClearAsync(day, tokens.StopNow) };
        }

        return Readability.ReasonToSkip(day, now, plan.ExportTasks) is { } reason ? end.As(Ending.Skipped) with { Reason = reason }
            : plan.DryRun ? end.As(Ending.Planned) with { ObjectKey = layout.KeyOf(day.Group, day.Date, plan.Format, plan.Compression) }
            : Readability.NeedsExport(day.Group) ? await new DayExporter(plan, source, store, leftOvers, scratch, sorters, limits, watch)
                .ArchiveAsync(day, now, (byExport, exported) => With(byExport, exported).ArchiveUnsealedAsync(day, now, tokens), tokens)
            : await ArchiveUnsealedAsync(day, now, tokens);
    }

    private DayArchiver With(ArchivePlan otherPlan, ILogSource otherSource) =>
        new(otherPlan, otherSource, store, leftOvers, scratch, sorters, limits, watch);

    private async Task<DayOutcome> ArchiveUnsealedAsync(GroupDay day, DateTimeOffset now, RunTokens tokens)
    {
        var key = layout.ManifestKeyOf(day.Group, day.Date);
        var end = new DayEnd(day, key);
        await using var work = new DayWork(plan, day, source, store, scratch, sorters, limits, watch);
        try
        {
            if (!await work.TryPackAllAsync(tokens))
            {
                return end.Paused(work);
            }

            var kept = await work.EndUploadsAsync(leftOvers, tokens.StopNow);
            watch.Enter(Stage.Seal, key);
            var manifest = DayManifest.Of(day, plan, now, work);
            if (!await manifests.TrySealAsync(key, manifest, tokens.StopNow))
            {
                throw new SealedMeanwhileException(key);
            }

            return end.Sealed(manifest, manifest is { Events: 0, DroppedEvents: 0 } ? Ending.Empty : Ending.Sealed) with
            {
                Reason = kept ?? await Remark.OfAsync(() => work.ForgetAsync(tokens.StopNow), "Its checkpoint could not be removed"),
            };
        }
        catch (Exception problem) when (LostRace.MayBe(problem))
        {
            if (await YieldAsync(day, work, now, tokens) is { } yielded)
            {
                return yielded;
            }

            throw;
        }
    }

    /// <summary>A day that is sealed is left alone but for what a run that was cut off may have left of it.</summary>
    private async Task<string?> ClearAsync(GroupDay day, CancellationToken cancellationToken) => plan.DryRun
        ? null
        : await Remark.OfAsync(
            () => leftOvers.ClearSealedAsync(new PackingOrder(plan, day), cancellationToken), "What an earlier run left could not be removed");

    /// <summary>Another run works, or worked, on the same day. Null when it has not sealed it.</summary>
    private async Task<DayOutcome?> YieldAsync(GroupDay day, DayWork work, DateTimeOffset now, RunTokens tokens)
    {
        var key = layout.ManifestKeyOf(day.Group, day.Date);
        if (await manifests.TryFindAsync(key, tokens.StopNow) is not { } theirs)
        {
            return null;
        }

        await work.AbandonAsync(tokens.StopNow);
        await work.ForgetAsync(tokens.StopNow);

        if (theirs.Manifest.DiffersFrom(plan, day) is { } difference)
        {
            return new DayEnd(day, key).As(Ending.Failed) with { Fault = difference };
        }

        // In the moment between the other's upload and its seal this run may have taken its object for a left-over and replaced it.
        var archive = await EarlierArchive.FindAsync(store, theirs.Manifest, tokens.StopNow);
        return archive.IsAsSealed
            ? new DayEnd(day, key).Sealed(theirs.Manifest, Ending.AlreadySealed) with { Reason = "another run sealed it at the same time" }
            : await SettleAsync(day, theirs, now, tokens);
    }

    private Task<DayOutcome> SettleAsync(GroupDay day, SealedDay seal, DateTimeOffset now, RunTokens tokens) =>
        new DaySettler(plan, source, store, leftOvers, scratch, sorters, limits, watch).SettleAsync(day, seal, now, tokens);
}
