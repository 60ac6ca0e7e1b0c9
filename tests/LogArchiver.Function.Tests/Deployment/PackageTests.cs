using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>What goes to Lambda is small, runs on both processors, and asks of the managed runtime only what it has.</summary>
public sealed class PackageTests : IDisposable
{
    private const int FewMegabytes = 4_000_000;

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
