using System.Diagnostics;
using System.Text.Json;
using LogArchiver.Function.Tests.Deployment;
using LogArchiver.Function.Tests.Metrics;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;

namespace LogArchiver.Function.Tests.EndToEnd;

/// <summary>How the process behaves towards Lambda: through failures, deadlines and its own end.</summary>
public sealed class FunctionProcessTests(FunctionWorld world) : IClassFixture<FunctionWorld>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public void Dispose() => world.Aws.Faults.Clear();

    [Fact]
    public async Task Yesterday_is_archived_once_from_its_first_to_its_last_millisecond()
    {
        const string Payload = """{"logGroups":["/demo/nginx/access"],"prefix":"once/","catchUpDays":0,"settleAfterDays":0}""";
        var yesterday = FunctionWorld.Today.AddDays(-1);
        var day = Assert.Single(FunctionWorld.DaysOf(await world.InvokeAsync(Payload)));
        Assert.Equal("sealed", day.GetProperty("ending").GetString());
        Assert.Equal($"{yesterday:yyyy-MM-dd}", day.GetProperty("date").GetString());
        var lines = await world.LinesOfAsync(day.GetProperty("object").GetString()!);
        Assert.Equal(
            [$"{yesterday:yyyy-MM-dd}T00:00:00.000Z /demo/nginx/access first 안녕", $"{yesterday:yyyy-MM-dd}T23:59:59.999Z /demo/nginx/access last"],
            lines.Select(Told));
        Assert.Equal("alreadySealed", Assert.Single(FunctionWorld.DaysOf(await world.InvokeAsync(Payload))).GetProperty("ending").GetString());
    }

    [Fact]
    public async Task Bad_input_is_answered_with_every_fault_and_the_next_invocation_goes_well()
    {
        var bad = await world.InvokeAsync("""{"dat":"2026-11-19","timeZone":"Mars/Olympus","prefix":"bad/"}""");
        Assert.Equal("LogArchiver.BadRequest", bad.Error!.Type);
        Assert.Contains("dat", bad.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Mars/Olympus", bad.Error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(world.Aws.S3.PathOf(FunctionWorld.Bucket, "bad/x"))));
        Assert.True((await world.InvokeAsync("""{"logGroups":["/demo/java/orders"]}""")).Succeeded);
    }

    [Fact]
    public async Task One_days_failure_fails_the_invocation_after_the_others_are_sealed()
    {
        world.Aws.Faults.Add(new FaultRule
        {
            Operation = "FilterLogEvents", KeyContains = "/demo/api/requests", Effect = FaultEffect.Error, Status = 400, Code = "AccessDeniedException",
        });
        var result = await world.InvokeAsync("""{"prefix":"one-fails/","catchUpDays":0,"settleAfterDays":0}""");
        Assert.Equal("LogArchiver.DaysFailed", result.Error!.Type);
        Assert.StartsWith("1 of 4 days failed:\n- /demo/api/requests ", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("logs:FilterLogEvents", result.Error.Message, StringComparison.Ordinal);
        var yesterday = FunctionWorld.Today.AddDays(-1);
        foreach (var group in (string[])["~demo~chat~messages", "~demo~java~orders", "~demo~nginx~access"])
        {
            Assert.True(File.Exists(world.Aws.S3.PathOf(FunctionWorld.Bucket, $"one-fails/_manifests/group={group}/dt={yesterday:yyyy-MM-dd}.json")), group);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Scratch));
    }

    [Fact]
    public async Task A_missing_bucket_is_named_with_what_to_do()
    {
        var result = await world.InvokeAsync("""{"bucket":"nonesuch-bucket"}""");
        Assert.Equal("LogArchiver.RunFailed", result.Error!.Type);
        Assert.Contains("nonesuch-bucket does not exist", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_deadline_the_day_is_paused_before_lambda_would_kill_the_process()
    {
        world.Aws.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Effect = FaultEffect.Delay, Delay = Patience });
        var result = await world.InvokeAsync("""{"logGroups":["/demo/java/orders"],"prefix":"late/"}""", TimeSpan.FromSeconds(8));
        Assert.False(result.TimedOut);
        Assert.Equal("LogArchiver.DaysPaused", result.Error!.Type);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Scratch));
        Assert.True((await world.InvokeAsync("""{"logGroups":["/demo/chat/messages"],"dryRun":true}""")).Succeeded);
    }

    [Fact]
    public async Task Each_invocation_ends_with_a_line_of_metrics_that_CloudWatch_can_read()
    {
        await using var other = await FunctionWorld.MakeAsync();
        Assert.True((await other.InvokeAsync("""{"logGroups":["/demo/java/orders"],"catchUpDays":0,"settleAfterDays":0}""")).Succeeded);
        Assert.False((await other.InvokeAsync("""{"bucket":"nonesuch-bucket"}""")).Succeeded);
        Assert.False((await other.InvokeAsync("""{"dat":"2026-11-19"}""")).Succeeded);
        Assert.True((await other.InvokeAsync("""{"dryRun":true}""")).Succeeded);
        await other.Process.EndAsync(Patience);
        var told = other.Lines.Where(line => line.Contains("CloudWatchMetrics", StringComparison.Ordinal)).ToArray();
        Assert.All(told, line => Assert.Contains("\"FunctionName\":\"log-archiver\"", line, StringComparison.Ordinal));
        Assert.Equal(
            [(1, 2, 1), (0, 0, 0), (0, 0, 0)],
            told.Select(MetricFormat.Read).Select(metrics => (metrics["DaysSealed"].Value, metrics["Events"].Value, metrics["RunsSucceeded"].Value)));
    }

    [Fact]
    public async Task Retention_is_set_once_all_days_are_archived_and_no_other_group_is_touched()
    {
        const string Settings = "\"logGroups\":[\"/kept/*\"],\"setRetentionDays\":60";
        await using var other = await FunctionWorld.MakeAsync();
        var made = FunctionWorld.Today.AddDays(-2);
        other.Seed("/kept/app", new LocalGroupSettings { Created = new DateTimeOffset(made, TimeOnly.MinValue, TimeSpan.Zero) }, made, made.AddDays(1));
        Assert.Equal("notSet", (await RetentionAsync(Settings)).Group!.Value.GetProperty("state").GetString());
        var range = $"\"from\":\"{made.AddDays(-14):yyyy-MM-dd}\",\"to\":\"{FunctionWorld.Today.AddDays(-1):yyyy-MM-dd}\",";
        var set = await RetentionAsync(range + Settings);
        Assert.Equal(("set", 60), (set.Group!.Value.GetProperty("state").GetString(), set.Group.Value.GetProperty("toDays").GetInt32()));
        var (left, kept) = await RetentionAsync(Settings);
        Assert.Null(left);
        Assert.Equal(1, kept);
        Assert.Equal(1, other.Aws.Requests.Snapshot()["PutRetentionPolicy"]);

        async Task<(JsonElement? Group, int Kept)> RetentionAsync(string fields)
        {
            var result = await other.InvokeAsync("{" + fields + "}");
            Assert.True(result.Succeeded, result.Error?.Raw);
            using var answer = JsonDocument.Parse(result.Payload);
            var retention = answer.RootElement.GetProperty("retention").Clone();
            return (retention.GetProperty("groups").EnumerateArray().Select(group => (JsonElement?)group).SingleOrDefault(), retention.GetProperty("kept").GetInt32());
        }
    }

    [Fact]
    public async Task Sigterm_ends_a_waiting_process_cleanly_and_at_once()
    {
        await using var other = await FunctionWorld.MakeAsync();
        Assert.True((await other.InvokeAsync("""{"dryRun":true}""")).Succeeded);
        using var kill = Process.Start("kill", ["-TERM", $"{other.Process.Id}"]);
        Assert.Equal(0, await other.Process.Exited.WaitAsync(Patience));
    }

    [Fact]
    public async Task Started_by_hand_it_says_in_a_line_who_should_start_it()
    {
        var run = await CommandRun.OfAsync("dotnet", "exec", FunctionWorld.Program);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "This program is started by AWS Lambda, or by `logarchiver invoke`: AWS_LAMBDA_RUNTIME_API is not set.", run.Output.TrimEnd());
    }

    [Fact]
    public async Task Without_a_runtime_api_to_talk_to_it_leaves_with_a_failure()
    {
        await using var other = await FunctionWorld.MakeAsync();
        await other.Aws.DisposeAsync();
        Assert.Equal(1, await other.Process.Exited.WaitAsync(Patience));
    }

    private static string Told(string line)
    {
        using var json = JsonDocument.Parse(line);
        return $"{json.RootElement.GetProperty("timestamp").GetString()} {json.RootElement.GetProperty("message").GetString()}";
    }
}
