using System.Reflection;
using LogArchiver.Checkpoint;
using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;

namespace LogArchiver;

/// <summary>The flow, for one day of one group: read, sort, merge, pack, upload, seal. The day counts from the moment its manifest
/// is written, which is the last thing that happens.</summary>
internal sealed class DayArchiver(
    ArchivePlan plan, ILogSource source, IArchiveStore store, LeftOvers leftOvers, ScratchSpace scratch, SorterPair sorters,
    ArchiverLimits limits, DayWatch watch)
{
    private static readonly string Writer =
        "LogArchiver " + typeof(DayArchiver).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly ManifestStore manifests = new(store);

    /// <summary>Archives the day. Faults rise to the caller, who knows from the watch at which stage they happened.</summary>
    public async Task<DayOutcome> ArchiveAsync(GroupDay day, DateTimeOffset now, RunTokens tokens)
    {
        if (layout.FaultOf(day.Group, plan.Format, plan.Compression) is { } fault)
        {
            return Outcome(day, Ending.Failed) with { Fault = fault };
        }

        if (Readability.ReasonToSkip(day, now) is { } reason)
        {
            return Outcome(day, Ending.Skipped) with { Reason = reason };
        }

        watch.Enter(Stage.Seal, layout.ManifestKeyOf(day.Group, day.Date));
        if (await manifests.TryReadAsync(layout.ManifestKeyOf(day.Group, day.Date), tokens.StopNow) is { } seal)
        {
            // Settings that were changed since do not concern a day that is only looked back at.
            return day.Purpose == DayPurpose.Archive && seal.DiffersFrom(plan, day) is { } difference
                ? Outcome(day, Ending.Failed) with { Fault = difference }
                : Sealed(day, seal, Ending.AlreadySealed) with { Reason = await ClearAsync(day, tokens.StopNow) };
        }

        return plan.DryRun
            ? Outcome(day, Ending.Planned) with { ObjectKey = layout.KeyOf(day.Group, day.Date, plan.Format, plan.Compression) }
            : await ArchiveUnsealedAsync(day, now, tokens);
    }

    private async Task<DayOutcome> ArchiveUnsealedAsync(GroupDay day, DateTimeOffset now, RunTokens tokens)
    {
        using var work = new DayWork(plan, day, source, store, scratch, sorters, limits, watch);
        await work.ResumeAsync(tokens.StopNow);
        while (!work.IsPacked)
        {
            await work.TakeSliceAsync(tokens);
            if (work is { IsPacked: false, IsAhead: false } && tokens.StopStarting.IsCancellationRequested)
            {
                await work.PauseAsync(tokens.StopNow);
                return Outcome(day, Ending.Paused) with
                {
                    Reason = $"out of time at {work.Position:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} of the day; the next run goes on from there",
                    Events = work.Objects.Totals.Events,
                    DroppedEvents = work.Objects.Totals.DroppedEvents,
                    RawBytes = work.Objects.Totals.RawBytes,
                };
            }
        }

        await work.FinishAsync(tokens.StopNow);
        var kept = await work.EndUploadsAsync(leftOvers, tokens.StopNow);
        watch.Enter(Stage.Seal, layout.ManifestKeyOf(day.Group, day.Date));
        var outcome = await SealAsync(day, Describe(day, now, work), tokens.StopNow);
        return (kept ?? await Remark.OfAsync(() => work.ForgetAsync(tokens.StopNow), "Its checkpoint could not be removed")) is { } remark
            ? outcome with { Reason = remark }
            : outcome;
    }

    /// <summary>A day that is sealed is left alone but for what a run that was cut off may have left of it.</summary>
    private async Task<string?> ClearAsync(GroupDay day, CancellationToken cancellationToken) => plan.DryRun
        ? null
        : await Remark.OfAsync(
            () => leftOvers.ClearSealedAsync(new PackingOrder(plan, day), cancellationToken), "What an earlier run left could not be removed");

    private async Task<DayOutcome> SealAsync(GroupDay day, Manifest manifest, CancellationToken cancellationToken)
    {
        var key = layout.ManifestKeyOf(day.Group, day.Date);
        if (await manifests.TrySealAsync(key, manifest, cancellationToken))
        {
            return Sealed(day, manifest, manifest is { Events: 0, DroppedEvents: 0 } ? Ending.Empty : Ending.Sealed);
        }

        // Another run was here at the same time. Its seal stands if it speaks of the same lines.
        var theirs = await manifests.TryReadAsync(key, cancellationToken);
        return theirs is not null && theirs.IsOfTheSameBytesAs(manifest)
            ? Sealed(day, theirs, Ending.AlreadySealed) with { Reason = "another run sealed it at the same time" }
            : throw new SealedOtherwiseException(key);
    }

    private Manifest Describe(GroupDay day, DateTimeOffset now, DayWork work)
    {
        var (totals, objects, requests) = (work.Objects.Totals, work.Objects.Finished, work.Requests);
        return new Manifest
        {
            FormatVersion = Manifest.CurrentFormatVersion,
            Writer = Writer,
            Group = day.Group.Name,
            GroupArn = day.Group.Arn,
            Date = day.Date,
            TimeZone = plan.TimeZone,
            Start = day.Window.Start,
            End = day.Window.End,
            Format = plan.Format.Word(),
            Compression = plan.Compression.Word(),
            Events = totals.Events,
            Lines = totals.Lines,
            Streams = totals.Streams,
            StreamsExact = totals.StreamsExact,
            FirstTimestamp = totals.FirstMs is { } first ? DateTimeOffset.FromUnixTimeMilliseconds(first) : null,
            LastTimestamp = totals.LastMs is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
            RawBytes = totals.RawBytes,
            RawSha256 = work.Objects.RawSha256,
            StoredBytes = objects.Sum(one => one.Bytes),
            Merged = objects.Count <= 1,
            Objects = objects,
            Filters = ManifestFilters.Of(plan.Rules, totals.Dropped),
            DroppedEvents = totals.DroppedEvents,
            LateEvents = [],
            RetentionReached = Readability.RetentionReached(day, now),
            Reading = new ManifestReading
            {
                Reader = work.Reader.Word(),
                Pages = totals.Pages,
                Requests = requests.ByOperation,
                Throttles = requests.Throttles,
                Retries = requests.Retries,
            },
        };
    }

    private DayOutcome Sealed(GroupDay day, Manifest manifest, Ending ending) => Outcome(day, ending) with
    {
        Events = manifest.Events,
        DroppedEvents = manifest.DroppedEvents,
        RawBytes = manifest.RawBytes,
        StoredBytes = manifest.StoredBytes,
        ObjectKey = manifest.Objects.Count > 0 ? manifest.Objects[0].Key : null,
    };

    private DayOutcome Outcome(GroupDay day, Ending ending) => new()
    {
        Group = day.Group.Name,
        Date = day.Date,
        Window = day.Window,
        Ending = ending,
        ManifestKey = layout.ManifestKeyOf(day.Group, day.Date),
    };
}
