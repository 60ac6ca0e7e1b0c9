using System.IO.Compression;
using System.Text;
using LogArchiver.Estimate;
using System.Text.Json;
using LogArchiver.Backfill;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Seal;
using LogArchiver.Testing;
using LogArchiver.Testing.Logs;
using LogArchiver.Verify;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogArchiver.Flow.Tests;

/// <summary>A logs world, a bucket and a clock in memory, and the archiver between them.</summary>
public sealed class FlowWorld : IDisposable
{
    public const string Group = "/app/web";

    /// <summary>2026-11-19T00:00:00Z, the first millisecond of the day that is archived.</summary>
    public const long DayStart = 1_795_046_400_000;

    /// <summary>2026-11-20T00:00:00Z, the first millisecond after it.</summary>
    public const long DayEnd = DayStart + 86_400_000;

    private readonly TestFolder scratchRoot = new();

    public MemoryLogSource Logs { get; init; } = new MemoryLogSource().Group(Group);

    public MemoryArchiveStore Store { get; init; }

    public ManualClock Clock { get; } = new();

    public FlowWorld() => Store = new MemoryArchiveStore { Clock = Clock };

    public ArchiverLimits Limits { get; init; } = new();

    /// <summary>Told how far the day is, on the thread that does the work.</summary>
    public IProgress<DayProgress>? Progress { get; set; }

    public CancellationTokenSource StopStarting { get; } = new();

    public CancellationTokenSource StopNow { get; } = new();

    /// <summary>Where scratch folders are made; a folder of the world's own unless a test has another.</summary>
    public string? ScratchRoot { get; init; }

    /// <summary>What lies in scratch space now.</summary>
    public IEnumerable<string> Scratch => Directory.EnumerateFileSystemEntries(ScratchRoot ?? scratchRoot.Path);

    /// <summary>Limits so small that a few hundred events take several slices, runs and passes.</summary>
    public static ArchiverLimits SmallLimits { get; } = new()
    {
        SortBufferBytes = 3000, MergeWidth = 3, MergeBufferBytes = 64, PagesWaiting = 2, StreamsAtOnce = 3,
        LanesAtOnce = 3, LaneBytes = 2000, ProbePages = 2, SliceBytes = 8000, RunBytes = 20_000,
        RunsPastCache = true,
    };

    public static string FileKey => "group=~app~web/dt=2026-11-19/~app~web_2026-11-19.ndjson.gz";

    public static string ManifestKey => "_manifests/group=~app~web/dt=2026-11-19.json";

    public void Dispose()
    {
        scratchRoot.Dispose();
        StopStarting.Dispose();
        StopNow.Dispose();
    }

    /// <summary>Archives as a payload of these fields would, with sensible values for what is not said.</summary>
    public Task<ArchiveSummary> RunAsync(string payload = "{}", CancellationToken? stopStarting = null) =>
        NewArchiver().RunAsync(Plan(payload), new RunTokens(stopStarting ?? StopStarting.Token, StopNow.Token), Progress);

    /// <summary>Finds what is missing.</summary>
    public Task<GapReport> FindGapsAsync(string payload) => NewArchiver().FindGapsAsync(Plan(payload), StopNow.Token);

    /// <summary>Says what archiving would take.</summary>
    public Task<RangeEstimate> EstimateAsync(string payload, bool samples = false) =>
        NewArchiver().EstimateAsync(Plan(payload), PriceList.Usual(), samples, StopNow.Token);

    /// <summary>Finds what is missing, and archives what can be.</summary>
    public async Task<ArchiveSummary> RepairAsync(string payload) =>
        await NewArchiver().RepairAsync(Plan(payload), await FindGapsAsync(payload), new RunTokens(StopStarting.Token, StopNow.Token));

    /// <summary>Archives the one day and gives its outcome.</summary>
    public async Task<DayOutcome> RunOneAsync(string payload = "{}", CancellationToken? stopStarting = null) =>
        Assert.Single((await RunAsync(payload, stopStarting)).Days);

    /// <summary>Settles the day: a daily run two weeks later, of which nothing else is looked at.</summary>
    public async Task<DayOutcome> SettleAsync(string payload = "{}", CancellationToken? stopStarting = null)
    {
        var now = new DateTimeOffset(2026, 12, 4, 2, 0, 0, TimeSpan.Zero);
        if (Clock.GetUtcNow() < now)
        {
            Clock.Advance(now - Clock.GetUtcNow());
        }

        var fields = "{\"catchUpDays\":0,\"settleAfterDays\":14," + payload.Trim()[1..];
        var summary = await RunAsync(fields.Replace(",}", "}", StringComparison.Ordinal), stopStarting);
        return Assert.Single(summary.Days, day => day.Date == new DateOnly(2026, 11, 19));
    }

    /// <summary>The same bucket, later: of the group the source has other events by now.</summary>
    public FlowWorld After(Action<MemoryLogSource> fill)
    {
        var later = new FlowWorld { Store = Store, Limits = Limits };
        fill(later.Logs);
        return later;
    }

    /// <summary>Archives the one day in as many invocations as it takes, each of which is told to stop after so many requests for
    /// pages; gives their outcomes.</summary>
    public async Task<IReadOnlyList<DayOutcome>> RunInPiecesAsync(string payload, int pagesEach)
    {
        var outcomes = new List<DayOutcome>();
        do
        {
            using var stop = new CancellationTokenSource();
            var pages = 0;
            Logs.OnRequest = request =>
            {
                if (request.Contains("LogEvents", StringComparison.Ordinal) && Interlocked.Increment(ref pages) == pagesEach)
                {
                    stop.Cancel();
                }
            };
            outcomes.Add(await RunOneAsync(payload, stop.Token));
            Logs.OnRequest = null;
            Assert.InRange(outcomes.Count, 1, 2000);
        }
        while (outcomes[^1].Ending == Ending.Paused);
        return outcomes;
    }

    /// <summary>Does a step of the state machine, as the function does; gives its answer.</summary>
    public async Task<JsonElement> StepAsync(string payload)
    {
        var step = MachineStepReader.TryRead(Encoding.UTF8.GetBytes(payload))!;
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes("""{"logGroups":"*","bucket":"archive"}""")).OverriddenBy(step.Request);
        var run = new MachineRun(NewArchiver(), Store, Clock);
        return JsonElement.Parse(await run.DoAsync(step, Planner.Plan(request, Clock.GetUtcNow()), StopNow.Token));
    }

    /// <summary>Archives what a backfill over these fields finds to do.</summary>
    public async Task<ArchiveSummary> BackfillAsync(string payload, CancellationToken? stopStarting = null) => await NewArchiver().BackfillAsync(
        Plan(payload), await NewArchiver().FindUnsealedAsync(Plan(payload), StopNow.Token), new RunTokens(stopStarting ?? StopStarting.Token, StopNow.Token));

    private Archiver NewArchiver() => new(
        Logs, RequestPace.Unlimited("us-east-1", Clock), Store, ScratchRoot ?? scratchRoot.Path, Clock, new Random(1), NullLoggerFactory.Instance) { Limits = Limits };

    private ArchivePlan Plan(string payload)
    {
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes("""{"logGroups":"*","bucket":"archive","catchUpDays":0,"settleAfterDays":0}"""))
            .OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)));
        return Planner.Plan(request, Clock.GetUtcNow());
    }

    public string Text(string key)
    {
        using var stored = new MemoryStream(Store[key]);
        using var lines = new GZipStream(stored, CompressionMode.Decompress);
        using var reader = new StreamReader(lines, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Verifies the one day that a payload of these fields means.</summary>
    public async Task<DayVerification> VerifyOneAsync(string payload = "{}", bool quick = false, bool withSource = false, int maxDifferences = 20) =>
        Assert.Single((await VerifyAsync(payload, quick, withSource, maxDifferences)).Days);

    /// <summary>Verifies what a payload of these fields means.</summary>
    public Task<Verification> VerifyAsync(string payload = "{}", bool quick = false, bool withSource = false, int maxDifferences = 20)
    {
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes("""{"logGroups":"*","bucket":"archive"}"""))
            .OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)));
        var verifier = new Verifier(
            Logs, RequestPace.Unlimited("us-east-1", Clock), Store, scratchRoot.Path, Clock, new Random(1), NullLoggerFactory.Instance)
        {
            Quick = quick, WithSource = withSource, MaxDifferences = maxDifferences, Limits = Limits,
        };
        return verifier.RunAsync(Planner.Plan(request, Clock.GetUtcNow()), progress: null, StopNow.Token);
    }

    /// <summary>Puts other bytes where an object is, as no program of ours would; nothing for null.</summary>
    public async Task DamageAsync(string key, Func<byte[], byte[]?> change)
    {
        var stored = (await Store.TryReadAsync(key, int.MaxValue, CancellationToken.None))!;
        var there = WriteCondition.Unchanged(stored.Object.ETag);
        if (change(stored.Content.ToArray()) is { } changed)
        {
            await Store.TryPutAsync(key, changed, "", there, CancellationToken.None);
        }
        else
        {
            await Store.TryDeleteAsync(key, there, CancellationToken.None);
        }
    }

    /// <summary>Changes the manifest of the day.</summary>
    public Task RewriteAsync(Func<Manifest, Manifest> change) =>
        DamageAsync(ManifestKey, stored => ManifestStore.Format(change(ManifestStore.Parse(ManifestKey, stored))));

    /// <summary>Puts other bytes where an object of plain lines is, and makes every length and checksum of the manifest fit them.</summary>
    public async Task ForgeAsync(string key, byte[] content)
    {
        await DamageAsync(key, _ => content);
        var stored = (await Store.TryDescribeAsync(key, CancellationToken.None))!;
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        await RewriteAsync(manifest => manifest with
        {
            Objects = [manifest.Objects[0] with { Bytes = content.Length, Crc32 = stored.Crc32!, Sha256 = sha256 }],
            StoredBytes = content.Length,
            RawBytes = content.Length,
            RawSha256 = sha256,
        });
    }

    /// <summary>The messages of the archived day, in their order.</summary>
    public IEnumerable<string> Messages() => Text(FileKey).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!);

    public Manifest Manifest() => ManifestStore.Parse(ManifestKey, Store[ManifestKey]);
}
