using System.Net;
using System.Text;
using LogArchiver.Testing;

namespace LogArchiver.LocalAws.Tests.Runtime;

public sealed class RuntimeTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock clock = new();
    private readonly HttpClient http = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync() =>
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = "unused", Clock = clock }, default);

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task An_invocation_is_handed_out_with_its_deadline_and_ends_with_the_answer()
    {
        var waiting = NextAsync();
        var result = server.Runtime.InvokeAsync("""{"date":"2026-11-19"}"""u8.ToArray(), Minute, default);

        using var next = await waiting;

        Assert.Equal("""{"date":"2026-11-19"}""", await next.Content.ReadAsStringAsync());
        Assert.Equal(clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds().ToString(), Header(next, "Lambda-Runtime-Deadline-Ms"));
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:log-archiver", Header(next, "Lambda-Runtime-Invoked-Function-Arn"));
        Assert.StartsWith("Root=1-", Header(next, "Lambda-Runtime-Trace-Id"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"invocation/{Id(next)}/response", "[1]", Header(next, "Lambda-Runtime-Invocation-Id")));
        var ended = await result;
        Assert.True(ended.Succeeded);
        Assert.Equal("[1]", Encoding.UTF8.GetString(ended.Payload.Span));
        Assert.Equal(Id(next), ended.RequestId);
    }

    [Fact]
    public async Task Several_invocations_wait_their_turn()
    {
        var first = server.Runtime.InvokeAsync("1"u8.ToArray(), Minute, default);
        var second = server.Runtime.InvokeAsync("2"u8.ToArray(), Minute, default);
        foreach (var _ in new[] { first, second })
        {
            using var next = await NextAsync();
            await PostAsync($"invocation/{Id(next)}/response", await next.Content.ReadAsStringAsync());
        }

        Assert.Equal(["1", "2"], new[] { await first, await second }.Select(result => Encoding.UTF8.GetString(result.Payload.Span)));
    }

    [Fact]
    public async Task An_error_is_the_result_with_its_type_and_message()
    {
        var result = server.Runtime.InvokeAsync("{}"u8.ToArray(), Minute, default);
        using var next = await NextAsync();

        await PostAsync($"invocation/{Id(next)}/error", """{"errorType":"Failed","errorMessage":"no bucket","stackTrace":[]}""");

        var error = (await result).Error!;
        Assert.Equal(("Failed", "no bucket"), (error.Type, error.Message));
    }

    [Fact]
    public async Task A_wrong_id_is_refused_and_ends_nothing()
    {
        var result = server.Runtime.InvokeAsync("{}"u8.ToArray(), Minute, default);
        using var next = await NextAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("invocation/other/response", "1"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"invocation/{Id(next)}/response", "1", "other"));
        Assert.False(result.IsCompleted);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"invocation/{Id(next)}/response", "1"));
        await result;
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"invocation/{Id(next)}/response", "2"));
    }

    [Fact]
    public async Task An_answer_of_more_than_6_MB_is_refused_and_fails_the_invocation()
    {
        var result = server.Runtime.InvokeAsync("{}"u8.ToArray(), Minute, default);
        using var next = await NextAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync($"invocation/{Id(next)}/response", new string('1', 6_291_557)));

        Assert.Equal("Function.ResponseSizeTooLarge", (await result).Error!.Type);
    }

    [Fact]
    public async Task A_function_that_does_not_answer_in_time_has_timed_out()
    {
        var result = server.Runtime.InvokeAsync("{}"u8.ToArray(), TimeSpan.FromSeconds(3), default);
        using var next = await NextAsync();
        // Until it is taken, a longer time is waited for; whoever advances the clock before that has passed over to this one waits for ever.
        await Waiting.ForAsync(() => clock.NextDue == TimeSpan.FromSeconds(3));

        clock.Advance(TimeSpan.FromSeconds(3));

        var ended = await result;
        Assert.True(ended.TimedOut);
        Assert.Equal($"RequestId: {ended.RequestId} Error: Task timed out after 3.00 seconds", ended.Error!.Message);
    }

    [Fact]
    public async Task A_function_that_cannot_start_fails_what_waits_or_comes_next()
    {
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("init/error", """{"errorType":"Bad","errorMessage":"settings"}"""));

        var ended = await server.Runtime.InvokeAsync("{}"u8.ToArray(), Minute, default);

        Assert.Equal((true, "settings"), (ended.InitFailed, ended.Error!.Message));
    }

    [Fact]
    public async Task A_function_that_ends_without_an_answer_fails_its_invocation()
    {
        var result = server.Runtime.InvokeAsync("{}"u8.ToArray(), Minute, default);
        using var next = await NextAsync();

        server.Runtime.ReportExit(134);

        Assert.Equal("Runtime.ExitError", (await result).Error!.Type);
    }

    [Fact]
    public async Task The_Invoke_API_reaches_the_function_and_marks_its_errors()
    {
        var invoke = http.PostAsync(new Uri(server.Endpoint, "/2015-03-31/functions/archiver/invocations"), new StringContent("""{"a":1}"""));
        using var next = await NextAsync();
        await PostAsync($"invocation/{Id(next)}/error", """{"errorMessage":"x"}""");

        using var answer = await invoke;

        Assert.Equal("Unhandled", Header(answer, "X-Amz-Function-Error"));
        Assert.Equal("""{"errorMessage":"x"}""", await answer.Content.ReadAsStringAsync());
        using var bad = await http.PostAsync(new Uri(server.Endpoint, "/2015-03-31/functions/archiver/invocations"), new StringContent("{"));
        Assert.Equal("InvalidRequestContentException", Header(bad, "X-Amzn-ErrorType"));
    }

    private static string Id(HttpResponseMessage next) => Header(next, "Lambda-Runtime-Aws-Request-Id");

    private static string Header(HttpResponseMessage message, string name) => message.Headers.GetValues(name).Single();

    private Task<HttpResponseMessage> NextAsync() =>
        http.GetAsync(new Uri($"http://{server.Runtime.Address}/2018-06-01/runtime/invocation/next"));

    private async Task<HttpStatusCode> PostAsync(string path, string body, string? invocation = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{server.Runtime.Address}/2018-06-01/runtime/{path}")) { Content = new StringContent(body) };
        if (invocation is not null)
        {
            request.Headers.Add("Lambda-Runtime-Invocation-Id", invocation);
        }

        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}

internal static class Waiting
{
    /// <summary>Yields until it is so; for what another thread does at once, so a test that waits for ever is a bug.</summary>
    public static async Task ForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
