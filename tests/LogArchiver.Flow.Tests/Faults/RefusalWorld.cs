using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using LogArchiver.Aws.Logs;
using LogArchiver.Aws.S3;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Soak.Chaos;
using LogArchiver.Testing;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>The real clients against LocalAws with two small groups, one of which is refused something: what is logged and what is reported.</summary>
internal sealed partial class RefusalWorld : IAsyncDisposable, ILoggerFactory, ILogger
{
    public const string Bucket = "my-archive";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);

    private readonly TestFolder folder;
    private readonly TestFolder scratch = new();
    private readonly HurriedClock clock = new(Now);
    private readonly StringBuilder log = new();

    private RefusalWorld(LocalAwsServer server, TestFolder folder) => (Server, this.folder) = (server, folder);

    public LocalAwsServer Server { get; }

    public static async Task<RefusalWorld> StartAsync(params string[] faults)
    {
        var objects = new TestFolder();
        var aws = await LocalAwsServer.StartAsync(
            new LocalAwsOptions { Folder = objects.Path, Clock = new ManualClock(Now), PartialPages = false, Faults = [.. faults.Select(FaultRule.Parse)] },
            CancellationToken.None);
        aws.S3.CreateBucket(Bucket, "us-east-1");
        foreach (var group in (string[])["/app/api", "/app/web"])
        {
            aws.Logs.CreateGroup(group);
            aws.Logs.Put(group, "s-1", [new LocalEvent(FlowWorld.DayStart, "password=hunter2"), new LocalEvent(FlowWorld.DayStart + 1, "안녕")]);
        }

        return new RefusalWorld(aws, objects);
    }

    /// <summary>Archives the day and gives what a person reads: warnings and errors of the log, and the report at the end.</summary>
    public async Task<string> ReadAsync(string payload = "{}", string bucket = Bucket, string accessKey = "test", CancellationToken stopStarting = default)
    {
        var credentials = new BasicAWSCredentials(accessKey, "no-secret-of-mine");
        // The time that real connections take is the real one: on the hurried clock every answer stalls.
        using var source = AwsLogSource.Connect("us-east-1", credentials, Server.Endpoint, TimeProvider.System);
        using var store = new S3ArchiveStore(
            new TracedS3Client(
                credentials,
                new AmazonS3Config { ServiceURL = Server.Endpoint.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true, MaxErrorRetry = 1 },
                TimeProvider.System),
            bucket, "us-east-1", TimeProvider.System, new Random(1));
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes($$"""{"logGroups":"/app/*","bucket":"{{bucket}}","date":"2026-11-19","reader":"streams"}"""))
            .OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)));
        var archiver = new Archiver(source, RequestPace.Unlimited("us-east-1", clock), store, scratch.Path, clock, new Random(1), this);
        string report;
        try
        {
            var summary = await archiver.RunAsync(Planner.Plan(request, Now), new RunTokens(stopStarting, CancellationToken.None));
            report = FailureReport.Of(summary) ?? "(none: all went well)";
        }
        catch (ServiceFaultException fault)
        {
            report = FailureReport.Of(fault);
        }

        return RequestId().Replace($"{log}REPORT {report}\n", "REQUEST-ID").Replace(scratch.Path, "/tmp", StringComparison.Ordinal);
    }

    /// <summary>What lies in scratch space now.</summary>
    public IEnumerable<string> Scratch => Directory.EnumerateFileSystemEntries(scratch.Path);

    /// <summary>The manifests there are.</summary>
    public IReadOnlyList<string> Sealed() => [.. Stored().Where(path => path.EndsWith(".json", StringComparison.Ordinal))];

    /// <summary>The files of days, with their bytes in hexadecimal digits.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Stored().Where(path => path.EndsWith(".ndjson.gz", StringComparison.Ordinal))
            .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(File.ReadAllBytes(path))}").Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        folder.Dispose();
        scratch.Dispose();
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            log.Append(logLevel == LogLevel.Warning ? "WARN " : "ERROR ").Append(formatter(state, exception)).Append(exception).Append('\n');
        }
    }

    public void Dispose()
    {
    }

    private string[] Stored() => Directory.GetFiles(Path.Combine(folder.Path, "s3", Bucket), "*", SearchOption.AllDirectories);

    [GeneratedRegex(@"\b[0-9a-f]{8}-10ca-4a35-8000-[0-9a-f]{12}\b", RegexOptions.None, 1000)]
    private static partial Regex RequestId();
}
