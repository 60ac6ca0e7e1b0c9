using System.Text;
using System.Xml.Linq;
using LogArchiver.LocalAws.S3;
using LogArchiver.Testing;

namespace LogArchiver.LocalAws.Tests.S3;

/// <summary>A server with one bucket, and the wire to its S3: no client library between.</summary>
internal sealed class S3Wire : IAsyncDisposable
{
    public const string Bucket = "logs-archive";

    private readonly HttpClient http;
    private readonly TestFolder folder;

    private S3Wire(LocalAwsServer server, ManualClock clock, TestFolder folder)
    {
        (Server, Clock, this.folder) = (server, clock, folder);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Endpoint };
        server.S3.CreateBucket(Bucket);
    }

    public LocalAwsServer Server { get; }

    public ManualClock Clock { get; }

    public string Folder => folder.Path;

    public static async Task<S3Wire> StartAsync()
    {
        var clock = new ManualClock();
        var place = new TestFolder();
        return new S3Wire(await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = place.Path, Clock = clock }, default), clock, place);
    }

    public static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(index => (byte)(index * 31 >> 3))];

    public static string Sum(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> bytes)
    {
        using var running = new RunningChecksum(algorithm);
        running.Append(bytes);
        return running.Finish();
    }

    public Task<S3Reply> PutAsync(string key, string text, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", $"/{Bucket}/{key}", Encoding.UTF8.GetBytes(text), headers);

    public Task<S3Reply> GetAsync(string keyAndQuery, params (string Name, string Value)[] headers) =>
        SendAsync("GET", $"/{Bucket}/{keyAndQuery}", null, headers);

    public async Task<S3Reply> SendAsync(string method, string target, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.Endpoint.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var all = headers.ToList();
        if (!all.Exists(header => header.Name == "Authorization"))
        {
            all.Add(("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0"));
        }

        if (!all.Exists(header => header.Name == "x-amz-content-sha256"))
        {
            all.Add(("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
        }

        request.Content = body is null ? null : new ByteArrayContent(body);
        foreach (var (name, value) in all.Where(header => header.Value.Length > 0))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await http.SendAsync(request);
        return new S3Reply(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(pair => pair.Key, pair => string.Join(",", pair.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsByteArrayAsync());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
        folder.Dispose();
    }
}

internal sealed record S3Reply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public XElement Xml => XElement.Parse(Text);

    public string Code => Xml.Element("Code")!.Value;

    public string Value(string name) => Xml.Descendants().First(element => element.Name.LocalName == name).Value;

    public IEnumerable<string> Values(string name) => Xml.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);

    public void Is(int status, string code)
    {
        Assert.True(status == Status && code == Code, $"{Status} {Text}");
    }
}
