using System.Reflection;
using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver;

/// <summary>The flow, for one day of one group: read, sort, merge, pack, upload, seal. The day counts from the moment its manifest
/// is written, which is the last thing that happens.</summary>
internal sealed class DayArchiver(
    ArchivePlan plan, ILogSource source, IArchiveStore store, ScratchSpace scratch, ArchiverLimits limits, DayWatch watch)
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
            return seal.DiffersFrom(plan, day) is { } difference
                ? Outcome(day, Ending.Failed) with { Fault = difference }
                : Sealed(day, seal, Ending.AlreadySealed);
        }

        return plan.DryRun
            ? Outcome(day, Ending.Planned) with { ObjectKey = KeyOf(day) }
            : await ArchiveUnsealedAsync(day, now, tokens);
    }

    private async Task<DayOutcome> ArchiveUnsealedAsync(GroupDay day, DateTimeOffset now, RunTokens tokens)
    {
        using var sorter = new EventSorter(scratch, limits);
        watch.Enter(Stage.Read, day.Group.Name);
        var read = await ReadAsync(day, sorter, tokens);

        watch.Enter(Stage.Pack, scratch.Folder);
        var path = scratch.NewPath("file");
        try
        {
            var file = Pack(sorter, path, tokens.StopNow);
            var stored = file.Events == 0 ? null : await UploadAsync(day, file, tokens.StopNow);

            watch.Enter(Stage.Seal, layout.ManifestKeyOf(day.Group, day.Date));
            return await SealAsync(day, Describe(day, now, read, file, stored), tokens.StopNow);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<ReadTally> ReadAsync(GroupDay day, EventSorter sorter, RunTokens tokens)
    {
        // The deadline's approach ends reading, which takes most of the time; what comes after is let finish.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tokens.StopStarting, tokens.StopNow);
        return await new DayReader(source, plan.Reader, limits).ReadAsync(day, sorter, watch.Report, either.Token);
    }

    private PackedFile Pack(EventSorter sorter, string path, CancellationToken cancellationToken)
    {
        using var events = sorter.Walk(cancellationToken);
        return new ArchivePacker(plan.Format, plan.Compression, limits.StreamsCounted).Pack(events, path, cancellationToken);
    }

    private async Task<StoredObject> UploadAsync(GroupDay day, PackedFile file, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Upload, KeyOf(day));
        return await new FileUploader(store).UploadAsync(
            file, KeyOf(day), ArchiveLayout.ContentTypeOf(plan.Format, plan.Compression), cancellationToken);
    }

    private async Task<DayOutcome> SealAsync(GroupDay day, Manifest manifest, CancellationToken cancellationToken)
    {
        var key = layout.ManifestKeyOf(day.Group, day.Date);
        if (await manifests.TrySealAsync(key, manifest, cancellationToken))
        {
            return Sealed(day, manifest, manifest.Events == 0 ? Ending.Empty : Ending.Sealed);
        }

        // Another run was here at the same time. Its seal stands if it speaks of the same lines.
        var theirs = await manifests.TryReadAsync(key, cancellationToken);
        return theirs?.RawSha256 == manifest.RawSha256
            ? Sealed(day, theirs!, Ending.AlreadySealed) with { Reason = "another run sealed it at the same time" }
            : throw new SealedOtherwiseException(key);
    }

    private Manifest Describe(GroupDay day, DateTimeOffset now, ReadTally read, PackedFile file, StoredObject? stored)
    {
        var requests = watch.Requests;
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
            Events = file.Events,
            Lines = file.Lines,
            Streams = file.Streams,
            StreamsExact = file.StreamsExact,
            FirstTimestamp = file.FirstMs is { } first ? DateTimeOffset.FromUnixTimeMilliseconds(first) : null,
            LastTimestamp = file.LastMs is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
            RawBytes = file.RawBytes,
            RawSha256 = stored is null ? null : file.RawSha256,
            StoredBytes = stored?.Bytes ?? 0,
            Merged = true,
            Objects = stored is null
                ? []
                : [new ManifestObject { Key = stored.Key, Bytes = stored.Bytes, Sha256 = file.Sha256, Crc32 = file.Crc32 }],
            Filters = [],
            DroppedEvents = 0,
            LateEvents = [],
            RetentionReached = Readability.RetentionReached(day, now),
            Reading = new ManifestReading
            {
                Reader = read.Reader.Word(),
                Pages = read.Pages,
                Requests = requests.ByOperation,
                Throttles = requests.Throttles,
                Retries = requests.Retries,
            },
        };
    }

    private DayOutcome Sealed(GroupDay day, Manifest manifest, Ending ending) => Outcome(day, ending) with
    {
        Events = manifest.Events,
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

    private string KeyOf(GroupDay day) => layout.KeyOf(day.Group, day.Date, plan.Format, plan.Compression);
}
