using System.Text.Json;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Invoke;

public sealed class InvokeCommandTests : IDisposable
{
    private readonly CommandProcess command = new();

    public void Dispose() => command.Dispose();

    [Fact]
    public async Task The_daily_sample_archives_yesterday_of_the_demo_groups()
    {
        var ran = await command.RunAsync("invoke", RepositoryRoot.Below("events", "daily.json"), "--local");
        Assert.Equal(0, ran.ExitCode);
        using var answer = JsonDocument.Parse(ran.Output);
        var asked = answer.RootElement.GetProperty("days").EnumerateArray().Where(day => day.GetProperty("purpose").GetString() == "archive");
        Assert.Equal(Enumerable.Repeat("sealed", 5), asked.Select(day => day.GetProperty("ending").GetString()));
        Assert.Contains("Day ends: /demo/nginx/access", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_local_it_works_on_whatever_the_environment_points_at()
    {
        using var folder = new TestFolder();
        await using var aws = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        aws.S3.CreateBucket("mine");
        aws.Logs.CreateGroup("/app/one");
        command.PointAt(aws.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "mine";
        var ran = await command.RunAsync("""{"logGroups": "/app/one", "date": "2026-11-19"}""", ["invoke", "-"]);
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("\"ending\":\"empty\"", ran.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(command.TemporaryFolder));
    }

    [Fact]
    public async Task A_payload_may_come_from_standard_input()
    {
        var ran = await command.RunAsync("""{"logGroups": ["/demo/chat/*"], "dryRun": true}""", ["invoke", "-", "--local"]);
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("\"ending\":\"planned\"", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_the_function_refuses_is_bad_input()
    {
        var ran = await command.RunAsync("""{"datum": "2026-11-19"}""", ["invoke", "-", "--local"]);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("datum: No field of the payload is called so.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\"errorType\":\"LogArchiver.BadRequest\"", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_is_no_JSON_is_told_before_anything_is_started()
    {
        var ran = await command.RunAsync("{x", ["invoke", "-", "--local"]);
        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith("Standard input cannot be used: it is not JSON: it breaks off or goes wrong at line 1, byte 2.\n  Accepted: ", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(command.TemporaryFolder));
    }

    [Fact]
    public async Task An_invocation_that_leaves_some_days_done_is_partly_done()
    {
        using var folder = new TestFolder();
        await using var aws = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        aws.S3.CreateBucket("mine");
        aws.Logs.CreateGroup("/app/one");
        command.PointAt(aws.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "mine";
        var partly = await command.RunAsync("""{"logGroups": ["/app/one", "/app/none"]}""", ["invoke", "-"]);
        Assert.Equal(3, partly.ExitCode);
        Assert.Contains("\"verdict\":\"partlyDone\"", partly.Output, StringComparison.Ordinal);
        Assert.Contains("Day failed: /app/none at Discover (/app/none): There is no such log group. Fix: Check", partly.Error, StringComparison.Ordinal);
        Assert.Contains(" 0 retries, ", partly.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" \n", partly.Error, StringComparison.Ordinal);

        var failed = await command.RunAsync("""{"logGroups": "/app/none"}""", ["invoke", "-"]);
        Assert.Equal(1, failed.ExitCode);
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_lets_the_function_put_its_work_away()
    {
        using var folder = new TestFolder();
        await using var aws = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        aws.S3.CreateBucket("mine");
        aws.Logs.CreateGroup("/app/one");
        aws.Logs.Put("/app/one", "s", [new LocalEvent(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), "hello")]);
        aws.Faults.Add(new FaultRule { Operation = "GetLogEvents", Effect = FaultEffect.Throttle });
        command.PointAt(aws.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "mine";
        var process = command.Start("invoke", "-");
        await process.StandardInput.WriteAsync("""{"logGroups": "/app/one"}""");
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        await command.UntilScratchIsUsedAsync(process);
        CommandProcess.Terminate(process);
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(command.TemporaryFolder, "logarchiver-*"));
    }
}
