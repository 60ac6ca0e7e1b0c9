using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Tests.Logs;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task The_nth_request_alone_is_throttled()
    {
        Assert.Equal([200, 400, 200, 200], await StatusesAsync("CreateLogStream:throttle:nth=2"));
    }

    [Fact]
    public async Task Every_nth_request_fails_with_the_status_and_code_of_the_rule_so_many_times()
    {
        Assert.Equal([503, 503, 200, 200], await StatusesAsync("Logs:error:status=503,code=ServiceUnavailable,times=2"));
        Assert.Equal([200, 500, 200, 500], await StatusesAsync("*:error:every=2"));
    }

    [Fact]
    public async Task The_same_seed_strikes_the_same_requests()
    {
        var once = await StatusesAsync("Logs:error:p=0.5", requests: 40);
        var again = await StatusesAsync("Logs:error:p=0.5", requests: 40);

        Assert.Equal(once, again);
        Assert.InRange(once.Count(status => status == 500), 8, 32);
    }

    [Fact]
    public async Task Only_requests_that_name_the_key_are_met()
    {
        Assert.Equal([200, 200, 500, 200], await StatusesAsync("CreateLogStream:error:key=stream-2"));
    }

    [Fact]
    public async Task A_dropped_request_does_nothing_and_one_dropped_after_has_done_its_work()
    {
        await using var wire = await LogsWire.StartAsync();
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Faults.Add(FaultRule.Parse("CreateLogStream:drop:nth=1"));
        wire.Server.Faults.Add(FaultRule.Parse("CreateLogStream:drop-after:nth=2"));

        await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync(wire, "before"));
        await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync(wire, "after"));

        Assert.Equal(["after"], LogsWire.Names([await wire.GetAsync("DescribeLogStreams", new { logGroupName = "/app" })], "logStreams", "logStreamName"));
        Assert.Equal(2, wire.Server.Requests["CreateLogStream"]);
    }

    [Fact]
    public async Task A_truncated_answer_announces_more_than_it_holds()
    {
        await using var wire = await LogsWire.StartAsync(options => options with { Faults = [FaultRule.Parse("DescribeLogGroups:truncate:nth=1")] });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, wire.Server.Endpoint) { Content = new StringContent("{}") };
        request.Headers.Add("X-Amz-Target", "Logs_20140328.DescribeLogGroups");
        request.Headers.TryAddWithoutValidation("Authorization", "x");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var received = new MemoryStream();

        var problem = await Record.ExceptionAsync(() => answer.Content.CopyToAsync(received));

        Assert.IsAssignableFrom<IOException>(problem is HttpRequestException { InnerException: { } inner } ? inner : problem);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(answer.Content.Headers.ContentLength / 2, received.Length);
        await wire.GetAsync("DescribeLogGroups", new { });
    }

    [Fact]
    public async Task An_object_is_truncated_in_the_middle_too()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-");
        await using var wire = await LogsWire.StartAsync(options => options with { Folder = folder.FullName });
        wire.Server.S3.CreateBucket("bucket");
        wire.Server.Faults.Add(FaultRule.Parse("GetObject:truncate:nth=1,key=day"));
        using var client = new HttpClient { BaseAddress = wire.Server.Endpoint };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=x/20261119/us-east-1/s3/aws4_request");
        client.DefaultRequestHeaders.Add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        using var put = await client.PutAsync("/bucket/day", new ByteArrayContent(new byte[300_000]));
        using var cut = await client.GetAsync("/bucket/day", HttpCompletionOption.ResponseHeadersRead);
        var received = new MemoryStream();

        await Assert.ThrowsAnyAsync<Exception>(() => cut.Content.CopyToAsync(received));

        Assert.Equal(200, (int)put.StatusCode);
        Assert.Equal(150_000, received.Length);
        Assert.Equal(300_000, (await client.GetByteArrayAsync("/bucket/day")).Length);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_request_has_the_name_that_the_services_give_it()
    {
        Assert.Equal("GetLogEvents", Name("POST", "/", ("X-Amz-Target", "Logs_20140328.GetLogEvents")));
        Assert.Equal("NextInvocation", Name("GET", "/2018-06-01/runtime/invocation/next"));
        Assert.Equal("InvocationError", Name("POST", "/2018-06-01/runtime/invocation/1-2/error"));
        Assert.Equal("InitError", Name("POST", "/2018-06-01/runtime/init/error"));
        Assert.Equal("Invoke", Name("POST", "/2015-03-31/functions/f/invocations"));
        Assert.Equal("ListBuckets", Name("GET", "/"));
        Assert.Equal("ListObjectsV2", Name("GET", "/bucket?list-type=2&prefix="));
        Assert.Equal("ListMultipartUploads", Name("GET", "/bucket?uploads"));
        Assert.Equal("GetBucketLocation", Name("GET", "/bucket?location"));
        Assert.Equal("CreateBucket", Name("PUT", "/bucket"));
        Assert.Equal("DeleteObjects", Name("POST", "/bucket?delete"));
        Assert.Equal("PutObject", Name("PUT", "/bucket/a/b"));
        Assert.Equal("CopyObject", Name("PUT", "/bucket/a/b", ("x-amz-copy-source", "bucket/c")));
        Assert.Equal("UploadPart", Name("PUT", "/bucket/a?partNumber=1&uploadId=u"));
        Assert.Equal("UploadPartCopy", Name("PUT", "/bucket/a?partNumber=1&uploadId=u", ("x-amz-copy-source", "bucket/c")));
        Assert.Equal("CreateMultipartUpload", Name("POST", "/bucket/a?uploads"));
        Assert.Equal("CompleteMultipartUpload", Name("POST", "/bucket/a?uploadId=u"));
        Assert.Equal("AbortMultipartUpload", Name("DELETE", "/bucket/a?uploadId=u"));
        Assert.Equal("ListParts", Name("GET", "/bucket/a?uploadId=u"));
        Assert.Equal("HeadObject", Name("HEAD", "/bucket/a"));
    }

    [Fact]
    public async Task A_delayed_request_waits_for_the_clock()
    {
        await using var wire = await LogsWire.StartAsync(options => options with { Faults = [FaultRule.Parse("DescribeLogGroups:delay:ms=5000")] });

        var asked = wire.SendAsync("DescribeLogGroups", "{}");
        while (wire.Clock.Waiting == 0)
        {
            await Task.Yield();
        }

        wire.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.False(asked.IsCompleted);
        wire.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await asked).Status);
    }

    [Fact]
    public async Task S3_has_errors_of_its_own_shape_and_may_say_200_with_one()
    {
        await using var wire = await LogsWire.StartAsync();
        wire.Server.Faults.Add(FaultRule.Parse("PutObject:throttle"));
        wire.Server.Faults.Add(FaultRule.Parse("CompleteMultipartUpload:ok-with-error:code=InternalError,key=day.gz"));
        using var client = new HttpClient { BaseAddress = wire.Server.Endpoint };

        using var put = await client.PutAsync("/bucket/day.gz", new StringContent("x"));
        using var complete = await client.PostAsync("/bucket/day.gz?uploadId=1", new StringContent("x"));

        Assert.Equal(503, (int)put.StatusCode);
        Assert.Contains("<Code>SlowDown</Code>", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (int)complete.StatusCode);
        Assert.Contains("<Code>InternalError</Code>", await complete.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_rule_says_all_of_it()
    {
        Assert.Equal(
            new FaultRule { Operation = "UploadPart", Effect = FaultEffect.Error, Status = 503, Code = "SlowDown", EveryNth = 5, Times = 2, KeyContains = "a=b" },
            FaultRule.Parse("UploadPart:error:status=503,code=SlowDown,every=5,times=2,key=a=b"));
    }

    [Theory]
    [InlineData("GetLogEvents", "operation:effect")]
    [InlineData(":drop", "operation:effect")]
    [InlineData("GetLogEvents:explode", "'explode' is no effect; there are throttle, error, drop")]
    [InlineData("GetLogEvents:drop:sometimes", "'sometimes' is no setting; there are nth=N")]
    [InlineData("GetLogEvents:drop:nth=0", "'nth=0' needs a whole number of 1 or more")]
    [InlineData("GetLogEvents:drop:p=2", "'p=2' needs a number from 0 to 1")]
    public void A_wrong_rule_says_what_is_wrong_and_what_there_is(string text, string expected)
    {
        var problem = Assert.Throws<FormatException>(() => FaultRule.Parse(text));

        Assert.Contains(text, problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private static string Name(string method, string target, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        var parts = target.Split('?', 2);
        (request.Method, request.Path) = (method, parts[0]);
        request.QueryString = new QueryString(parts.Length == 2 ? "?" + parts[1] : "");
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return OperationName.Of(request).Name;
    }

    private static async Task<List<int>> StatusesAsync(string rule, int requests = 4)
    {
        await using var wire = await LogsWire.StartAsync();
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Faults.Add(FaultRule.Parse(rule));
        var statuses = new List<int>();
        for (var request = 0; request < requests; request++)
        {
            statuses.Add((await CreateAsync(wire, $"stream-{request}")).Status);
        }

        return statuses;
    }

    private static Task<LogsReply> CreateAsync(LogsWire wire, string logStreamName) =>
        wire.SendAsync("CreateLogStream", new { logGroupName = "/app", logStreamName });
}
