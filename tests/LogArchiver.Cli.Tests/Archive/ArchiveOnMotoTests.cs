using LogArchiver.Cli.Tests.Support;
using LogArchiver.Testing.Moto;

namespace LogArchiver.Cli.Tests.Archive;

/// <summary>A fact that needs moto, skipped with the reason where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = MotoServer.Reason;
}

/// <summary>The command against an emulator nobody here wrote, filled by the emulator's own way in: the same HTTP.</summary>
public sealed class ArchiveOnMotoTests : IDisposable
{
    private readonly CommandProcess command = new();

    public void Dispose() => command.Dispose();

    [MotoFact]
    public async Task A_day_goes_from_moto_logs_into_moto_S3_and_comes_back()
    {
        using var moto = await MotoServer.StartAsync();
        using var client = new HttpClient { BaseAddress = moto.Endpoint };
        var midnight = DateTimeOffset.UnixEpoch.AddDays((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Days);
        var last = midnight.AddMilliseconds(-1);
        await LogsAsync(client, "CreateLogGroup", """{"logGroupName":"/moto/one"}""");
        await LogsAsync(client, "CreateLogStream", """{"logGroupName":"/moto/one","logStreamName":"s"}""");
        await LogsAsync(client, "PutLogEvents", $$"""
            {"logGroupName":"/moto/one","logStreamName":"s","logEvents":[
             {"timestamp":{{last.ToUnixTimeMilliseconds()}},"message":"the last of yesterday"},
             {"timestamp":{{midnight.ToUnixTimeMilliseconds()}},"message":"the first of today"}]}
            """);
        (await client.SendAsync(new HttpRequestMessage(HttpMethod.Put, "archive"))).EnsureSuccessStatusCode();

        command.PointAt(moto.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "archive";
        var ran = await command.RunAsync("archive", "--group", "/moto/*", "--catch-up-days", "0", "--settle-after-days", "0");
        Assert.Equal((0, "1 day: 1 sealed."), (ran.ExitCode, ran.Output.TrimEnd('\n').Split('\n')[^1]));
        var cat = await command.RunAsync("cat", "--group", "/moto/one");
        Assert.Equal($"{last:yyyy-MM-dd}T23:59:59.999Z s the last of yesterday\n", cat.Output);
    }

    private static async Task LogsAsync(HttpClient client, string operation, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "");
        request.Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.1"));
        request.Headers.Add("X-Amz-Target", $"Logs_20140328.{operation}");
        // moto tells services apart by the credential scope of the signature, and verifies nothing.
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20261119/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
