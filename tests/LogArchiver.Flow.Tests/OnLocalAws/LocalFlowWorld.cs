using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using LogArchiver.Aws.Logs;
using LogArchiver.Aws.S3;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Read;
using LogArchiver.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogArchiver.Flow.Tests.OnLocalAws;

/// <summary>The archiver with the real clients, over HTTP, against LocalAws with a made-up group of 10 MB.</summary>
internal sealed class LocalFlowWorld : IAsyncDisposable
{
    public const string Group = "/made/up";
    public const int Events = 40_000;

    private const string Bucket = "archive";
    private static readonly DateTimeOffset Day = new(2026, 11, 19, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();
    private readonly TestFolder scratchRoot = new();
    private readonly LocalAwsServer server;
    private readonly AwsLogSource source;
    private readonly S3ArchiveStore store;

    private LocalFlowWorld(LocalAwsServer server, AwsLogSource source, S3ArchiveStore store, TestFolder folder) =>
        (this.server, this.source, this.store, this.folder) = (server, source, store, folder);

    public LocalAwsServer Server => server;

    public ArchiverLimits? Limits { get; set; }

    public IEnumerable<string> Scratch => Directory.EnumerateFileSystemEntries(scratchRoot.Path);

    public static async Task<LocalFlowWorld> StartAsync(params string[] faults)
    {
        var objects = new TestFolder();
        var aws = await LocalAwsServer.StartAsync(
            new LocalAwsOptions { Folder = objects.Path, Clock = new ManualClock(Day.AddDays(1).AddHours(2)), Faults = [.. faults.Select(FaultRule.Parse)] },
            CancellationToken.None);
        aws.Logs.AddSynthetic(Group, new SyntheticSpec { Streams = 7, EventsPerStream = Events / 7 + 1, Start = Day, End = Day.AddDays(1) });
        aws.S3.CreateBucket(Bucket);
        var credentials = new BasicAWSCredentials("test", "test");
        var client = new TracedS3Client(
            credentials,
            new AmazonS3Config { ServiceURL = aws.Endpoint.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true },
            TimeProvider.System);
        return new LocalFlowWorld(
            aws,
            AwsLogSource.Connect("us-east-1", credentials, aws.Endpoint, TimeProvider.System),
            new S3ArchiveStore(client, Bucket, "us-east-1", TimeProvider.System, new Random(1)),
            objects);
    }

    /// <summary>Archives the day in as many invocations as it takes, each told to stop after so many pages.</summary>
    public async Task<IReadOnlyList<DayOutcome>> RunAsync(string payload, int? pagesEach = null)
    {
        var outcomes = new List<DayOutcome>();
        do
        {
            using var stop = new CancellationTokenSource();
            outcomes.Add(await RunOnceAsync(payload, pagesEach, stop));
            Assert.InRange(outcomes.Count, 1, 100);
        }
        while (outcomes[^1].Ending == Ending.Paused);
        return outcomes;
    }

    /// <summary>Settles the day: a daily run two weeks later.</summary>
    public async Task<DayOutcome> SettleAsync(string payload)
    {
        var now = Day.AddDays(15).AddHours(2);
        var fields = string.Create(CultureInfo.InvariantCulture, $$"""{"bucket":"{{Bucket}}","catchUpDays":0,"settleAfterDays":14}""");
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes(fields)).OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)));
        var archiver = new Archiver(
            source, RequestPace.Unlimited("us-east-1", TimeProvider.System), store, scratchRoot.Path, new ManualClock(now), new Random(1),
            NullLoggerFactory.Instance) { Limits = Limits };
        var summary = await archiver.RunAsync(Planner.Plan(request, now), new RunTokens(CancellationToken.None, CancellationToken.None));
        return Assert.Single(summary.Days, day => day.Date == DateOnly.FromDateTime(Day.DateTime));
    }

    public byte[] Stored(string key) => File.ReadAllBytes(server.S3.PathOf(Bucket, key));

    public async ValueTask DisposeAsync()
    {
        source.Dispose();
        store.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
        scratchRoot.Dispose();
    }

    private async Task<DayOutcome> RunOnceAsync(string payload, int? pagesEach, CancellationTokenSource stop)
    {
        var fields = string.Create(CultureInfo.InvariantCulture, $$"""{"logGroups":"{{Group}}","bucket":"{{Bucket}}","date":"2026-11-19"}""");
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes(fields)).OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)));
        var stopping = new StoppingSource(source, pagesEach, stop);
        var archiver = new Archiver(
            stopping, RequestPace.Unlimited("us-east-1", TimeProvider.System), store, scratchRoot.Path, TimeProvider.System, new Random(1),
            NullLoggerFactory.Instance) { Limits = Limits };
        var summary = await archiver.RunAsync(
            Planner.Plan(request, Day.AddDays(1).AddHours(2)), new RunTokens(stop.Token, CancellationToken.None));
        return Assert.Single(summary.Days);
    }
}
