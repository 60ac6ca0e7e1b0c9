using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Logs;
using LogArchiver.LocalAws.Runtime;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.EndToEnd;

/// <summary>The built function as a process, with LocalAws for everything around it: what Lambda, CloudWatch Logs and S3 are to a
/// deployed one.</summary>
public sealed class FunctionWorld : IAsyncLifetime, IAsyncDisposable
{
    public const string Bucket = "my-archive";

    private const string Region = "eu-central-1";

    /// <summary>In its own folder, as it is deployed: beside the tests, it would lack what the web framework brings to them.</summary>
    public static string Program { get; } = RepositoryRoot.Below(
        "src", "LogArchiver.Function", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "LogArchiver.Function.dll");

    private readonly TestFolder folder = new();
    private readonly TestFolder scratch = new();
    private readonly ConcurrentQueue<FunctionLine> lines = new();

    /// <summary>The services; there once the world is made.</summary>
    public LocalAwsServer Aws { get; private set; } = null!;

    /// <summary>The function; there once the world is made.</summary>
    public FunctionProcess Process { get; private set; } = null!;

    /// <summary>The function to run instead of the one that was built beside the tests; set before the world is made.</summary>
    public string Runs { get; init; } = Program;

    /// <summary>What a deployment adds to the function's environment; set before the world is made.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The date in UTC; the function counts from its own clock, so a test at midnight would be a day out, once.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>What the function printed so far.</summary>
    public IReadOnlyList<string> Lines => [.. lines.Select(line => line.Text)];

    /// <summary>The folder for scratch files.</summary>
    public string Scratch => scratch.Path;

    public async Task InitializeAsync()
    {
        Aws = await LocalAwsServer.StartAsync(
            new LocalAwsOptions { Folder = folder.Path, Region = Region, StreamTimesLag = TimeSpan.Zero }, CancellationToken.None);
        Aws.S3.CreateBucket(Bucket);
        SeedSamples();
        Process = Start();
    }

    /// <summary>A world of a test's own.</summary>
    public static async Task<FunctionWorld> MakeAsync()
    {
        var world = new FunctionWorld();
        await world.InitializeAsync();
        return world;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Aws.DisposeAsync();
        scratch.Dispose();
        folder.Dispose();
    }

    /// <summary>Starts a function process more.</summary>
    public FunctionProcess Start(string logFormat = "JSON") => FunctionProcess.Start(
        new FunctionStart
        {
            Program = Runs,
            RuntimeApi = Aws.Runtime.Address,
            Region = Region,
            LogFormat = logFormat,
            Environment = new Dictionary<string, string>(Variables, StringComparer.Ordinal)
            {
                ["AWS_ACCESS_KEY_ID"] = "test",
                ["AWS_SECRET_ACCESS_KEY"] = "test",
                ["AWS_ENDPOINT_URL"] = Aws.Endpoint.ToString(),
                ["TMPDIR"] = Scratch,
                // The runtime's own sockets for debuggers would lie among the scratch files.
                ["DOTNET_EnableDiagnostics"] = "0",
                ["LOGARCHIVER_BUCKET"] = Bucket,
                ["LOGARCHIVER_LOG_GROUPS"] = "/demo/*",
            },
        },
        lines.Enqueue);

    /// <summary>The groups that the samples name, with events on the dates that they name.</summary>
    private void SeedSamples()
    {
        DateOnly[] dates = [.. new[] { new DateOnly(2026, 11, 19), Today.AddDays(-1), Today.AddDays(-2) }.Distinct()];
        var web = new LocalGroupSettings
        {
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "web", ["archive"] = "yes" },
        };
        Seed("/demo/nginx/access", web, dates);
        Seed("/demo/java/orders", null, dates);
        Seed("/demo/api/requests", null, dates);
        Seed("/demo/api/requests", new LocalGroupSettings { AccountId = "210987654321" }, dates);
        Seed("/demo/chat/messages", null, dates);
        Seed("/aws/lambda/demo-worker", null, dates);
        Seed("/aws/lambda/demo-x", null, dates);
    }

    /// <summary>Makes a group with an event at the first and at the last millisecond of each date.</summary>
    public void Seed(string group, LocalGroupSettings? settings, params DateOnly[] dates)
    {
        var arn = Aws.Logs.CreateGroup(group, settings);
        foreach (var date in dates)
        {
            var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
            Aws.Logs.Put(arn, "web/1", [new LocalEvent(start, $"{group} first 안녕"), new LocalEvent(start + 86_399_999, $"{group} last")]);
        }
    }

    public Task<InvocationResult> InvokeAsync(string payload, TimeSpan? timeout = null) => Aws.Runtime.InvokeAsync(
        Encoding.UTF8.GetBytes(payload), timeout ?? TimeSpan.FromSeconds(30), CancellationToken.None);

    /// <summary>The lines of a stored file, unpacked.</summary>
    public async Task<string[]> LinesOfAsync(string key)
    {
        await using var file = File.OpenRead(Aws.S3.PathOf(Bucket, key));
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The days of an answer.</summary>
    public static IReadOnlyList<JsonElement> DaysOf(InvocationResult result)
    {
        Assert.True(result.Succeeded, result.Error?.Raw);
        using var answer = JsonDocument.Parse(result.Payload);
        return [.. answer.RootElement.Clone().GetProperty("days").EnumerateArray()];
    }
}
