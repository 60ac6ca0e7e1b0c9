using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Tests.Aws.Logs;

/// <summary>What is made of the service's answers.</summary>
public sealed class AwsLogSourceAnswerTests : IDisposable
{
    private static readonly LogGroup Group = new("g");
    private static readonly TimeWindow Window = new(0, 10);

    private readonly FakeLogsService service = new();

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task A_group_is_mapped_with_everything_the_service_says()
    {
        Answers(
            """
            {"logGroups":[
              {"logGroupName":"a","arn":"arn:aws:logs:eu-west-1:1:log-group:a:*","logGroupArn":"arn:aws:logs:eu-west-1:1:log-group:a",
               "logGroupClass":"INFREQUENT_ACCESS","retentionInDays":7,"creationTime":1700000000123,"storedBytes":5,
               "kmsKeyId":"arn:aws:kms:k","metricFilterCount":0},
              {"logGroupName":"b","arn":"arn:aws:logs:eu-west-1:1:log-group:b:*","logGroupClass":"DELIVERY"},
              {"logGroupName":"c"}],"nextToken":"t"}
            """);
        using var source = service.Connect();
        var listing = await source.ListGroupsAsync(null, null, CancellationToken.None);
        Assert.Equal("t", listing.NextToken);
        Assert.Equal(
            [
                new LogGroup("a")
                {
                    Arn = "arn:aws:logs:eu-west-1:1:log-group:a",
                    Class = LogGroupClass.InfrequentAccess,
                    RetentionDays = 7,
                    Created = DateTimeOffset.FromUnixTimeMilliseconds(1700000000123),
                    StoredBytes = 5,
                    KmsKeyId = "arn:aws:kms:k",
                },
                new LogGroup("b") { Arn = "arn:aws:logs:eu-west-1:1:log-group:b", Class = LogGroupClass.Delivery },
                new LogGroup("c"),
            ],
            listing.Groups);
    }

    [Fact]
    public async Task A_linked_group_is_found_and_marked_as_one()
    {
        Answers("""{"logGroups":[{"logGroupName":"x","arn":"arn:other:*"},{"logGroupName":"g","arn":"arn:g:*"}]}""");
        using var source = service.Connect();
        var found = await source.TryFindLinkedGroupAsync("arn:g", CancellationToken.None);
        Assert.Equal(new LogGroup("g") { Arn = "arn:g", IsLinked = true }, found);
        Assert.Null(await source.TryFindLinkedGroupAsync("arn:none", CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_without_events_has_no_times()
    {
        Answers(
            """
            {"logStreams":[{"logStreamName":"empty","creationTime":1,"storedBytes":0},
            {"logStreamName":"s","firstEventTimestamp":2,"lastEventTimestamp":3,"lastIngestionTime":4}],"nextToken":null}
            """);
        using var source = service.Connect();
        var listing = await source.ListStreamsAsync(Group, null, CancellationToken.None);
        Assert.Equal([new LogStream("empty", CreatedMs: 1), new LogStream("s", 2, 3, 4)], listing.Streams);
        Assert.Null(listing.NextToken);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"logGroups":null,"logStreams":null}""")]
    [InlineData("""{"__type":"InternalFailure","message":"an error with status 200"}""")]
    [InlineData("""{"logGroups":[{}],"logStreams":[{}]}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task An_answer_without_its_listing_is_a_fault_and_not_an_empty_listing(string json)
    {
        Answers(json);
        using var source = service.Connect();
        await MalformedAsync(() => source.ListGroupsAsync(null, null, CancellationToken.None));
        await MalformedAsync(() => source.ListStreamsAsync(Group, null, CancellationToken.None));
        await MalformedAsync(() => source.ListGroupNamesByTagsAsync(
            new Dictionary<string, string> { ["k"] = "v" }, null, CancellationToken.None));

        static async Task MalformedAsync(Func<Task> ask)
        {
            var fault = await Assert.ThrowsAsync<ServiceFaultException>(ask);
            Assert.Equal((FaultKind.Transient, "MalformedAnswer"), (fault.Kind, fault.Code));
        }
    }

    [Fact]
    public async Task Tags_are_given_and_a_group_without_any_has_none()
    {
        var group = new LogGroup("g") { Arn = "arn:g" };
        using var source = service.Connect();
        Answers("""{"tags":{"a":"1"}}""");
        Assert.Equal("1", (await source.ListTagsAsync(group, CancellationToken.None))["a"]);
        Answers("{}");
        Assert.Empty(await source.ListTagsAsync(group, CancellationToken.None));
    }

    [Fact]
    public async Task More_tags_than_a_request_takes_are_asked_for_group_by_group()
    {
        using var source = service.Connect();
        var tags = Enumerable.Range(0, 6).ToDictionary(number => $"k{number}", _ => "");
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => source.ListGroupNamesByTagsAsync(tags, null, CancellationToken.None));
        Assert.Equal(FaultKind.NotSupported, fault.Kind);
        Assert.Empty(service.Sent);
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_was_sent_and_no_sooner()
    {
        Answers("""{"events":[],"nextForwardToken":"f/1","nextBackwardToken":"b/1"}""");
        using var source = service.Connect();
        using var first = await source.ReadStreamAsync(Group, "s", Window, null, CancellationToken.None);
        Assert.Equal("f/1", first.NextToken);
        using var second = await source.ReadStreamAsync(Group, "s", Window, "f/1", CancellationToken.None);
        Assert.Null(second.NextToken);
    }

    [Fact]
    public async Task A_group_ends_only_without_a_token_be_it_the_same_again()
    {
        using var source = service.Connect();
        Answers("""{"events":[],"nextToken":"t"}""");
        using var same = await source.ReadGroupAsync(Group, Window, "t", CancellationToken.None);
        Assert.Equal("t", same.NextToken);
        Answers("""{"events":[],"nextToken":null}""");
        using var last = await source.ReadGroupAsync(Group, Window, "t", CancellationToken.None);
        Assert.Null(last.NextToken);
    }

    private void Answers(string json) => service.Answer = () => FakeLogsService.Json(json);
}
