using System.Text;
using System.Text.Json;
using LogArchiver.Aws.StepFunctions;
using LogArchiver.Cli.Backfill;
using LogArchiver.Cli.Terminal;
using LogArchiver.Cli.Tests.Archive;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.Testing.Moto;

namespace LogArchiver.Cli.Tests.Backfill;

/// <summary>A backfill by the state machine: what is started, what is said of it, and how the command ends.</summary>
public sealed class MachineBackfillTests
{
    private const string Arn = "arn:aws:states:eu-central-1:123456789012:stateMachine:archiver";

    [MotoFact]
    public async Task An_execution_is_started_with_the_options_given_followed_and_left_alone()
    {
        using var moto = await MotoServer.StartAsync();
        using var command = new CommandProcess();
        using var client = new HttpClient { BaseAddress = moto.Endpoint };
        await AskAsync(client, "CreateStateMachine", """{"name":"archiver","roleArn":"arn:aws:iam::123456789012:role/m","definition":"{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}"}""");
        command.PointAt(moto.Endpoint);
        // Of the machine's own environment nothing goes along: the deployed function has its own.
        command.Environment["LOGARCHIVER_BUCKET"] = "another";
        string[] backfill = ["backfill", "--state-machine", Arn, "--group", "/app/*", "--from", "2026-11-01", "--to", "2026-11-03", "--concurrency", "2"];

        var left = await command.RunAsync([.. backfill, "--no-wait"]);
        Assert.Equal((0, ""), (left.ExitCode, left.Error));
        var execution = left.Output.Split('\n')[0]["The execution goes on: ".Length..];
        Assert.Contains($"  look:  aws stepfunctions describe-execution --region eu-central-1 --execution-arn {execution}\n", left.Output, StringComparison.Ordinal);
        var described = await AskAsync(client, "DescribeExecution", $$"""{"executionArn":"{{execution}}"}""");
        Assert.Equal("""{"logGroups":["/app/*"],"from":"2026-11-01","to":"2026-11-03","concurrency":2}""", described.GetProperty("input").GetString());

        var process = command.Start([.. backfill, "--json"]);
        var started = process.StandardOutput.ReadToEndAsync();
        while (ExecutionsOf(await AskAsync(client, "ListExecutions", $$"""{"stateMachineArn":"{{Arn}}"}""")) < 2)
        {
            Assert.False(process.HasExited, "It ended before it was stopped.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        CommandProcess.Terminate(process);
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("RUNNING", JsonElement.Parse(await started).GetProperty("status").GetString());
    }

    [Fact]
    public void Success_is_told_in_a_line_of_the_summary()
    {
        const string Summary = """{"run":"r","succeeded":3,"failed":0,"sealedBefore":7,"gone":0,"totals":{"days":3,"sealed":2,"empty":1,"events":1200,"rawBytes":4300000,"storedBytes":430000},"failures":[],"failuresLeftOut":0,"report":"","summaryKey":"_runs/r/summary.json"}""";
        var (code, output, error) = End(new ExecutionState { Status = "SUCCEEDED", Output = Summary }, json: false);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("3 days: 2 sealed, 1 empty, 7 sealed before, 0 skipped. 1,200 events, 4.3 MB, 430 kB stored.\n_runs/r/summary.json\n", output);
        var machine = JsonElement.Parse(End(new ExecutionState { Status = "SUCCEEDED", Output = Summary }, json: true).Output);
        Assert.Equal((3, "SUCCEEDED"), (machine.GetProperty("summary").GetProperty("succeeded").GetInt32(), machine.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("FAILED", "LogArchiver.DaysFailed", "3 days failed:\n- a", 3, "(LogArchiver.DaysFailed). 3 days failed:\n- a\n")]
    [InlineData("FAILED", "LogArchiver.BadRequest", "{\"errorType\":\"x\",\"errorMessage\":\"to: is late\"}", 2, "(LogArchiver.BadRequest). to: is late\n")]
    [InlineData("FAILED", "States.Runtime", "[1", 1, "(States.Runtime). [1\n")]
    [InlineData("ABORTED", null, null, 1, "The execution ended as ABORTED.\n")]
    public void Another_end_is_told_with_its_cause_and_its_exit_code(string status, string? error, string? cause, int exitCode, string told)
    {
        var (code, output, said) = End(new ExecutionState { Status = status, Error = error, Cause = cause }, json: false);
        Assert.Equal((exitCode, ""), (code, output));
        Assert.EndsWith(told, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from: It is missing.", "--to", "2026-11-03")]
    [InlineData("--to: It is missing. With --state-machine", "--from", "2026-11-01")]
    [InlineData("--dry-run: The state machine writes.", "--from", "2026-11-01", "--to", "2026-11-03", "--dry-run")]
    [InlineData("--to: \"2026-11-20\" is too late", "--from", "2026-11-01", "--to", "2026-11-20")]
    [InlineData("--concurrency: \"11\"", "--from", "2026-11-01", "--to", "2026-11-03", "--concurrency", "11")]
    public async Task What_cannot_go_well_is_refused_before_anything_is_started(string told, params string[] options)
    {
        var said = await Said.ByAsync(["backfill", "--state-machine", Arn, .. options]);
        Assert.Equal(2, said.ExitCode);
        Assert.StartsWith(told, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_go_with_the_machine_alone_are_refused_without_it()
    {
        Assert.Equal(2, (await Said.ByAsync("backfill", "--from", "2026-11-01", "--no-wait")).ExitCode);
        var said = await Said.ByAsync("backfill", "--from", "2026-11-01", "--state-machine", "archiver");
        Assert.StartsWith("--state-machine: \"archiver\" is not the ARN of a state machine.", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_what_is_over_and_names_failures_only_where_there_are_any()
    {
        Assert.Equal("3 of 730 days done, 4 under way", BackfillView.Progress(new ItemCounts { Total = 730, Succeeded = 3, Running = 4 }));
        Assert.Equal("6 of 730 days done, 0 under way, 3 failed", BackfillView.Progress(new ItemCounts { Total = 730, Succeeded = 3, Failed = 1, TimedOut = 1, Aborted = 1 }));
    }

    private static (int ExitCode, string Output, string Error) End(ExecutionState state, bool json)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        var code = BackfillView.End(screen, "arn:execution", state, new OutputMode(json, Verbose: false));
        return (code, output.ToString(), error.ToString());
    }

    private static int ExecutionsOf(JsonElement listed) => listed.GetProperty("executions").GetArrayLength();

    private static async Task<JsonElement> AskAsync(HttpClient client, string operation, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "");
        request.Content = new StringContent(json, Encoding.UTF8, "application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", $"AWSStepFunctions.{operation}");
        // moto tells services and Regions apart by the credential scope of the signature, and verifies nothing.
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20261120/eu-central-1/states/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        return JsonElement.Parse(body);
    }
}
