using System.Net;
using Amazon.Runtime;
using LogArchiver.Aws.StepFunctions;
using LogArchiver.Ports;
using LogArchiver.Tests.Aws.Logs;

namespace LogArchiver.Tests.Aws.StepFunctions;

/// <summary>What is sent to Step Functions, and what is made of its answers: the whole pipeline is real, but for the socket.</summary>
public sealed class StateMachineTests : HttpClientFactory, IDisposable
{
    private const string Machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:archiver";
    private const string Execution = "arn:aws:states:eu-west-1:123456789012:execution:archiver:run-1";

    private readonly FakeLogsService service = new();

    public void Dispose() => service.Dispose();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(service, disposeHandler: false);

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    [Fact]
    public async Task Starting_sends_name_and_input_signed_for_the_machines_Region()
    {
        service.Answer = () => FakeLogsService.Json($$"""{"executionArn":"{{Execution}}","startDate":1.7636e9}""");
        using var machine = Connect();
        Assert.Equal(Execution, await machine.StartAsync("run-1", """{"from":"2026-11-01"}""", CancellationToken.None));
        var sent = Assert.Single(service.Sent);
        Assert.Equal(("https://states.eu-west-1.amazonaws.com/", "AWSStepFunctions.StartExecution", "application/x-amz-json-1.0"), (sent.Uri.ToString(), sent.Target, sent.ContentType));
        Assert.Contains("/eu-west-1/states/aws4_request", sent.Authorization, StringComparison.Ordinal);
        Assert.Equal($$"""{"stateMachineArn":"{{Machine}}","name":"run-1","input":"{\u0022from\u0022:\u00222026-11-01\u0022}"}""", sent.Body);
    }

    [Fact]
    public async Task An_execution_is_described_and_its_days_are_counted()
    {
        using var machine = Connect();
        service.Answer = () => FakeLogsService.Json("""{"status":"FAILED","error":"E","cause":"why","name":"run-1","stopDate":1.0}""");
        Assert.Equal(new ExecutionState { Status = "FAILED", Error = "E", Cause = "why" }, await machine.DescribeAsync(Execution, CancellationToken.None));
        service.Answer = () => FakeLogsService.Json("""{"mapRuns":[]}""");
        Assert.Null(await machine.TryCountAsync(Execution, CancellationToken.None));
        service.Answer = () => FakeLogsService.Json(service.Sent[^1].Target.EndsWith("ListMapRuns", StringComparison.Ordinal)
            ? """{"mapRuns":[{"mapRunArn":"arn:map"}]}""" : """{"itemCounts":{"total":9,"succeeded":3,"failed":1,"timedOut":1,"running":2}}""");
        var counts = (await machine.TryCountAsync(Execution, CancellationToken.None))!;
        Assert.Equal((9, 5, 2), (counts.Total, counts.Ended, counts.Running));
        Assert.Contains("arn:map", service.Sent[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_count_is_told_nothing_and_who_may_not_start_is_told_the_permission()
    {
        using var machine = Connect();
        service.Answer = () => FakeLogsService.Json("""{"__type":"AccessDeniedException","message":"User is not authorized."}""", HttpStatusCode.BadRequest);
        Assert.Null(await machine.TryCountAsync(Execution, CancellationToken.None));
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => machine.StartAsync("run-1", "{}", CancellationToken.None));
        Assert.Equal(FaultKind.AccessDenied, fault.Kind);
        Assert.Equal($"StartExecution of {Machine}: User is not authorized. The role or user needs states:StartExecution on it.", fault.Message);
    }

    [Fact]
    public async Task A_machine_that_is_not_there_is_named_with_where_its_ARN_is_found()
    {
        using var machine = Connect();
        service.Answer = () => FakeLogsService.Json("""{"__type":"com.amazonaws.swf#StateMachineDoesNotExist","message":"It does not exist."}""", HttpStatusCode.BadRequest);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => machine.StartAsync("run-1", "{}", CancellationToken.None));
        Assert.Equal((FaultKind.NotFound, false), (fault.Kind, fault.IsTransient));
        Assert.Contains("output StateMachineArn", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task An_answer_without_sense_is_no_answer(string body)
    {
        using var machine = Connect();
        service.Answer = () => FakeLogsService.Json(body);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => machine.DescribeAsync(Execution, CancellationToken.None));
        Assert.True(fault.IsTransient);
    }

    [Theory]
    [InlineData("cn-north-1", false, false, "https://states.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-east-1", true, false, "https://states-fips.us-east-1.amazonaws.com")]
    [InlineData("us-gov-west-1", true, false, "https://states.us-gov-west-1.amazonaws.com")]
    [InlineData("eu-west-1", false, true, "https://states.eu-west-1.api.aws")]
    public void The_address_follows_the_partition(string region, bool fips, bool dualStack, string address) =>
        Assert.Equal(address, StepFunctionsEndpoints.AddressOf(region, fips, dualStack));

    [Theory]
    [InlineData("arn:aws:states:eu-west-1:123456789012:execution:archiver:run-1")]
    [InlineData("arn:aws:states:eu-west-1:1234:stateMachine:archiver")]
    [InlineData("arn:aws:states:evil.example/:123456789012:stateMachine:archiver")]
    [InlineData("archiver")]
    [InlineData("")]
    public void What_is_no_ARN_of_a_machine_is_not_taken_for_one(string text) => Assert.Null(StateMachineArn.TryParse(text));

    private StateMachine Connect()
    {
        var config = new StepFunctionsConfig("eu-west-1") { IgnoreConfiguredEndpointUrls = true, HttpClientFactory = this, MaxErrorRetry = 0 };
        return new StateMachine(new StepFunctionsClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config), StateMachineArn.TryParse(Machine)!);
    }
}
