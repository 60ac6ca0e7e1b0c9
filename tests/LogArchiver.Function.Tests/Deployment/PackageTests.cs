using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LogArchiver.Function.Tests.EndToEnd;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>What goes to Lambda is small, runs on both processors, and asks of the managed runtime only what it has.</summary>
public sealed class PackageTests : IDisposable
{
    private const int FewMegabytes = 4_000_000;
    private const string Handler = "LogArchiver.Function";

    /// <summary>Apart from the folders that the tests themselves were built into, which this must not rebuild under their feet.</summary>
    private static readonly string BuildFolder = Path.Combine(AppContext.BaseDirectory, "package-build");

    private readonly string zip = Path.Combine(AppContext.BaseDirectory, $"package-{Guid.NewGuid():N}.zip");

    public void Dispose() => File.Delete(zip);

    [Fact]
    public async Task It_is_small_portable_and_the_same_each_time()
    {
        await PackAsync();
        var first = await HashAsync();
        using (var archive = await ZipFile.OpenReadAsync(zip))
        {
            var names = archive.Entries.Select(entry => entry.FullName).ToList();
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
            Assert.Contains("LogArchiver.Function.dll", names);
            Assert.DoesNotContain("LogArchiver.Function", names);
            Assert.DoesNotContain(names, name => name.StartsWith("runtimes/", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal));
            using var config = JsonDocument.Parse(await ReadAsync(archive, "LogArchiver.Function.runtimeconfig.json"));
            var options = config.RootElement.GetProperty("runtimeOptions");
            Assert.Equal("Microsoft.NETCore.App", options.GetProperty("framework").GetProperty("name").GetString());
            Assert.False(options.TryGetProperty("frameworks", out _));
            var properties = options.GetProperty("configProperties");
            Assert.True(properties.GetProperty("System.Globalization.Invariant").GetBoolean());
            Assert.False(properties.GetProperty("System.GC.Server").GetBoolean());
            Assert.False(properties.GetProperty("System.GC.Concurrent").GetBoolean());
        }

        Assert.InRange(new FileInfo(zip).Length, 100_000, FewMegabytes);
        await PackAsync();
        Assert.Equal(first, await HashAsync());
    }

    [Fact]
    public async Task Its_contents_run_as_Lambda_runs_them()
    {
        await PackAsync();
        using var task = new TestFolder();
        await ZipFile.ExtractToDirectoryAsync(zip, task.Path);
        await using var world = new FunctionWorld
        {
            // The handler's name and .dll, as the managed runtime starts it.
            Runs = Path.Combine(task.Path, $"{Handler}.dll"),
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LOGARCHIVER_EXCLUDE_LOG_GROUPS"] = "", ["LOGARCHIVER_TAGS"] = "", ["LOGARCHIVER_PREFIX"] = "", ["LOGARCHIVER_DAYS_AGO"] = "1",
                ["LOGARCHIVER_TIME_ZONE"] = "UTC", ["LOGARCHIVER_FORMAT"] = "ndjson", ["MALLOC_ARENA_MAX"] = "1", ["MALLOC_TRIM_THRESHOLD_"] = "65536",
            },
        };
        await world.InitializeAsync();
        var yesterday = $"{FunctionWorld.Today.AddDays(-1):yyyy-MM-dd}";
        var sent = ScheduledTime.Fill(await File.ReadAllTextAsync(RepositoryRoot.Below("events", "daily.json")), TimeProvider.System.GetUtcNow());
        var days = FunctionWorld.DaysOf(await world.InvokeAsync(sent)).Where(day => day.GetProperty("date").GetString() == yesterday).ToList();
        Assert.Equal(4, days.Count);
        Assert.All(days, day => Assert.Equal("sealed", day.GetProperty("ending").GetString()));
        using var line = JsonDocument.Parse((await world.LinesOfAsync(days[0].GetProperty("object").GetString()!))[0]);
        // What Athena's table calls them: the reader of JSON takes names in small letters.
        Assert.Equal(["timestamp", "ingestionTime", "logStream", "message"], line.RootElement.EnumerateObject().Select(field => field.Name));
    }

    /// <summary><c>sam build</c> calls <c>dotnet lambda package</c>, and that calls <c>dotnet publish</c> with these arguments (source:
    /// aws-lambda-builders, workflows/dotnet_clipackage; aws-extensions-for-dotnet-cli, LambdaDotNetCLIWrapper).</summary>
    [Fact]
    public async Task Sam_build_publishes_the_same_files_and_leaves_the_lock_files_alone()
    {
        var locks = new[] { "LogArchiver", "LogArchiver.Function" }.Select(project => RepositoryRoot.Below("src", project, "packages.lock.json")).ToList();
        var before = await Task.WhenAll(locks.Select(path => File.ReadAllTextAsync(path)));
        using var published = new TestFolder();
        var publish = await CommandRun.OfAsync(
            "dotnet", "publish", "src/LogArchiver.Function", "--output", published.Path, "--configuration", "Release", "--framework", "net10.0",
            "--runtime", "linux-arm64", "/p:GenerateRuntimeConfigurationFiles=true", "--self-contained", "False", "--artifacts-path", $"{BuildFolder}-sam", "--nologo", "-v:quiet",
            "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.True(publish.ExitCode == 0, publish.Output);
        Assert.Equal(before, await Task.WhenAll(locks.Select(path => File.ReadAllTextAsync(path))));
        await PackAsync();
        using var archive = await ZipFile.OpenReadAsync(zip);
        Assert.Equal(
            archive.Entries.Select(entry => entry.FullName),
            Directory.GetFiles(published.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    private static async Task<string> ReadAsync(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(await archive.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    private async Task<string> HashAsync()
    {
        await using var stream = File.OpenRead(zip);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream));
    }

    /// <summary>As scripts/package.sh does it, but without leaving a build server behind.</summary>
    private async Task PackAsync()
    {
        var build = await CommandRun.OfAsync(
            "dotnet", "build", "src/LogArchiver.Function", "-c", "Release", "-t:Package", $"-p:PackageZip={zip}", "--artifacts-path", BuildFolder, "-p:ContinuousIntegrationBuild=true",
            "--nologo", "-v:quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.True(build.ExitCode == 0, build.Output);
    }
}
