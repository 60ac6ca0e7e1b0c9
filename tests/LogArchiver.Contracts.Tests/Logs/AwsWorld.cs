using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using LogArchiver.Aws.Logs;
using LogArchiver.Aws.S3;
using LogArchiver.Contracts.Tests.Store;
using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>Anything that speaks the service's protocol, read through the real source and filled through the same client.</summary>
internal sealed class AwsWorld : ILogsWorld
{
    public const string Region = "us-east-1";

    private static readonly BasicAWSCredentials Credentials = new("AKIDEXAMPLE", "secret");

    private readonly AwsLogSource source;
    private readonly CloudWatchLogsClient client;

    private readonly Uri endpoint;
    private S3ArchiveStore? store;

    public AwsWorld(Uri endpoint)
    {
        this.endpoint = endpoint;
        source = AwsLogSource.Connect(Region, Credentials, endpoint, TimeProvider.System);
        client = new CloudWatchLogsClient(Credentials, new LogsClientConfig(Region) { ServiceURL = endpoint.ToString() });
    }

    public ILogSource Source => source;

    public IArchiveStore Exported => store ?? throw new InvalidOperationException("Make the bucket first.");

    public async Task<string> PrepareExportsAsync()
    {
        var bucket = $"b-{Guid.NewGuid():n}";
        using var s3 = S3Client.Connect(endpoint);
        await s3.PutBucketAsync(bucket);
        store = S3Client.Open(endpoint, bucket);
        return bucket;
    }

    public void LetExportsFinish()
    {
    }

    public Task CreateGroupAsync(string group, params (string Key, string Value)[] tags) =>
        SendAsync("CreateLogGroup", new()
        {
            ["logGroupName"] = group,
            ["tags"] = tags.Length == 0 ? null : tags.ToDictionary(tag => tag.Key, tag => tag.Value),
        });

    public Task CreateStreamAsync(string group, string stream) =>
        SendAsync("CreateLogStream", new() { ["logGroupName"] = group, ["logStreamName"] = stream });

    public Task PutAsync(string group, string stream, params (long TimestampMs, string Message)[] events) =>
        SendAsync("PutLogEvents", new()
        {
            ["logGroupName"] = group,
            ["logStreamName"] = stream,
            ["logEvents"] = events.Select(put => new { timestamp = put.TimestampMs, message = put.Message }).ToArray(),
        });

    public ValueTask DisposeAsync()
    {
        source.Dispose();
        store?.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(string operation, Dictionary<string, object?> body)
    {
        var members = body.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value);
        var type = (JsonTypeInfo<Dictionary<string, object?>>)JsonSerializerOptions.Default.GetTypeInfo(members.GetType());
        var call = LogsCall.Of(operation, members, type);
        using var answer = await client.SendAsync(call, CancellationToken.None);
    }
}
