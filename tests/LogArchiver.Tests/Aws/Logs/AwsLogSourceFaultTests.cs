using System.Net;
using System.Net.Sockets;
using System.Text;
using LogArchiver.Aws.Logs;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Aws.Logs;

/// <summary>What is made of refusals and of a network that fails.</summary>
public sealed class AwsLogSourceFaultTests : IDisposable
{
    private static readonly LogGroup Group = new("/app/api");
    private static readonly TimeWindow Window = new(0, 10);

    private readonly FakeLogsService service = new();

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task A_throttle_comes_as_400_and_is_known_by_its_code()
    {
        var fault = await FailsAsync(HttpStatusCode.BadRequest, """{"__type":"ThrottlingException","message":"Rate exceeded"}""");
        Assert.Equal(FaultKind.Throttled, fault.Kind);
        Assert.True(fault.IsTransient);
        Assert.Equal("ThrottlingException", fault.Code);
        Assert.Equal("CloudWatch Logs", fault.Service);
        Assert.Equal("GetLogEvents", fault.Operation);
        Assert.Equal("request-1", fault.RequestId);
        Assert.Equal(400, fault.HttpStatus);
        Assert.Equal("/app/api s", fault.Subject);
        Assert.Contains("Rate exceeded", fault.Message, StringComparison.Ordinal);
        Assert.Single(service.Sent);
    }

    [Fact]
    public async Task A_namespace_before_the_code_and_a_link_after_it_are_left_out()
    {
        var fault = await FailsAsync(
            HttpStatusCode.BadRequest, """{"__type":"com.amazonaws.logs#ResourceNotFoundException:http://x","Message":"no group"}""");
        Assert.Equal("ResourceNotFoundException", fault.Code);
        Assert.Equal(FaultKind.NotFound, fault.Kind);
    }

    [Fact]
    public async Task A_refused_permission_is_named_with_its_resource()
    {
        var fault = await FailsAsync(
            HttpStatusCode.BadRequest, """{"__type":"AccessDeniedException","Message":"User: x is not authorized"}""");
        Assert.Equal(FaultKind.AccessDenied, fault.Kind);
        Assert.Contains(
            "logs:GetLogEvents on arn:aws:logs:eu-west-1:*:log-group:/app/api:log-stream:*", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_credentials_are_told_how_to_renew()
    {
        var fault = await FailsAsync(HttpStatusCode.Forbidden, """{"__type":"ExpiredTokenException","message":"expired"}""");
        Assert.Equal(FaultKind.AccessDenied, fault.Kind);
        Assert.Contains("AWS_PROFILE", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_token_that_has_expired_is_told_as_such()
    {
        var fault = await FailsAsync(
            HttpStatusCode.BadRequest, """{"__type":"InvalidParameterException","message":"The specified nextToken is invalid."}""");
        Assert.Equal(FaultKind.Permanent, fault.Kind);
        Assert.Contains("24 hours", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_signature_asks_after_the_clock()
    {
        var fault = await FailsAsync(HttpStatusCode.BadRequest, """{"__type":"InvalidSignatureException","message":"Signature expired"}""");
        Assert.Equal(FaultKind.AccessDenied, fault.Kind);
        Assert.Contains("clock", fault.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, FaultKind.Transient)]
    [InlineData(HttpStatusCode.InternalServerError, FaultKind.Transient)]
    [InlineData(HttpStatusCode.TooManyRequests, FaultKind.Throttled)]
    [InlineData(HttpStatusCode.NotImplemented, FaultKind.NotSupported)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, FaultKind.Permanent)]
    public async Task An_error_page_of_HTML_is_judged_by_its_status(HttpStatusCode status, FaultKind kind)
    {
        service.Answer = () => FakeLogsService.With(new StringContent("<html>", Encoding.UTF8, "text/html"), status);
        var fault = await FailsAsync();
        Assert.Equal(kind, fault.Kind);
        Assert.Equal($"HTTP {(int)status}", fault.Code);
    }

    [Fact]
    public async Task An_error_whose_body_was_cut_keeps_what_there_was()
    {
        var fault = await FailsAsync(HttpStatusCode.BadRequest, """{"__type":"ThrottlingException","mess""");
        Assert.Equal(FaultKind.Throttled, fault.Kind);
    }

    [Fact]
    public async Task A_service_that_falls_over_at_ListLogGroups_does_not_know_it()
    {
        service.Answer = () => FakeLogsService.With(
            new StringContent("<html>", Encoding.UTF8, "text/html"), HttpStatusCode.InternalServerError);
        using var source = service.Connect();
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => source.ListGroupNamesByTagsAsync(new Dictionary<string, string> { ["k"] = "" }, null, CancellationToken.None));
        Assert.Equal(FaultKind.NotSupported, fault.Kind);
    }

    [Fact]
    public async Task A_body_shorter_than_promised_is_transient_even_if_it_is_whole_JSON()
    {
        service.Answer = () => Promising("""{"events":[],"nextToken":"t"}""", promised: 1_000);
        Assert.Equal(FaultKind.Transient, (await FailsAsync()).Kind);
    }

    [Fact]
    public async Task A_page_that_breaks_off_without_a_promised_length_is_transient()
    {
        service.Answer = () => FakeLogsService.With(new StreamContent(new MemoryStream("{\"events\":[{\"ti"u8.ToArray())));
        var fault = await FailsAsync();
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("MalformedAnswer", fault.Code);
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_transient_once_the_limit_is_over()
    {
        var silence = new SilentStream("{\"events\":["u8.ToArray());
        service.Answer = () => FakeLogsService.With(new StreamContent(silence));
        var failing = FailsAsync();
        await silence.Silent;
        service.Clock.Advance(BodyReader.StallLimit - TimeSpan.FromSeconds(1));
        Assert.False(failing.IsCompleted);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        var fault = await failing;
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("Timeout", fault.Code);
        Assert.True(silence.IsDisposed);
    }

    [Fact]
    public async Task A_caller_who_gives_up_on_a_silent_body_gets_a_cancellation()
    {
        var silence = new SilentStream([]);
        service.Answer = () => FakeLogsService.With(new StreamContent(silence));
        using var source = service.Connect();
        using var stop = new CancellationTokenSource();
        var reading = source.ReadStreamAsync(Group, "s", Window, null, stop.Token);
        await silence.Silent;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(silence.IsDisposed);
    }

    [Fact]
    public async Task A_body_larger_than_any_page_is_refused_and_not_asked_for_again()
    {
        service.Answer = () => Promising("{}", promised: BodyReader.MaxBytes);
        var fault = await FailsAsync();
        Assert.Equal(FaultKind.Permanent, fault.Kind);
        Assert.Equal("AnswerTooLarge", fault.Code);
    }

    [Fact]
    public async Task A_connection_that_nobody_takes_is_transient()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var source = AwsLogSource.Connect(
            "eu-west-1", new Amazon.Runtime.BasicAWSCredentials("a", "b"), new Uri($"http://127.0.0.1:{port}"), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => source.ListGroupsAsync(null, null, CancellationToken.None));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("ConnectionRefused", fault.Code);
        Assert.Null(fault.HttpStatus);
    }

    [Fact]
    public async Task A_connection_closed_before_an_answer_is_transient()
    {
        service.Answer = () => throw new HttpRequestException(
            HttpRequestError.ResponseEnded, "The response ended prematurely.", new HttpIOException(HttpRequestError.ResponseEnded));
        var fault = await FailsAsync();
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("ResponseEnded", fault.Code);
        Assert.Single(service.Sent);
    }

    [Fact]
    public async Task An_answer_that_does_not_begin_in_time_is_transient()
    {
        service.Answer = () => throw new TaskCanceledException("No answer within 60 seconds.", new TimeoutException());
        var fault = await FailsAsync();
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("Timeout", fault.Code);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_found_are_told_where_to_be_set()
    {
        service.Answer = () => throw new Amazon.Runtime.AmazonClientException("Failed to resolve AWS credentials.");
        var fault = await FailsAsync();
        Assert.Equal(FaultKind.AccessDenied, fault.Kind);
        Assert.Contains("AWS_ACCESS_KEY_ID", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bug_is_no_fault_of_the_service() => Assert.Null(
        LogsFaults.TryTranslate(new InvalidOperationException("bug"), "GetLogEvents", new LogsSubject(null, "arn")));

    private Task<ServiceFaultException> FailsAsync(HttpStatusCode status, string json)
    {
        service.Answer = () => FakeLogsService.Json(json, status);
        return FailsAsync();
    }

    private async Task<ServiceFaultException> FailsAsync()
    {
        using var source = service.Connect();
        return await Assert.ThrowsAsync<ServiceFaultException>(
            () => source.ReadStreamAsync(Group, "s", Window, null, CancellationToken.None));
    }

    private static HttpResponseMessage Promising(string body, long promised)
    {
        var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)));
        content.Headers.ContentLength = promised;
        return FakeLogsService.With(content);
    }
}
