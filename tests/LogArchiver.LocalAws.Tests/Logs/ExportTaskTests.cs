using System.IO.Compression;
using System.Text;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;
using static LogArchiver.LocalAws.Tests.Logs.LogsWire;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class ExportTaskTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_task_is_pending_then_running_then_completed_with_its_files()
    {
        await using var wire = await StartAsync();
        var id = (await wire.GetAsync("CreateExportTask", Task("p"))).GetProperty("taskId").GetString()!;
        Assert.Equal("PENDING", await CodeAsync(wire, id));
        Assert.Equal("Permission Check Successful", File.ReadAllText(wire.Server.S3.PathOf("bucket", "p/aws-logs-write-test")));
        wire.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("RUNNING", await CodeAsync(wire, id));
        wire.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("COMPLETED", await CodeAsync(wire, id));

        // Both edges belong to it; the later half comes first.
        Assert.Equal("2026-11-19T00:00:00.002Z two\nlines\n", Read(wire, $"p/{id}/a-b/000000.gz"));
        Assert.Equal("2026-11-19T00:00:00.001Z one\n", Read(wire, $"p/{id}/a-b/000001.gz"));
        Assert.False(File.Exists(wire.Server.S3.PathOf("bucket", $"p/{id}/a-b/000002.gz")));
    }

    [Fact]
    public async Task One_at_a_time_is_allowed_and_a_cancelled_one_makes_room()
    {
        await using var wire = await StartAsync();
        var id = (await wire.GetAsync("CreateExportTask", Task("p"))).GetProperty("taskId").GetString()!;
        Assert.Equal("LimitExceededException", await wire.RefusedAsync("CreateExportTask", Task("q")));
        Assert.Equal(200, (await wire.SendAsync("CancelExportTask", new { taskId = id })).Status);
        Assert.Equal("CANCELLED", await CodeAsync(wire, id));
        Assert.Equal("InvalidOperationException", await wire.RefusedAsync("CancelExportTask", new { taskId = id }));
        await wire.GetAsync("CreateExportTask", Task("q"));
        Assert.Equal(2, (await wire.GetAsync("DescribeExportTasks", new { })).GetProperty("exportTasks").GetArrayLength());
        Assert.Single(await wire.PagesAsync("DescribeExportTasks", new() { ["statusCode"] = "CANCELLED" }));
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/delivery", new LocalGroupSettings { Class = LocalGroupClass.Delivery });
        Assert.Equal("InvalidOperationException", await wire.RefusedAsync("CreateExportTask", Task("p", group: "/delivery", to: Ms(999_999_999))));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("CreateExportTask", Task("p", bucket: "no-bucket")));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("CreateExportTask", Task("p", to: Ms(-999_999_999))));
        Assert.Equal("ResourceNotFoundException", await wire.RefusedAsync("CreateExportTask", Task("p", group: "/none")));
        Assert.Equal("ResourceNotFoundException", await wire.RefusedAsync("DescribeExportTasks", new { taskId = "none" }));
        Assert.Empty((await wire.GetAsync("DescribeExportTasks", new { })).GetProperty("exportTasks").EnumerateArray());
    }

    private async Task<LogsWire> StartAsync()
    {
        var wire = await LogsWire.StartAsync(options => options with
        {
            Folder = folder.Path, ExportTime = TimeSpan.FromSeconds(10), ExportFileEvents = 1,
        });
        wire.Server.S3.CreateBucket("bucket");
        wire.Server.Logs.CreateGroup("/app", new LocalGroupSettings { Class = LocalGroupClass.InfrequentAccess, Created = Midnight.AddDays(-2) });
        wire.Server.Logs.Put("/app", "a/b", [
            new LocalEvent(Ms(0), "before"), new LocalEvent(Ms(1), "one"), new LocalEvent(Ms(2), "two\nlines"), new LocalEvent(Ms(3), "after")]);
        return wire;
    }

    private static object Task(string prefix, string group = "/app", string bucket = "bucket", long? to = null) =>
        new { taskName = "t", logGroupName = group, from = Ms(1), to = to ?? Ms(2), destination = bucket, destinationPrefix = prefix };

    private static async Task<string?> CodeAsync(LogsWire wire, string id) =>
        Assert.Single((await wire.GetAsync("DescribeExportTasks", new { taskId = id })).GetProperty("exportTasks").EnumerateArray())
            .GetProperty("status").GetProperty("code").GetString();

    private static string Read(LogsWire wire, string key)
    {
        using var unpacked = new GZipStream(File.OpenRead(wire.Server.S3.PathOf("bucket", key)), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
