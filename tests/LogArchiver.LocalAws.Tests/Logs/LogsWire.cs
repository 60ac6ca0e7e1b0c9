using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LogArchiver.Testing;

namespace LogArchiver.LocalAws.Tests.Logs;

/// <summary>A server, and the wire to its CloudWatch Logs: JSON out, JSON back, no client library between.</summary>
internal sealed class LogsWire : IAsyncDisposable
{
    public static readonly DateTimeOffset Midnight = new(2026, 11, 19, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpClient http;

    private LogsWire(LocalAwsServer server, ManualClock clock)
    {
        (Server, Clock) = (server, clock);
        http = new HttpClient { BaseAddress = server.Endpoint };
    }

    public LocalAwsServer Server { get; }

    public ManualClock Clock { get; }

    public static long Ms(long afterMidnight) => Midnight.ToUnixTimeMilliseconds() + afterMidnight;

    public static async Task<LogsWire> StartAsync(Func<LocalAwsOptions, LocalAwsOptions>? with = null)
    {
        var clock = new ManualClock();
        var options = new LocalAwsOptions { Folder = "unused", Clock = clock, PartialPages = false };
        return new LogsWire(await LocalAwsServer.StartAsync(with?.Invoke(options) ?? options, default), clock);
    }

    public async Task<LogsReply> SendAsync(string operation, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=x");
        request.Headers.Add("X-Amz-Target", $"Logs_20140328.{operation}");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        using var answer = await http.SendAsync(request);
        return new LogsReply((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    public Task<LogsReply> SendAsync(string operation, object members) =>
        SendAsync(operation, JsonSerializer.Serialize(members));

    /// <summary>Sends, and expects to be served.</summary>
    public async Task<JsonElement> GetAsync(string operation, object members)
    {
        var reply = await SendAsync(operation, members);
        Assert.True(reply.Status == 200, reply.Text);
        return reply.Json;
    }

    /// <summary>Sends, and expects to be refused with 400.</summary>
    public async Task<string> RefusedAsync(string operation, object members)
    {
        var reply = await SendAsync(operation, members);
        Assert.True(reply.Status == 400, $"{reply.Status}: {reply.Text}");
        Assert.NotEqual("", reply.Json.GetProperty("message").GetString());
        return reply.Json.GetProperty("__type").GetString()!;
    }

    /// <summary>Reads a listing or a reading that is over when no token comes.</summary>
    public async Task<List<JsonElement>> PagesAsync(string operation, Dictionary<string, object> members)
    {
        var pages = new List<JsonElement>();
        do
        {
            pages.Add(await GetAsync(operation, members));
            Assert.True(pages.Count < 1000, "It has no end.");
        }
        while (pages[^1].TryGetProperty("nextToken", out var token) && (members["nextToken"] = token.GetString()!) is not null);
        return pages;
    }

    /// <summary>Reads a stream from its head, until the same token comes back.</summary>
    public async Task<List<JsonElement>> StreamPagesAsync(string group, string stream, long start = 0, long end = long.MaxValue, int limit = 10_000)
    {
        var pages = new List<JsonElement>();
        string? sent = null;
        while (true)
        {
            var members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["logGroupName"] = group, ["logStreamName"] = stream, ["startFromHead"] = true,
                ["startTime"] = start, ["endTime"] = end, ["limit"] = limit,
            };
            if (sent is not null)
            {
                members["nextToken"] = sent;
            }

            pages.Add(await GetAsync("GetLogEvents", members));
            Assert.True(pages.Count < 1000, "It has no end.");
            var token = pages[^1].GetProperty("nextForwardToken").GetString();
            if (token == sent)
            {
                return pages;
            }

            sent = token;
        }
    }

    public static List<string> Messages(params IEnumerable<JsonElement> pages) =>
        [.. pages.SelectMany(page => page.GetProperty("events").EnumerateArray()).Select(one => one.GetProperty("message").GetString()!)];

    public static List<string> Names(IEnumerable<JsonElement> pages, string list, string name) =>
        [.. pages.SelectMany(page => page.GetProperty(list).EnumerateArray()).Select(one => one.GetProperty(name).GetString()!)];

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record LogsReply(int Status, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => Body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(Body);
}
