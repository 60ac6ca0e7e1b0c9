using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using LogArchiver.Cli.Tests.Support;

namespace LogArchiver.Cli.Tests.Demo;

public sealed class DemoCommandTests : IDisposable
{
    private readonly CommandProcess command = new();

    private string Folder => Path.Combine(command.TemporaryFolder, "logarchiver-demo");

    public void Dispose() => command.Dispose();

    [Fact]
    public async Task The_demo_archives_every_sample_and_leaves_files_to_look_at()
    {
        var ran = await command.RunAsync("demo");
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Assert.Contains("✓ Checked: all ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("/aws/lambda/demo-thumbnails", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', ran.Output);
        var files = Directory.GetFiles(Path.Combine(Folder, "s3", "archive"), "*.ndjson.gz", SearchOption.AllDirectories);
        Assert.Equal(5, files.Length);
        // The files are all that is left: scratch space is empty.
        Assert.Equal([Folder], Directory.GetFileSystemEntries(command.TemporaryFolder));
    }

    [Fact]
    public async Task For_machines_it_is_one_JSON_document_whose_paths_hold_what_it_says()
    {
        var ran = await command.RunAsync("demo", "--json");
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        using var json = JsonDocument.Parse(ran.Output);
        Assert.True(json.RootElement.GetProperty("verified").GetBoolean());
        foreach (var group in json.RootElement.GetProperty("groups").EnumerateArray())
        {
            await using var file = File.OpenRead(group.GetProperty("path").GetString()!);
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var lines = new StreamReader(unpacked);
            var count = (await lines.ReadToEndAsync()).Count(letter => letter == '\n');
            Assert.Equal(group.GetProperty("events").GetInt32(), count);
        }
    }

    [Fact]
    public async Task What_it_left_can_be_read_back_and_a_second_demo_replaces_it()
    {
        Assert.Equal(0, (await command.RunAsync("demo", "--json")).ExitCode);
        var cat = await command.RunAsync("cat", "--local", "--group", "/demo/java/orders", "--grep", "Exception");
        Assert.Equal((0, ""), (cat.ExitCode, cat.Error));
        Assert.Contains("Caused by: java.net.SocketTimeoutException", cat.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await command.RunAsync("demo", "--json")).ExitCode);
    }

    [Fact]
    public async Task What_it_says_to_try_next_works_as_it_stands()
    {
        var ran = await command.RunAsync("demo");
        var read = ran.Output.Split('\n').Single(line => line.Contains(" cat --local", StringComparison.Ordinal)).Trim();
        var unpack = ran.Output.Split('\n').Single(line => line.Contains("gzip -dc", StringComparison.Ordinal)).Trim().Split(" | jq")[0];
        Assert.Contains("Exception", await ShellAsync($"{ViaDotnet(read)} | tail -40"), StringComparison.Ordinal);
        Assert.Contains("/v1/orders", await ShellAsync($"{unpack} | head -40"), StringComparison.Ordinal);
    }

    // The tests' own build of the command stands in for `dotnet run`, or for the installed tool.
    private static string ViaDotnet(string line) =>
        $"dotnet exec '{Path.Combine(AppContext.BaseDirectory, "LogArchiver.Cli.dll")}' {line[line.IndexOf("cat --local", StringComparison.Ordinal)..]}";

    private async Task<string> ShellAsync(string line)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["TMPDIR"] = command.TemporaryFolder;
        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
