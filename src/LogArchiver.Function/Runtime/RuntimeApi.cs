using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using LogArchiver.Function.Logging;

namespace LogArchiver.Function.Runtime;

/// <summary>The Lambda Runtime API, version 2018-06-01, as its guide describes it: next, response, error, init error.</summary>
internal sealed class RuntimeApi : IDisposable
{
    /// <summary>The largest payload taken. Lambda's own limit is 6 MB; the rest is room for that limit to be raised a little.</summary>
    private const int MaxPayloadBytes = 8 * 1024 * 1024;

    /// <summary>The deadline assumed where none is told: the longest time-out a function can have.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(15);

    private readonly HttpClient http;
    private readonly TimeProvider clock;

    /// <param name="authority">The value of AWS_LAMBDA_RUNTIME_API: host and port.</param>
    /// <param name="clock">The time.</param>
    public RuntimeApi(string authority, TimeProvider clock)
    {
        this.clock = clock;
        // A proxy from the environment is meant for the world outside, never for this conversation within the sandbox.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://{authority}/2018-06-01/runtime/"),
            // The sandbox sleeps between invocations, for hours if need be, inside the request for the next one.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxPayloadBytes,
        };
    }

    /// <summary>Waits for the next invocation, for as long as it takes.</summary>
    /// <exception cref="RuntimeApiException">The API answered with anything but an invocation, or not at all.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync("next", HttpMethod.Get, "invocation/next", null, [], cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RefusalAsync("next", response, cancellationToken);
        }

        var payload = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var requestId = Header(response, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new RuntimeApiException("next: the answer carries no Lambda-Runtime-Aws-Request-Id.", response.StatusCode);
        var context = new InvocationContext(clock)
        {
            RequestId = requestId,
            Deadline = Deadline(response),
            InvokedFunctionArn = Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            TraceId = Header(response, "Lambda-Runtime-Trace-Id"),
        };
        return new Invocation(payload, context, Header(response, "Lambda-Runtime-Invocation-Id"));
    }

    /// <summary>Hands over the answer.</summary>
    /// <exception cref="RuntimeApiException">The API did not take it.</exception>
    public Task RespondAsync(Invocation invocation, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        PostAsync("response", $"invocation/{Uri.EscapeDataString(invocation.Context.RequestId)}/response", json, Echo(invocation), cancellationToken);

    /// <summary>Hands over the failure of an invocation.</summary>
    /// <exception cref="RuntimeApiException">The API did not take it.</exception>
    public Task FailAsync(Invocation invocation, InvocationError error, CancellationToken cancellationToken) => PostAsync(
        "error",
        $"invocation/{Uri.EscapeDataString(invocation.Context.RequestId)}/error",
        error.ToJson(),
        [ErrorType(error), .. Echo(invocation)],
        cancellationToken);

    /// <summary>Says that the process can never take an invocation.</summary>
    /// <exception cref="RuntimeApiException">The API did not take it.</exception>
    public Task FailInitAsync(InvocationError error, CancellationToken cancellationToken) =>
        PostAsync("init error", "init/error", error.ToJson(), [ErrorType(error)], cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static KeyValuePair<string, string> ErrorType(InvocationError error) =>
        new("Lambda-Runtime-Function-Error-Type", error.ErrorType);

    /// <summary>The invocation id is sent back as it came: a wrong one is refused, none is allowed.</summary>
    private static KeyValuePair<string, string>[] Echo(Invocation invocation) =>
        invocation.InvocationId is { } id ? [new("Lambda-Runtime-Invocation-Id", id)] : [];

    private async Task PostAsync(
        string what, string path, ReadOnlyMemory<byte> json, KeyValuePair<string, string>[] headers, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await SendAsync(what, HttpMethod.Post, path, content, headers, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(what, response, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        string what,
        HttpMethod method,
        string path,
        HttpContent? content,
        KeyValuePair<string, string>[] headers,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException gone)
        {
            throw new RuntimeApiException($"{what}: the Runtime API does not answer: {gone.Message}", null, gone);
        }
    }

    private static async Task<RuntimeApiException> RefusalAsync(
        string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = LogLine.OneLine(await response.Content.ReadAsStringAsync(cancellationToken));
        return new RuntimeApiException($"{what}: the Runtime API answered {(int)response.StatusCode} {body}".TrimEnd(), response.StatusCode);
    }

    private DateTimeOffset Deadline(HttpResponseMessage response) =>
        long.TryParse(Header(response, "Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
        && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : clock.GetUtcNow() + LongestTimeout;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>One invocation as it came.</summary>
/// <param name="Payload">The event.</param>
/// <param name="Context">What was said about it.</param>
/// <param name="InvocationId">Lambda's id of this attempt, to be sent back; null where the API gives none.</param>
internal sealed record Invocation(ReadOnlyMemory<byte> Payload, InvocationContext Context, string? InvocationId);

/// <summary>The Runtime API refused something, or is gone.</summary>
internal sealed class RuntimeApiException(string message, HttpStatusCode? status, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Whether the process has to end: the API is gone, or said 500, which its guide calls not recoverable.</summary>
    public bool IsTheEnd => Status is null or HttpStatusCode.InternalServerError;
}
