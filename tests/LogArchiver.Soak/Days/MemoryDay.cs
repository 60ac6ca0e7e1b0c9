using System.Text;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Seal;
using LogArchiver.Soak.Chaos;
using LogArchiver.Testing;
using LogArchiver.Testing.Logs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogArchiver.Soak.Days;

/// <summary>Archives one day in memory, attempt after attempt with faults at both ports and at the disk, until it is sealed; then
/// looks at everything that was left.</summary>
internal sealed class MemoryDay : IDisposable
{
    /// <summary>Attempts with faults; after them comes one without, which has to do it.</summary>
    private const int TroubledAttempts = 8;

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);

    private readonly DayCase day;
    private readonly SoakTotals totals;
    private readonly MemoryLogSource logs;
    private readonly MemoryArchiveStore store = new() { MinPartBytes = 1 };
    private readonly TestFolder scratch = new();
    private readonly HurriedClock clock = new(Start);
    private bool hadRival;

    public MemoryDay(DayCase day, SoakTotals totals)
    {
        (this.day, this.totals) = (day, totals);
        logs = day.World();
    }

    /// <summary>Runs the day and checks it.</summary>
    /// <exception cref="SoakException">Something is not as it has to be.</exception>
    public async Task RunAsync()
    {
        var ending = Ending.Paused;
        for (var attempt = 1; attempt <= TroubledAttempts && !IsDone(ending); attempt++)
        {
            ending = await TryAsync(attempt);
            totals.Attempts++;
        }

        // A killed process is not heard of, so the last word has a run that nothing happens to.
        var last = await RunPlainAsync(store, day.Payload(), new ArchiverLimits());
        DayCheck.Nothing(IsDone(last.Ending) ? [] : [$"{last.Ending} {last.Reason}{last.Fault}"], "an undisturbed rerun did not complete the day");
        await CheckAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    private static bool IsDone(Ending ending) => ending is Ending.Sealed or Ending.AlreadySealed or Ending.Empty;

    private async Task<Ending> TryAsync(int attempt)
    {
        var disk = new SpoiltDisk(scratch.Path);
        var rivalPayload = day.Payload();
        using var life = new Life(day.Trouble(), new Fates($"{day.Name}.{attempt}"), totals.Faults)
        {
            SpoilDisk = disk.Spoil,
            RunRival = async () =>
            {
                hadRival = true;
                await RunPlainAsync(store, rivalPayload, new ArchiverLimits());
            },
        };
        var plan = PlanOf(day.Payload());
        var archiver = Make(new ChaosSource(logs, life), new ChaosStore(store, life), day.Limits());
        try
        {
            var outcome = (await archiver.RunAsync(plan, life.Tokens)).Days.Single();
            if (!life.IsDead)
            {
                Judge(outcome);
                totals.Count(outcome);
                return outcome.Ending;
            }
        }
        catch (Exception problem) when (problem is ServiceFaultException or IOException or UnauthorizedAccessException or OperationCanceledException || life.IsDead)
        {
            // The run as a whole: said as such, and begun again.
        }

        if (life.IsDead)
        {
            totals.Kills++;
            disk.Litter(day.Chance);
        }

        return Ending.Failed;
    }

    /// <summary>Every failure is one of those that were made up, or says what to do.</summary>
    private static void Judge(DayOutcome outcome)
    {
        if (outcome.Fault is { IsBug: true } fault)
        {
            throw new SoakException($"a fault was taken for a bug: {fault.Stage} of {fault.Subject}: {fault.Cause}");
        }
    }

    private async Task<DayOutcome> RunPlainAsync(IArchiveStore bucket, string payload, ArchiverLimits limits) =>
        (await Make(logs, bucket, limits).RunAsync(PlanOf(payload), default)).Days.Single();

    private static ArchivePlan PlanOf(string payload) => Planner.Plan(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)), Start);

    private Archiver Make(ILogSource source, IArchiveStore bucket, ArchiverLimits limits) =>
        new(source, RequestPace.Unlimited("us-east-1", clock), bucket, scratch.Path, clock, new Random(1), NullLoggerFactory.Instance) { Limits = limits };

    private async Task CheckAsync()
    {

        // A run that begins an upload after another has sealed the day, and is then cut off, leaves it to the bucket's lifecycle rule.
        if (!hadRival)
        {
            DayCheck.Nothing(store.Uploads.Select(upload => $"{upload.UploadId} of {upload.Key}"), "open uploads");
        }

        DayCheck.Nothing(Directory.EnumerateFileSystemEntries(scratch.Path).Select(path => Path.GetFileName(path)), "left in scratch space");
        var (manifest, lines) = Read(store);
        DayCheck.Nothing(
            store.Keys.Except(manifest.Objects.Select(stored => stored.Key), StringComparer.Ordinal).Where(key => !IsManifest(key) && !MayBeStray(key)),
            "left in the bucket");
        DayCheck.Events(manifest, lines, day.Expected);

        var calm = new MemoryArchiveStore();
        await RunPlainAsync(calm, day.Payload(day.Chance.Next(2) == 0 ? "streams" : "group"), new ArchiverLimits());
        var (undisturbed, calmLines) = Read(calm);
        DayCheck.Nothing(lines.AsSpan().SequenceEqual(calmLines) ? [] : [$"{lines.Length} and {calmLines.Length} bytes"], "other lines than of an undisturbed run");
        if (manifest.Objects is [{ Segments: null } one] && undisturbed.Objects is [{ Segments: null } other])
        {
            DayCheck.Equal(other.Sha256, one.Sha256, "SHA-256 of the file, beside an undisturbed run");
        }

        totals.Events += manifest.Events;
        totals.Days++;
    }

    // A run that is killed between writing an object and noting so leaves it. Usually the next run writes the same key; where it cuts
    // the day otherwise (in one object or in several), it may not delete what is there. The manifest names the objects that count.
    private bool MayBeStray(string key) => day.IsSplit && key.StartsWith("group=", StringComparison.Ordinal);

    private static bool IsManifest(string key) => key.StartsWith(ArchiveLayout.ManifestFolder, StringComparison.Ordinal);

    private static (Manifest Manifest, byte[] Lines) Read(MemoryArchiveStore bucket)
    {
        var key = bucket.Keys.SingleOrDefault(IsManifest) ?? throw new SoakException("there is no manifest");
        var manifest = ManifestStore.Parse(key, bucket[key]);
        return (manifest, [.. manifest.Objects.SelectMany(stored => DayCheck.Unpack(bucket[stored.Key], manifest.Compression))]);
    }
}
