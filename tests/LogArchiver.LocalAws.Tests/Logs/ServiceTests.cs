using LogArchiver.LocalAws.Logs;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class ServiceTests
{
    [Fact]
    public async Task Over_the_quota_reads_are_throttled_with_status_400_until_the_clock_goes_on()
    {
        await using var wire = await LogsWire.StartAsync(options => options with { Quotas = LogsQuotas.ForRegion("eu-central-1") });
        wire.Server.Logs.CreateGroup("/app");

        for (var request = 0; request < 5; request++)
        {
            await wire.GetAsync("FilterLogEvents", new { logGroupName = "/app" });
        }

        var sixth = await wire.SendAsync("FilterLogEvents", new { logGroupName = "/app" });
        Assert.Equal(400, sixth.Status);
        Assert.Equal("""{"__type":"ThrottlingException","message":"Rate exceeded"}""", sixth.Text);
        wire.Clock.Advance(TimeSpan.FromMilliseconds(200));
        await wire.GetAsync("FilterLogEvents", new { logGroupName = "/app" });
        Assert.Equal("ThrottlingException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app" }));
        Assert.Equal(8, wire.Server.Requests["FilterLogEvents"]);
    }

    [Fact]
    public async Task An_unsigned_request_is_refused_with_403()
    {
        await using var wire = await LogsWire.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, wire.Server.Endpoint) { Content = new StringContent("{}") };
        request.Headers.Add("X-Amz-Target", "Logs_20140328.DescribeLogGroups");

        using var answer = await client.SendAsync(request);

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Contains("MissingAuthenticationToken", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_nobody_knows_is_404()
    {
        await using var wire = await LogsWire.StartAsync();

        var reply = await wire.SendAsync("StartQuery", "{}");

        Assert.Equal((404, "UnknownOperationException"), (reply.Status, reply.Json.GetProperty("__type").GetString()));
    }

    [Theory]
    [InlineData("aws/reserved")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("")]
    public async Task Names_that_groups_may_not_have_are_refused(string logGroupName)
    {
        await using var wire = await LogsWire.StartAsync();

        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("CreateLogGroup", new { logGroupName }));
    }

    [Fact]
    public async Task Groups_and_streams_are_made_once_and_deleted_once()
    {
        await using var wire = await LogsWire.StartAsync();
        var (group, stream) = (new { logGroupName = "/app" }, new { logGroupName = "/app", logStreamName = "web" });

        await wire.GetAsync("CreateLogGroup", group);
        Assert.Equal("ResourceAlreadyExistsException", await wire.RefusedAsync("CreateLogGroup", group));
        await wire.GetAsync("CreateLogStream", stream);
        Assert.Equal("ResourceAlreadyExistsException", await wire.RefusedAsync("CreateLogStream", stream));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("CreateLogStream", new { logGroupName = "/app", logStreamName = "a:b" }));
        wire.Server.Logs.Put("/app", "web", [new(LogsWire.Ms(1), "gone")]);
        wire.Server.Logs.Put("/app", "other", [new(LogsWire.Ms(2), "stays")]);
        await wire.GetAsync("DeleteLogStream", stream);
        Assert.Equal("ResourceNotFoundException", await wire.RefusedAsync("GetLogEvents", stream));
        Assert.Equal(["stays"], LogsWire.Messages(await wire.GetAsync("FilterLogEvents", group)));
        await wire.GetAsync("DeleteLogGroup", group);
        Assert.Equal("ResourceNotFoundException", await wire.RefusedAsync("DeleteLogGroup", group));
    }

    [Fact]
    public async Task Retention_takes_only_the_days_the_service_knows()
    {
        await using var wire = await LogsWire.StartAsync();
        wire.Server.Logs.CreateGroup("/app");

        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("PutRetentionPolicy", new { logGroupName = "/app", retentionInDays = 2 }));
        await wire.GetAsync("PutRetentionPolicy", new { logGroupName = "/app", retentionInDays = 3 });
        await wire.GetAsync("DeleteRetentionPolicy", new { logGroupName = "/app" });
        Assert.DoesNotContain("retentionInDays", (await wire.GetAsync("DescribeLogGroups", new { })).GetRawText(), StringComparison.Ordinal);
    }
}
