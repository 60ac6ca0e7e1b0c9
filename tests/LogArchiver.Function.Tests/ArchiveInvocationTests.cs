using System.Text;
using System.Text.Json;
using LogArchiver.Backfill;
using LogArchiver.Function.Runtime;
using LogArchiver.Function.Tests.Runtime;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Testing;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Tests;

public sealed class ArchiveInvocationTests
{
    private readonly ManualClock clock = new();
    private readonly ListLogger<ArchiveInvocation> log = new();
    private readonly List<ArchivePlan> plans = [];
    private readonly List<MachineStep> steps = [];
    private readonly Dictionary<string, string?> environment = new(StringComparer.Ordinal)
    {
        ["LOGARCHIVER_BUCKET"] = "my-archive",
        ["LOGARCHIVER_LOG_GROUPS"] = "app/*",
        ["PATH"] = "/bin",
    };

    [Fact]
    public async Task Yesterday_of_the_scheduled_time_is_archived_and_the_summary_is_the_answer()
    {
        var answer = await InvokeAsync(Ends(Day(Ending.Sealed)), """{"scheduledTime":"2026-11-18T02:15:00Z"}""");
        Assert.Null(answer.Error);
        Assert.Equal(SummaryJson.Write(Ends(Day(Ending.Sealed))), answer.Json.ToArray());
        var plan = Assert.Single(plans);
        Assert.Equal("my-archive", plan.Bucket);
        Assert.Equal(new DateOnly(2026, 11, 17), Assert.Single(plan.Dates).Date);
    }

    [Fact]
    public async Task The_payload_overrides_the_environment()
    {
        await InvokeAsync(Ends(), """{"bucket":"other-archive"}""");
        Assert.Equal("other-archive", Assert.Single(plans).Bucket);
    }

    [Fact]
    public async Task Every_fault_of_settings_and_payload_is_told_at_once_and_nothing_is_run()
    {
        environment["LOGARCHIVER_TIME_ZONE"] = "Mars/Olympus";
        environment["LOGARCHIVER_BUCKET"] = "";
        var answer = await InvokeAsync(Ends(), """{"dat":"2026-11-19"}""");
        Assert.Equal("LogArchiver.BadRequest", answer.Error!.ErrorType);
        Assert.Contains("Mars/Olympus", answer.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("bucket", answer.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("dat", answer.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(answer.Error.StackTrace);
        Assert.Empty(plans);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task A_payload_that_is_no_object_is_a_bad_request_not_a_bug(string payload) =>
        Assert.Equal("LogArchiver.BadRequest", (await InvokeAsync(Ends(), payload)).Error!.ErrorType);

    [Fact]
    public async Task A_day_that_failed_fails_the_invocation_after_all_the_others_and_the_whole_summary_is_logged()
    {
        var fault = new DayFault("Read", "stream a", "no permission") { Fix = "Grant it." };
        var summary = Ends(Day(Ending.Sealed), Day(Ending.Failed) with { Fault = fault }, Day(Ending.Paused));
        var answer = await InvokeAsync(summary, "{}");
        Assert.Equal("LogArchiver.DaysFailed", answer.Error!.ErrorType);
        Assert.Equal(FailureReport.Of(summary), answer.Error.ErrorMessage);
        Assert.Empty(answer.Error.StackTrace);
        var json = log.Lines.Single(line => line.Message.StartsWith("How it ended: ", StringComparison.Ordinal)).Message["How it ended: ".Length..];
        Assert.Equal(Encoding.UTF8.GetString(SummaryJson.Write(summary)), json);
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Error && line.Message.Contains("Grant it.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_that_was_paused_fails_the_invocation_by_its_own_name() =>
        Assert.Equal("LogArchiver.DaysPaused", (await InvokeAsync(Ends(Day(Ending.Sealed), Day(Ending.Paused)), "{}")).Error!.ErrorType);

    [Fact]
    public async Task Days_that_all_wait_for_an_export_are_named_otherwise_so_that_they_are_tried_again_later()
    {
        var exporting = Day(Ending.Paused) with { WaitsForExport = true };
        Assert.Equal("LogArchiver.DaysExporting", (await InvokeAsync(Ends(Day(Ending.Sealed), exporting), "{}")).Error!.ErrorType);
        Assert.Equal("LogArchiver.DaysPaused", (await InvokeAsync(Ends(Day(Ending.Paused), exporting), "{}")).Error!.ErrorType);
        Assert.Equal("LogArchiver.DaysFailed", (await InvokeAsync(Ends(Day(Ending.Failed), exporting), "{}")).Error!.ErrorType);
    }

    [Fact]
    public async Task The_error_tells_whether_other_days_are_done()
    {
        Assert.Equal(Verdict.PartlyDone, (await InvokeAsync(Ends(Day(Ending.Sealed), Day(Ending.Paused)), "{}")).Error!.Verdict);
        Assert.Equal(Verdict.Failed, (await InvokeAsync(Ends(Day(Ending.Failed)), "{}")).Error!.Verdict);
        Assert.Null((await InvokeAsync(Ends(), "[]")).Error!.Verdict);
    }

    [Theory]
    [InlineData(Ending.AlreadySealed)]
    [InlineData(Ending.Empty)]
    [InlineData(Ending.Skipped)]
    [InlineData(Ending.Planned)]
    public async Task Expected_endings_are_no_failures(Ending ending) =>
        Assert.Null((await InvokeAsync(Ends(Day(ending)), "{}")).Error);

    [Fact]
    public async Task A_service_that_refuses_the_run_is_named()
    {
        var answer = await InvokeAsync(
            (_, _) => throw new ServiceFaultException(FaultKind.AccessDenied, "S3", "HeadBucket", "AccessDenied", "Allow s3:ListBucket."), "{}");
        Assert.Equal("LogArchiver.RunFailed", answer.Error!.ErrorType);
        Assert.Contains("Allow s3:ListBucket.", answer.Error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scratch_space_that_cannot_be_used_is_no_bug()
    {
        var answer = await InvokeAsync((_, _) => throw new IOException("No space left on device"), "{}");
        Assert.Equal("LogArchiver.RunFailed", answer.Error!.ErrorType);
        Assert.Contains("No space left on device", answer.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("ephemeral storage", answer.Error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_deadline_the_work_is_put_down_and_the_answer_still_given()
    {
        var answer = await InvokeAsync(
            async (_, tokens) =>
            {
                clock.Advance(TimeSpan.FromSeconds(899));
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, tokens.StopNow);
                return Ends();
            },
            "{}");
        Assert.Equal("LogArchiver.Stopped", answer.Error!.ErrorType);
        Assert.Contains("longer time-out", answer.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, clock.Waiting);
    }

    [Fact]
    public async Task An_exception_that_nobody_expected_is_left_to_the_loop() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync((_, _) => throw new InvalidOperationException(), "{}"));

    [Fact]
    public async Task An_answer_for_tens_of_thousands_of_days_stays_below_the_limit()
    {
        var many = Enumerable.Range(0, 30_000).Select(_ => Day(Ending.Sealed) with { ObjectKey = new string('k', 200) });
        var answer = await InvokeAsync(Ends([.. many]), "{}");
        Assert.True(answer.Json.Length < 6_000_000);
        using var read = JsonDocument.Parse(answer.Json);
        Assert.True(read.RootElement.GetProperty("daysLeftOut").GetInt32() > 0);
    }

    [Fact]
    public async Task A_step_of_the_state_machine_is_planned_like_any_payload_and_archives_nothing()
    {
        environment["LOGARCHIVER_CONCURRENCY"] = "3";
        var answer = await InvokeAsync(
            (_, _) => throw new InvalidOperationException("nothing is to be archived"),
            """{"step":"plan","run":"run-1","request":{"from":"2026-11-01","to":"2026-11-03"}}""");
        Assert.Equal("""{"items":1}""", Encoding.UTF8.GetString(answer.Json.Span));
        var (plan, step) = (Assert.Single(plans), Assert.Single(steps));
        Assert.Equal((3, 3, "my-archive"), (plan.Dates.Count, plan.Concurrency, plan.Bucket));
        Assert.Equal((MachineStepKind.Plan, "run-1"), (step.Kind, step.Run));
    }

    [Fact]
    public async Task What_is_wrong_inside_a_step_is_told_as_of_any_payload()
    {
        var request = await InvokeAsync(Ends(), """{"step":"plan","run":"run-1","request":{"from":"2026-11-01","concurrency":11}}""");
        Assert.Equal("LogArchiver.BadRequest", request.Error!.ErrorType);
        Assert.Contains("is missing beside from", request.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("concurrency: \"11\"", request.Error.ErrorMessage, StringComparison.Ordinal);
        var step = await InvokeAsync(Ends(), """{"step":"fly","date":"2026-11-19"}""");
        Assert.Equal("LogArchiver.BadRequest", step.Error!.ErrorType);
        Assert.Contains("\"fly\" is no step", step.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("date: No field of a step", step.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("run: \"\" is no name of a run", step.Error.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(plans);
    }

    private static DayOutcome Day(Ending ending) => new() { Group = "app/a", Date = new DateOnly(2026, 11, 19), Ending = ending };

    private static ArchiveSummary Ends(params DayOutcome[] days) => new() { DryRun = false, Days = days };

    private Task<InvocationAnswer> InvokeAsync(ArchiveSummary summary, string payload) =>
        InvokeAsync((_, _) => Task.FromResult(summary), payload);

    private Task<InvocationAnswer> InvokeAsync(ArchiveRun run, string payload)
    {
        var context = new InvocationContext(clock) { RequestId = "r", Deadline = clock.GetUtcNow() + TimeSpan.FromSeconds(900) };
        var invocation = new ArchiveInvocation(environment, Keeping, StepKeeping, (_, _) => { }, clock, log);
        return invocation.HandleAsync(Encoding.UTF8.GetBytes(payload), context, CancellationToken.None);

        Task<ArchiveSummary> Keeping(ArchivePlan plan, RunTokens tokens)
        {
            plans.Add(plan);
            return run(plan, tokens);
        }

        Task<byte[]> StepKeeping(MachineStep step, ArchivePlan plan, RunTokens tokens)
        {
            plans.Add(plan);
            steps.Add(step);
            return Task.FromResult("""{"items":1}"""u8.ToArray());
        }
    }
}
