using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using LogArchiver.Aws.Logs;
using LogArchiver.Aws.S3;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Aws;

public sealed class RefusedConnectionsTests
{
    private static readonly BasicAWSCredentials Credentials = new("a", "b");

    private readonly List<Uri> told = [];

    [Fact]
    public async Task Each_attempt_at_CloudWatch_Logs_is_told()
    {
        var nobody = NobodysAddress();
        var config = LogsConnection.Configure("eu-west-1");
        config.ServiceURL = nobody.ToString();
        using var source = new AwsLogSource(new CloudWatchLogsClient(Credentials, config) { Refused = told.Add }, "eu-west-1", TimeProvider.System);
        await Assert.ThrowsAsync<ServiceFaultException>(() => source.ListGroupsAsync(null, null, CancellationToken.None));
        await Assert.ThrowsAsync<ServiceFaultException>(() => source.ListGroupsAsync(null, null, CancellationToken.None));
        Assert.Equal([nobody, nobody], told);
    }

    [Fact]
    public async Task Each_attempt_at_S3_is_told_not_the_last_alone()
    {
        var nobody = NobodysAddress();
        var config = new AmazonS3Config { ServiceURL = nobody.ToString(), AuthenticationRegion = "eu-west-1", ForcePathStyle = true, MaxErrorRetry = 1 };
        using var client = new TracedS3Client(Credentials, config, TimeProvider.System) { Refused = told.Add };
        using var store = new S3ArchiveStore(client, "logs", "eu-west-1", TimeProvider.System, new Random(1));
        await Assert.ThrowsAsync<ServiceFaultException>(() => store.CheckAsync(CancellationToken.None));
        Assert.Equal([nobody, nobody], told);
    }

    [Fact]
    public async Task A_refusal_by_whoever_listens_is_none_of_the_connection()
    {
        await using var s3 = new S3.ScriptedS3((_, _) => Task.FromResult(S3.Answer.Error(403, "AccessDenied")));
        var config = new AmazonS3Config { ServiceURL = s3.Endpoint.ToString(), AuthenticationRegion = "eu-west-1", ForcePathStyle = true };
        using var client = new TracedS3Client(Credentials, config, TimeProvider.System) { Refused = told.Add };
        using var store = new S3ArchiveStore(client, "logs", "eu-west-1", TimeProvider.System, new Random(1));
        await Assert.ThrowsAsync<ServiceFaultException>(() => store.CheckAsync(CancellationToken.None));
        Assert.Empty(told);
    }

    private static Uri NobodysAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
