using System.Text.Json;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Backfill;

/// <summary>A backfill from a terminal.</summary>
public sealed class BackfillCommandTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 17, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Three = ["backfill", "--group", "/app/*", "--from", "2026-11-17", "--to", "2026-11-19"];

    private readonly TestFolder folder = new();
    private readonly CommandProcess command = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        server.S3.CreateBucket("archive");
        // CloudWatch takes no event over 14 days old, and a group knows when it was made: both are as of now, and the days are not.
        server.Logs.CreateGroup("/app/one");
        server.Logs.Put("/app/one", "s", [new LocalEvent(Noon.ToUnixTimeMilliseconds(), "a"), new LocalEvent(Noon.AddDays(2).ToUnixTimeMilliseconds(), "b")]);
        command.PointAt(server.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "archive";
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        command.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_missing_is_archived_and_the_second_time_there_is_nothing_to_do()
    {
        Assert.Equal(0, (await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-18")).ExitCode);
        var ran = await command.RunAsync(Three);
        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("2 days of 1 group to archive; 1 sealed already.\n✓ /app/one 2026-11-17: sealed, 1 event, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("✓ /app/one 2026-11-19: sealed, 1 event, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("2 days: 2 sealed", ran.Output, StringComparison.Ordinal);
        Assert.Equal(new Ran(0, "", "Nothing to archive; 3 sealed already.\n"), await command.RunAsync(Three));
        using var json = JsonDocument.Parse((await command.RunAsync([.. Three, "--json"])).Output);
        Assert.Equal(3, json.RootElement.GetProperty("totals").GetProperty("doneBefore").GetInt32());
    }

    [Fact]
    public async Task A_dry_run_names_the_days_in_their_order_and_writes_nothing()
    {
        var ran = await command.RunAsync([.. Three, "--dry-run", "--newest-first", "--json"]);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        using var json = JsonDocument.Parse(ran.Output);
        Assert.Equal(
            ["2026-11-19 planned", "2026-11-18 planned", "2026-11-17 planned"],
            json.RootElement.GetProperty("days").EnumerateArray().Select(day => $"{day.GetProperty("date").GetString()} {day.GetProperty("ending").GetString()}"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(server.S3.PathOf("archive", "_manifests/x"))));
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_says_so_and_goes_on_the_next_time()
    {
        server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Nth = 2, Effect = FaultEffect.Delay, Delay = TimeSpan.FromMinutes(1) });
        var process = command.Start(Three);
        while (!File.Exists(server.S3.PathOf("archive", "_manifests/group=~app~one/dt=2026-11-17.json")))
        {
            Assert.False(process.HasExited, "It ended before it was stopped.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        CommandProcess.Terminate(process);
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        server.Faults.Clear();
        var ran = await command.RunAsync(Three);
        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("2 days of 1 group to archive; 1 sealed already.\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_days_failure_leaves_the_others_done_and_is_told()
    {
        server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Nth = 1, Effect = FaultEffect.Error, Status = 400, Code = "AccessDeniedException" });
        var ran = await command.RunAsync(Three);
        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("1 of 3 days failed:\n- /app/one 2026-11-17 ", ran.Error, StringComparison.Ordinal);
    }
}
