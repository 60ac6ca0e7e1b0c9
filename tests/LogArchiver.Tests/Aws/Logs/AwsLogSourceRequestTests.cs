using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Aws.Logs;

/// <summary>The wire, to the byte: what the service is asked.</summary>
public sealed class AwsLogSourceRequestTests : IDisposable
{
    private const string LinkedArn = "arn:aws:logs:eu-west-1:222222222222:log-group:/linked";

    private static readonly LogGroup Own = new("/app/api") { Arn = "arn:aws:logs:eu-west-1:111111111111:log-group:/app/api" };
    private static readonly LogGroup Linked = new("/linked") { Arn = LinkedArn, IsLinked = true };
    private static readonly TimeWindow Window = new(1_000, 2_000);

    private readonly FakeLogsService service = new();

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task Every_request_is_a_signed_post_of_json_to_the_root_of_the_Regions_endpoint()
    {
        using var source = service.Connect();
        service.Answer = () => FakeLogsService.Json("""{"logGroups":[]}""");
        await source.ListGroupsAsync(null, null, CancellationToken.None);
        var sent = Assert.Single(service.Sent);
        Assert.Equal("https://logs.eu-west-1.amazonaws.com/", sent.Uri.ToString());
        Assert.Equal("application/x-amz-json-1.1", sent.ContentType);
        Assert.Equal("Logs_20140328.DescribeLogGroups", sent.Target);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", sent.Authorization, StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/logs/aws4_request", sent.Authorization, StringComparison.Ordinal);
        Assert.Contains("x-amz-target", sent.Authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, """{"limit":50}""")]
    [InlineData("", null, """{"limit":50}""")]
    [InlineData("/app/", "t", """{"logGroupNamePrefix":"/app/","nextToken":"t","limit":50}""")]
    public Task Groups_are_asked_for_fifty_at_a_time(string? prefix, string? token, string body) =>
        SendsAsync("DescribeLogGroups", body, source => source.ListGroupsAsync(prefix, token, CancellationToken.None));

    [Fact]
    public Task A_linked_group_is_asked_for_by_its_ARN_without_the_star() => SendsAsync(
        "DescribeLogGroups",
        $$"""{"logGroupIdentifiers":["{{LinkedArn}}"],"includeLinkedAccounts":true}""",
        source => source.TryFindLinkedGroupAsync(LinkedArn + ":*", CancellationToken.None));

    [Fact]
    public Task Tags_become_filters_and_an_empty_value_asks_for_any() => SendsAsync(
        "ListLogGroups",
        """{"logGroupTags":[{"key":"team","values":["api"]},{"key":"archive"}],"limit":1000}""",
        source => source.ListGroupNamesByTagsAsync(
            new Dictionary<string, string> { ["team"] = "api", ["archive"] = "" }, null, CancellationToken.None));

    [Fact]
    public Task Retention_is_set_by_name() => SendsAsync(
        "PutRetentionPolicy",
        """{"logGroupName":"/app/api","retentionInDays":30}""",
        source => source.SetRetentionAsync(Own, 30, CancellationToken.None));

    [Fact]
    public Task An_export_is_asked_for_with_its_window_and_its_prefix() => SendsAsync(
        "CreateExportTask",
        """{"taskName":"logarchiver 2026-11-19","logGroupName":"/app/api","from":1000,"to":2000,"destination":"b","destinationPrefix":"p/1"}""",
        source => source.TryStartExportAsync(new ExportOrder(Own, "logarchiver 2026-11-19", Window, "b", "p/1"), CancellationToken.None),
        """{"taskId":"t"}""");

    [Theory]
    [InlineData("t", null, """{"taskId":"t"}""")]
    [InlineData(null, "next", """{"nextToken":"next"}""")]
    public Task Export_tasks_are_asked_for_one_by_one_or_page_by_page(string? id, string? token, string body) => SendsAsync(
        "DescribeExportTasks", body, source => source.ListExportsAsync(id, token, CancellationToken.None), """{"exportTasks":[]}""");

    [Fact]
    public Task The_tags_of_a_group_are_asked_for_by_ARN() => SendsAsync(
        "ListTagsForResource",
        """{"resourceArn":"arn:aws:logs:eu-west-1:111111111111:log-group:/app/api"}""",
        source => source.ListTagsAsync(Own, CancellationToken.None));

    [Fact]
    public Task Streams_are_asked_for_by_name() => SendsAsync(
        "DescribeLogStreams",
        """{"logGroupName":"/app/api","orderBy":"LogStreamName","nextToken":"t","limit":50}""",
        source => source.ListStreamsAsync(Own, "t", CancellationToken.None));

    [Fact]
    public Task A_stream_is_read_from_its_head_to_the_exclusive_end_without_a_limit() => SendsAsync(
        "GetLogEvents",
        """{"logGroupName":"/app/api","logStreamName":"2026/[$LATEST]a","startTime":1000,"endTime":2000,"startFromHead":true}""",
        source => source.ReadStreamAsync(Own, "2026/[$LATEST]a", Window, null, CancellationToken.None));

    [Fact]
    public Task A_group_is_read_to_the_inclusive_end_one_millisecond_before_ours() => SendsAsync(
        "FilterLogEvents",
        """{"logGroupName":"/app/api","startTime":1000,"endTime":1999,"nextToken":"t"}""",
        source => source.ReadGroupAsync(Own, Window, "t", CancellationToken.None));

    [Fact]
    public async Task A_linked_group_is_named_by_its_ARN_alone()
    {
        await SendsAsync(
            "DescribeLogStreams",
            $$"""{"logGroupIdentifier":"{{LinkedArn}}","orderBy":"LogStreamName","limit":50}""",
            source => source.ListStreamsAsync(Linked, null, CancellationToken.None));
        await SendsAsync(
            "GetLogEvents",
            $$"""{"logGroupIdentifier":"{{LinkedArn}}","logStreamName":"s","startTime":1000,"endTime":2000,"startFromHead":true}""",
            source => source.ReadStreamAsync(Linked, "s", Window, null, CancellationToken.None));
        await SendsAsync(
            "FilterLogEvents",
            $$"""{"logGroupIdentifier":"{{LinkedArn}}","startTime":1000,"endTime":1999}""",
            source => source.ReadGroupAsync(Linked, Window, null, CancellationToken.None));
    }

    private async Task SendsAsync(
        string operation, string body, Func<LogArchiver.Aws.Logs.AwsLogSource, Task> ask,
        string answer = """{"events":[],"logGroups":[],"logStreams":[]}""")
    {
        service.Sent.Clear();
        service.Answer = () => FakeLogsService.Json(answer);
        using var source = service.Connect();
        await ask(source);
        var sent = Assert.Single(service.Sent);
        Assert.Equal($"Logs_20140328.{operation}", sent.Target);
        Assert.Equal(body, sent.Body);
    }
}
