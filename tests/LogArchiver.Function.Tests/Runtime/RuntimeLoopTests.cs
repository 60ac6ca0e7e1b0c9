using System.Text;
using System.Text.Json;
using LogArchiver.Function.Runtime;
using LogArchiver.Testing;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Tests.Runtime;

public sealed class RuntimeLoopTests
{
    private static readonly ReadOnlyMemory<byte> Fine = "{\"fine\":true}"u8.ToArray();

    private readonly ManualClock clock = new();
    private readonly ListLogger<RuntimeLoop> log = new();
    private readonly List<InvocationContext> begun = [];

    [Fact]
    public async Task An_answer_goes_back_under_the_request_id_with_the_invocation_id_it_came_with()
    {
        await using var lambda = new ScriptedRuntimeApi();
        lambda.Next(new ScriptedNext("{\"a\":1}").With("Lambda-Runtime-Invocation-Id", "attempt-7"));
        string? payload = null;
        var exit = await WhileRunning(lambda, (body, _, _) =>
        {
            payload = Encoding.UTF8.GetString(body.Span);
            return Task.FromResult(InvocationAnswer.Done(Fine));
        }, async () =>
        {
            var told = await lambda.ToldAsync();
            Assert.Equal("invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response", told.Path);
            Assert.Equal("attempt-7", told.InvocationId);
            Assert.Null(told.ErrorType);
            Assert.Equal("{\"fine\":true}", told.Body);
        });
        Assert.Equal("{\"a\":1}", payload);
        Assert.Equal(0, exit);
        Assert.All(lambda.Asked, path => Assert.Equal("/2018-06-01/runtime/invocation/next", path));
    }

    [Fact]
    public async Task Without_an_invocation_id_none_is_sent_back()
    {
        await using var lambda = new ScriptedRuntimeApi();
        lambda.Next(new ScriptedNext("{}"));
        await WhileRunning(lambda, Answers(Fine), async () => Assert.Null((await lambda.ToldAsync()).InvocationId));
    }

    [Fact]
    public async Task The_context_carries_deadline_trace_and_function_and_is_told_before_the_handler_runs()
    {
        await using var lambda = new ScriptedRuntimeApi();
        var deadline = clock.GetUtcNow().AddSeconds(90).ToUnixTimeMilliseconds();
        lambda.Next(new ScriptedNext("{}")
            .With("Lambda-Runtime-Deadline-Ms", deadline.ToString())
            .With("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
            .With("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:archive:live"));
        InvocationContext? seen = null;
        await WhileRunning(lambda, (_, context, _) =>
        {
            Assert.Same(context, Assert.Single(begun));
            seen = context;
            return Task.FromResult(InvocationAnswer.Done(Fine));
        }, () => lambda.ToldAsync());
        Assert.Equal(TimeSpan.FromSeconds(90), seen!.Remaining);
        Assert.Equal("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700", seen.TraceId);
        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:archive:live", seen.InvokedFunctionArn);
        clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(TimeSpan.Zero, seen.Remaining);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    public async Task Without_a_readable_deadline_the_longest_timeout_counts(string? header)
    {
        await using var lambda = new ScriptedRuntimeApi();
        lambda.Next(header is null ? new ScriptedNext("{}") : new ScriptedNext("{}").With("Lambda-Runtime-Deadline-Ms", header));
        await WhileRunning(lambda, Answers(Fine), () => lambda.ToldAsync());
        Assert.Equal(TimeSpan.FromMinutes(15), Assert.Single(begun).Remaining);
    }

    [Fact]
    public async Task A_failure_is_told_with_type_and_message_and_the_loop_goes_on()
    {
        await using var lambda = new ScriptedRuntimeApi();
        lambda.Next(new ScriptedNext("{}"));
        lambda.Next(new ScriptedNext("{}"));
        var count = 0;
        var exit = await WhileRunning(lambda, (_, _, _) => Task.FromResult(++count == 1
            ? InvocationAnswer.Failed(new InvocationError(ErrorTypes.DaysFailed, "1 of 2 days failed:\n- 한글 \"x\""))
            : InvocationAnswer.Done(Fine)), async () =>
        {
            var failed = await lambda.ToldAsync();
            Assert.EndsWith("/error", failed.Path, StringComparison.Ordinal);
            Assert.Equal("LogArchiver.DaysFailed", failed.ErrorType);
            Assert.Equal(
                """{"errorType":"LogArchiver.DaysFailed","errorMessage":"1 of 2 days failed:\n- 한글 \"x\"","stackTrace":[]}""", failed.Body);
            Assert.EndsWith("/response", (await lambda.ToldAsync()).Path, StringComparison.Ordinal);
        });
        Assert.Equal(0, exit);
    }

    [Fact]
    public async Task An_exception_nobody_expected_looks_like_a_bug()
    {
        await using var lambda = new ScriptedRuntimeApi();
        lambda.Next(new ScriptedNext("{}"));
        lambda.Next(new ScriptedNext("{}"));
        await WhileRunning(lambda, (_, _, _) => throw new InvalidOperationException("the tenth\nof nine"), async () =>
        {
            var failed = await lambda.ToldAsync();
            Assert.Equal("LogArchiver.Bug", failed.ErrorType);
            using var body = JsonDocument.Parse(failed.Body);
            Assert.Contains("report it: System.InvalidOperationException: the tenth", body.RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
            Assert.Contains(
                body.RootElement.GetProperty("stackTrace").EnumerateArray(),
                frame => frame.GetString()!.Contains(nameof(An_exception_nobody_expected_looks_like_a_bug), StringComparison.Ordinal));
            Assert.Equal("LogArchiver.Bug", (await lambda.ToldAsync()).ErrorType);
        });
        Assert.Equal(2, log.Lines.Count(line => line.Level == LogLevel.Critical));
    }

    [Fact]
    public async Task An_answer_that_is_too_large_becomes_a_failure_that_says_so()
    {
        await using var lambda = new ScriptedRuntimeApi
        {
            StatusOf = told => told.Path.EndsWith("/response", StringComparison.Ordinal) ? 413 : 202,
        };
        lambda.Next(new ScriptedNext("{}"));
        await WhileRunning(lambda, Answers(Fine), async () =>
        {
            await lambda.ToldAsync();
            var failed = await lambda.ToldAsync();
            Assert.Equal("LogArchiver.AnswerTooLarge", failed.ErrorType);
            Assert.Contains("13 bytes", failed.Body, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task An_answer_refused_because_the_invocation_is_over_is_no_reason_to_leave(int status)
    {
        await using var lambda = new ScriptedRuntimeApi { StatusOf = told => told.InvocationId == "stale" ? status : 202 };
        lambda.Next(new ScriptedNext("{}").With("Lambda-Runtime-Invocation-Id", "stale"));
        lambda.Next(new ScriptedNext("{}").With("Lambda-Runtime-Invocation-Id", "fresh"));
        var exit = await WhileRunning(lambda, Answers(Fine), async () =>
        {
            await lambda.ToldAsync();
            Assert.Equal("fresh", (await lambda.ToldAsync()).InvocationId);
        });
        Assert.Equal(0, exit);
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Warning && line.Message.Contains($"{status}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_runtime_apis_500_ends_the_process(bool atNext)
    {
        await using var lambda = new ScriptedRuntimeApi { StatusOf = _ => 500 };
        lambda.Next(new ScriptedNext("{}") { Status = atNext ? 500 : 200 });
        using var api = new RuntimeApi(lambda.Authority, clock);
        Assert.Equal(1, await Loop(api, Answers(Fine)).RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_runtime_api_that_is_gone_ends_the_process()
    {
        var lambda = new ScriptedRuntimeApi();
        using var api = new RuntimeApi(lambda.Authority, clock);
        await lambda.DisposeAsync();
        Assert.Equal(1, await Loop(api, Answers(Fine)).RunAsync(CancellationToken.None));
        Assert.Contains("does not answer", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_end_while_at_work_it_still_answers_and_takes_no_more()
    {
        await using var lambda = new ScriptedRuntimeApi();
        lambda.Next(new ScriptedNext("{}"));
        lambda.Next(new ScriptedNext("{}"));
        using var stop = new CancellationTokenSource();
        using var api = new RuntimeApi(lambda.Authority, clock);
        var exit = await Loop(api, async (_, _, token) =>
        {
            await stop.CancelAsync();
            Assert.True(token.IsCancellationRequested);
            return InvocationAnswer.Done(Fine);
        }).RunAsync(stop.Token);
        Assert.Equal(0, exit);
        Assert.Single(begun);
        Assert.EndsWith("/response", (await lambda.ToldAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_cannot_start_says_so_as_an_init_error()
    {
        await using var lambda = new ScriptedRuntimeApi();
        using var api = new RuntimeApi(lambda.Authority, clock);
        await api.FailInitAsync(new InvocationError(ErrorTypes.InitFailed, "no"), CancellationToken.None);
        var told = await lambda.ToldAsync();
        Assert.Equal("init/error", told.Path);
        Assert.Equal("LogArchiver.InitFailed", told.ErrorType);
    }

    private static InvocationHandler Answers(ReadOnlyMemory<byte> json) => (_, _, _) => Task.FromResult(InvocationAnswer.Done(json));

    private RuntimeLoop Loop(RuntimeApi api, InvocationHandler handler) => new(api, handler, begun.Add, log);

    private async Task<int> WhileRunning(ScriptedRuntimeApi lambda, InvocationHandler handler, Func<Task> test)
    {
        using var stop = new CancellationTokenSource();
        using var api = new RuntimeApi(lambda.Authority, clock);
        var running = Loop(api, handler).RunAsync(stop.Token);
        await test();
        await stop.CancelAsync();
        return await running;
    }
}
