namespace LogArchiver.LocalAws.Tests;

public sealed class HostTests
{
    [Fact]
    public async Task A_free_port_is_taken_and_every_answer_has_an_id()
    {
        await using var server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = "unused" }, default);
        using var client = new HttpClient { BaseAddress = server.Endpoint };

        using var answer = await client.GetAsync("/2018-06-02/nothing");

        Assert.Equal("127.0.0.1", server.Endpoint.Host);
        Assert.NotEqual(0, server.Endpoint.Port);
        Assert.Equal("00000001-10ca-4a35-8000-000000000001", answer.Headers.GetValues("x-amzn-RequestId").Single());
        Assert.Equal(1, server.Requests.Total);
    }

    [Fact]
    public async Task A_taken_port_is_said_so()
    {
        await using var first = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = "unused" }, default);
        var options = new LocalAwsOptions { Folder = "unused", Port = first.Endpoint.Port };

        await Assert.ThrowsAnyAsync<IOException>(() => LocalAwsServer.StartAsync(options, default));
    }

    [Fact]
    public async Task Answers_are_counted_with_their_bytes_and_refusals_apart()
    {
        await using var server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = "unused" }, default);
        using var client = new HttpClient { BaseAddress = server.Endpoint };

        var answered = await AskAsync("DescribeLogGroups");
        await AskAsync("GetLogEvents");
        await AskAsync("GetLogEvents");

        // An answer is counted once it is sent, which its client may see a moment earlier.
        SpinWait.SpinUntil(() => server.Requests.Of("GetLogEvents").Refused == 2, TimeSpan.FromSeconds(10));
        Assert.Equal(new OperationCount(1, 0, answered), server.Requests.Of("DescribeLogGroups"));
        Assert.Equal(new OperationCount(2, 2, 0), server.Requests.Of("GetLogEvents"));
        Assert.Equal(default, server.Requests.Of("FilterLogEvents"));

        async Task<int> AskAsync(string operation)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("{}") };
            request.Headers.Add("X-Amz-Target", $"Logs_20140328.{operation}");
            request.Headers.Add("Authorization", "any");
            using var answer = await client.SendAsync(request);
            return (await answer.Content.ReadAsByteArrayAsync()).Length;
        }
    }
}
