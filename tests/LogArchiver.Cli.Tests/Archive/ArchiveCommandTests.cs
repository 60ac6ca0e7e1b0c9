using System.Text.Json;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Archive;

public sealed class ArchiveCommandTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 19, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();
    private readonly CommandProcess command = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        server.S3.CreateBucket("archive");
        server.Logs.CreateGroup("/app/one");
        server.Logs.Put("/app/one", "s", [new LocalEvent(Noon.ToUnixTimeMilliseconds(), "hello"), new LocalEvent(Noon.ToUnixTimeMilliseconds() + 1, "world")]);
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
    public async Task A_day_is_archived_told_in_a_line_and_a_table_and_read_back()
    {
        var ran = await command.RunAsync("archive", "--group", "/app/*", "--date", "2026-11-19");
        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("✓ /app/one 2026-11-19: sealed, 2 events, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("s3://archive/group=~app~one/dt=2026-11-19/~app~one_2026-11-19.ndjson.gz\n", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 day: 1 sealed.\n", ran.Output, StringComparison.Ordinal);
        var cat = await command.RunAsync("cat", "--group", "/app/one", "--date", "2026-11-19");
        Assert.Equal("2026-11-19T12:00:00.000Z s hello\n2026-11-19T12:00:00.001Z s world\n", cat.Output);
        Assert.Empty(Directory.GetFileSystemEntries(command.TemporaryFolder));
    }

    [Fact]
    public async Task Rules_are_options_and_what_they_drop_is_told_in_every_form()
    {
        string[] archive = ["archive", "--group", "/app/one", "--date", "2026-11-19", "--exclude-events", "hel{2}o, or"];
        var unmatched = await command.RunAsync([.. archive, "--prefix", "all/"]);
        Assert.DoesNotContain("Dropped", unmatched.Output, StringComparison.Ordinal);
        var ran = await command.RunAsync([.. archive, "--exclude-events", "^hello"]);
        Assert.StartsWith("✓ /app/one 2026-11-19: sealed, 1 event, 1 dropped, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Events  Dropped", ran.Output, StringComparison.Ordinal);
        var json = await command.RunAsync([.. archive, "--exclude-events", "^hello", "--json"]);
        using var summary = JsonDocument.Parse(json.Output);
        Assert.Equal(1, summary.RootElement.GetProperty("days")[0].GetProperty("droppedEvents").GetInt64());
        Assert.Equal(1, summary.RootElement.GetProperty("totals").GetProperty("droppedEvents").GetInt64());
        command.Environment["LOGARCHIVER_EXCLUDE_EVENTS"] = "^hello\nhel{2}o, or";
        Assert.Equal(0, (await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19")).ExitCode);
    }

    [Fact]
    public async Task A_bad_rule_is_wrong_input_and_says_where()
    {
        var ran = await command.RunAsync("archive", "--group", "/app/one", "--keep-events", "error", "--keep-events", "a(?<=b)");
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("--keep-events: \"a(?<=b)\" goes wrong", ran.Error, StringComparison.Ordinal);
        Assert.Contains("a lookbehind cannot be matched", ran.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_does_nothing_and_says_so()
    {
        await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19");
        var ran = await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19");
        Assert.Equal(0, ran.ExitCode);
        Assert.EndsWith("1 day: 1 already sealed.\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_machines_there_is_the_summary_and_nothing_else()
    {
        var ran = await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19", "--json");
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        using var json = JsonDocument.Parse(ran.Output);
        Assert.Equal("sealed", json.RootElement.GetProperty("days")[0].GetProperty("ending").GetString());
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var ran = await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19", "--dry-run");
        Assert.Equal(0, ran.ExitCode);
        Assert.EndsWith("1 day: 1 would archive.\n", ran.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await command.RunAsync("cat", "--group", "/app/one", "--date", "2026-11-19")).ExitCode);
    }

    [Fact]
    public async Task Some_done_and_some_failed_is_exit_code_3_and_each_failure_is_said_once()
    {
        var ran = await command.RunAsync("archive", "--group", "/app/one", "--group", "/app/none", "--date", "2026-11-19");
        Assert.Equal(3, ran.ExitCode);
        Assert.Equal(2, ran.Error.Split("There is no such log group").Length);
        Assert.Contains("1 sealed, 1 failed", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_refuses_is_exit_code_1_and_no_stack_trace()
    {
        server.Faults.Add(new FaultRule { Operation = "S3", Effect = FaultEffect.Error, Status = 403, Code = "AccessDenied" });
        var ran = await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("AccessDenied", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_not_archived_is_said_with_the_way_to_archive_it()
    {
        var ran = await command.RunAsync("cat", "--group", "/app/one", "--date", "2026-11-18");
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("is not archived", ran.Error, StringComparison.Ordinal);
        Assert.Contains("logarchiver archive --group /app/one --date 2026-11-18 --bucket archive", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_cleanly_with_130_and_leaves_nothing()
    {
        server.Faults.Add(new FaultRule { Operation = "Logs", Effect = FaultEffect.Delay, Delay = TimeSpan.FromMinutes(5) });
        var process = command.Start("archive", "--group", "/app/*", "--date", "2026-11-19");
        while (server.Requests["DescribeLogGroups"] == 0 && !process.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        using var interrupt = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("Stopped.\n", error);
        Assert.Empty(Directory.GetFileSystemEntries(command.TemporaryFolder));
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_is_no_failure()
    {
        server.Logs.Put("/app/one", "s", Enumerable.Range(0, 100_000).Select(i => new LocalEvent(Noon.ToUnixTimeMilliseconds() + i, new string('x', 300))));
        await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19");
        var process = command.Start("cat", "--group", "/app/one", "--date", "2026-11-19");
        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, error));
    }

    [Theory]
    [InlineData("America/New_York", "2026-11-01", 25)]
    [InlineData("America/New_York", "2026-03-08", 23)]
    [InlineData("Asia/Seoul", "2026-11-18", 24)]
    public async Task A_day_has_the_hours_its_zone_gives_it(string zone, string date, int hours)
    {
        var begin = TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(date), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var start = new DateTimeOffset(begin, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var end = start + hours * 3_600_000L;
        server.Logs.CreateGroup("/app/zone");
        server.Logs.Put("/app/zone", "s", new[] { start - 1, start, end - 1, end }.Select(at => new LocalEvent(at, $"{at}")));
        var ran = await command.RunAsync("archive", "--group", "/app/zone", "--date", date, "--time-zone", zone);
        Assert.Equal(0, ran.ExitCode);
        var cat = await command.RunAsync("cat", "--group", "/app/zone", "--date", date, "--json");
        var messages = cat.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString());
        Assert.Equal([$"{start}", $"{end - 1}"], messages);
    }

    [Fact]
    public async Task Without_a_Region_anywhere_it_is_bad_input()
    {
        command.Environment.Remove("AWS_REGION");
        var ran = await command.RunAsync("archive", "--group", "/app/one");
        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith("--region: No AWS Region is set", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scratch_space_that_is_not_there_is_told_with_its_setting()
    {
        command.Environment["TMPDIR"] = Path.Combine(folder.Path, "missing");
        var ran = await command.RunAsync("archive", "--group", "/app/one");
        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith("Scratch space cannot be used: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("set TMPDIR", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_signals_at_once_are_one_wish_to_stop_and_scratch_space_is_cleared()
    {
        server.Faults.Add(new FaultRule { Operation = "GetLogEvents", Effect = FaultEffect.Throttle });
        // The tool named timeout sends SIGTERM to its child, and then to the whole process group.
        var process = command.Start("archive", "--group", "/app/one", "--date", "2026-11-19");
        var told = process.StandardError.ReadToEndAsync();
        await command.UntilScratchIsUsedAsync(process);
        CommandProcess.Terminate(process);
        CommandProcess.Terminate(process);
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("paused", await told, StringComparison.Ordinal);
        Assert.EndsWith("\nStopped. The same command goes on from here.\n", await told, StringComparison.Ordinal);
        Assert.DoesNotContain("Fix: ", await told, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(command.TemporaryFolder, "logarchiver-scratch-*"));
    }
}
