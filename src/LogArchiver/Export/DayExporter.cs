using LogArchiver.Checkpoint;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Scratch;
using LogArchiver.Sort;

namespace LogArchiver.Export;

/// <summary>Archives a day that only an export task can read: exports it, over as many invocations as that takes, and lets the exported
/// files take the way of any other day.</summary>
internal sealed class DayExporter(
    ArchivePlan plan, ILogSource source, IArchiveStore store, LeftOvers leftOvers, ScratchSpace scratch, SorterPair sorters,
    ArchiverLimits limits, DayWatch watch)
{
    /// <summary>Archives the day, or takes its export a step further.</summary>
    /// <param name="day">The day.</param>
    /// <param name="now">The time.</param>
    /// <param name="mergeAsync">Archives the day from a source, merged.</param>
    /// <param name="tokens">Stop it.</param>
    public async Task<DayOutcome> ArchiveAsync(
        GroupDay day, DateTimeOffset now, Func<ArchivePlan, ILogSource, Task<DayOutcome>> mergeAsync, RunTokens tokens)
    {
        var end = new DayEnd(day, ArchiveLayout.Of(plan).ManifestKeyOf(day.Group, day.Date));
        // Late events are worth waiting for, but not at the price of those that retention takes meanwhile.
        if (now < ExportTiming.NotBefore(day.Window) && !LookBack.IsLastChance(day.Group, day.Window, now))
        {
            return end.As(Ending.Skipped) with
            {
                Reason = $"its events may not be exportable before {ExportTiming.NotBefore(day.Window):yyyy-MM-dd'T'HH:mm'Z'}, "
                    + $"{ExportTiming.UntilExportable.TotalHours:0} hours after its end; a run after that archives it",
            };
        }

        watch.Enter(Stage.Read, day.Group.Name);
        var export = new DayExport(plan, day, source, store, now);
        var step = await export.AdvanceAsync(tokens.StopNow);
        if (step.Files is not { } files)
        {
            return end.As(Ending.Paused) with { Reason = step.Reason, WaitsForExport = true };
        }

        var outcome = FileBatches.AreTooLarge(files.Bytes, limits.RunBytes)
            ? await CopyAsync(day, files, now, tokens)
            : await MergeAsync(files, mergeAsync);
        return outcome.Ending is Ending.Sealed or Ending.Empty or Ending.AlreadySealed
            && await Remark.OfAsync(() => export.ForgetAsync(tokens.StopNow), "Its exported files could not be removed") is { } remark
            ? outcome with { Reason = remark }
            : outcome;
    }

    private async Task<DayOutcome> MergeAsync(ExportedFiles files, Func<ArchivePlan, ILogSource, Task<DayOutcome>> mergeAsync)
    {
        await using var exported = new ExportedSource(source, store, files);
        return await mergeAsync(plan with { Reader = ReaderKind.Export }, exported);
    }

    private async Task<DayOutcome> CopyAsync(GroupDay day, ExportedFiles files, DateTimeOffset now, RunTokens tokens)
    {
        using var unmerged = new UnmergedDay(plan, day, files, store, scratch, sorters, limits, watch);
        return await unmerged.ArchiveAsync(leftOvers, now, tokens);
    }
}
