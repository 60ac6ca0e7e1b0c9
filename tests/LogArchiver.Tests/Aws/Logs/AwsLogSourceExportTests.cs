using System.Net;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Aws.Logs;

/// <summary>Answers and refusals of the two operations of export tasks.</summary>
public sealed class AwsLogSourceExportTests : IDisposable
{
    private static readonly ExportOrder Order = new(new LogGroup("/app/api"), "name", new TimeWindow(0, 10), "bucket", "prefix");

    private readonly FakeLogsService service = new();

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task A_limit_that_is_reached_is_a_task_under_way_and_not_a_throttle()
    {
        Refuses("LimitExceededException", "Resource limit exceeded.");
        using var source = service.Connect();
        Assert.Null(await source.TryStartExportAsync(Order, CancellationToken.None));
        Assert.Single(service.Sent);
    }

    [Fact]
    public async Task A_throttle_is_one_here_too()
    {
        Refuses("ThrottlingException", "Rate exceeded");
        using var source = service.Connect();
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => source.TryStartExportAsync(Order, CancellationToken.None));
        Assert.Equal(FaultKind.Throttled, fault.Kind);
    }

    [Fact]
    public async Task A_bucket_without_the_policy_is_a_fault_that_says_what_to_allow()
    {
        Refuses("InvalidParameterException", "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission.");
        using var source = service.Connect();
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => source.TryStartExportAsync(Order, CancellationToken.None));
        Assert.Equal(FaultKind.Permanent, fault.Kind);
        Assert.Contains("s3:GetBucketAcl and s3:PutObject", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        Refuses("AccessDeniedException", "not authorized");
        using var source = service.Connect();
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => source.TryStartExportAsync(Order, CancellationToken.None));
        Assert.Equal("Allow logs:CreateExportTask on arn:aws:logs:eu-west-1:*:log-group:/app/api in the policy of the role or user.", fault.Fix);
    }

    [Theory]
    [InlineData("PENDING", ExportTaskState.Running)]
    [InlineData("RUNNING", ExportTaskState.Running)]
    [InlineData("PENDING_CANCEL", ExportTaskState.Running)]
    [InlineData("SOMETHING_NEW", ExportTaskState.Running)]
    [InlineData("COMPLETED", ExportTaskState.Completed)]
    [InlineData("FAILED", ExportTaskState.Failed)]
    [InlineData("CANCELLED", ExportTaskState.Cancelled)]
    public async Task A_task_is_running_until_the_service_says_otherwise(string code, ExportTaskState state)
    {
        service.Answer = () => FakeLogsService.Json(
            $$$"""{"exportTasks":[{"taskId":"t","destinationPrefix":"p","status":{"code":"{{{code}}}","message":"said"},"executionInfo":{"creationTime":1}}],"nextToken":"n"}""");
        using var source = service.Connect();
        var listing = await source.ListExportsAsync("t", null, CancellationToken.None);
        Assert.Equal(new ExportTask("t", state, "p", "said"), Assert.Single(listing.Tasks));
        Assert.Equal("n", listing.NextToken);
    }

    [Fact]
    public async Task A_task_that_is_forgotten_is_none()
    {
        Refuses("ResourceNotFoundException", "The specified export task does not exist.");
        using var source = service.Connect();
        Assert.Empty((await source.ListExportsAsync("t", null, CancellationToken.None)).Tasks);
    }

    private void Refuses(string code, string message) => service.Answer = () =>
        FakeLogsService.Json($$"""{"__type":"{{code}}","message":"{{message}}"}""", HttpStatusCode.BadRequest);
}
