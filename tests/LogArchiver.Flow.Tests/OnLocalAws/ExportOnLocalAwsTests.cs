using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using LogArchiver.Aws.Logs;
using LogArchiver.Aws.S3;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Read;
using LogArchiver.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogArchiver.Flow.Tests.OnLocalAws;

/// <summary>An export with the real clients, over HTTP: the same events as the read APIs give of a group that they serve.</summary>
public sealed partial class ExportOnLocalAwsTests : IAsyncLifetime, IDisposable
{
    private const string Bucket = "archive";
    private static readonly DateTimeOffset Day = new(2026, 11, 19, 0, 0, 0, TimeSpan.Zero);

    // Reaches over both edges of the day.
    private static readonly SyntheticSpec Spec = new() { Streams = 5, EventsPerStream = 400, Start = Day.AddHours(-1), End = Day.AddHours(25) };

    private readonly TestFolder folder = new();
    private readonly TestFolder scratch = new();
    private readonly ManualClock clock = new(Day.AddDays(2).AddHours(2));
    private LocalAwsServer server = null!;
    private AwsLogSource source = null!;
    private S3ArchiveStore store = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(
            new LocalAwsOptions { Folder = folder.Path, Clock = clock, ExportFileEvents = 100, ExportTime = TimeSpan.FromMinutes(10) }, CancellationToken.None);
        server.Logs.AddSynthetic("/infrequent", Spec, new LocalGroupSettings { Class = LocalGroupClass.InfrequentAccess, Created = Day.AddDays(-9) });
        server.Logs.AddSynthetic("/standard", Spec, new LocalGroupSettings { Created = Day.AddDays(-9) });
        server.S3.CreateBucket(Bucket);
        var credentials = new BasicAWSCredentials("test", "test");
        source = AwsLogSource.Connect("us-east-1", credentials, server.Endpoint, TimeProvider.System);
        store = new S3ArchiveStore(
            new TracedS3Client(
                credentials,
                new AmazonS3Config { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true },
                TimeProvider.System),
            Bucket, "us-east-1", TimeProvider.System, new Random(1));
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose()
    {
        source.Dispose();
        store.Dispose();
        folder.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task Both_groups_give_the_same_lines_but_for_the_time_of_arrival()
    {
        Assert.Equal(Ending.Sealed, (await RunAsync("/standard")).Ending);
        var begun = await RunAsync("/infrequent");
        Assert.Equal(Ending.Paused, begun.Ending);
        Assert.Matches("^export task [0-9a-f-]{36} is running", begun.Reason);
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(Ending.Paused, (await RunAsync("/infrequent")).Ending);
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(Ending.Sealed, (await RunAsync("/infrequent")).Ending);

        Assert.Equal(IngestionTime().Replace(Lines("~standard"), "\"ingestionTime\":null"), Lines("~infrequent"));
        Assert.Equal(1, server.Requests.Snapshot()["CreateExportTask"]);
        Assert.Empty(Directory.Exists(Path.Combine(folder.Path, "s3", Bucket, "_exports")) ? Directory.GetFiles(Path.Combine(folder.Path, "s3", Bucket, "_exports"), "*", SearchOption.AllDirectories) : []);
    }

    private async Task<DayOutcome> RunAsync(string group)
    {
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"logGroups":"{{group}}","bucket":"{{Bucket}}","date":"2026-11-19","exportTasks":true}"""));
        var archiver = new Archiver(
            source, RequestPace.Unlimited("us-east-1", TimeProvider.System), store, scratch.Path, clock, new Random(1), NullLoggerFactory.Instance);
        var summary = await archiver.RunAsync(Planner.Plan(request, clock.GetUtcNow()), new RunTokens(CancellationToken.None, CancellationToken.None));
        return Assert.Single(summary.Days);
    }

    private string Lines(string group)
    {
        using var stored = File.OpenRead(server.S3.PathOf(Bucket, $"group={group}/dt=2026-11-19/{group}_2026-11-19.ndjson.gz"));
        using var unpacked = new GZipStream(stored, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("\"ingestionTime\":\"[^\"]*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex IngestionTime();
}
