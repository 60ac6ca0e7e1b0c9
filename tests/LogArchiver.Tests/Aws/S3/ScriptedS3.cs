using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using LogArchiver.Aws.S3;

namespace LogArchiver.Tests.Aws.S3;

/// <summary>One request as it came.</summary>
internal sealed record SeenRequest(string Method, string Path, string Query, WebHeaderCollection Headers)
{
    public string Operation => (Method, Query) switch
    {
        ("POST", "?uploads") => "Initiate",
        ("POST", _) => "Complete",
        ("PUT", "") => "Put",
        ("PUT", _) => "Part",
        ("DELETE", "") => "Delete",
        ("DELETE", _) => "Abort",
        ("HEAD", _) => "Head",
        (_, _) when Query.Contains("uploads", StringComparison.Ordinal) => "ListUploads",
        (_, _) when Query.Contains("list-type", StringComparison.Ordinal) => "List",
        _ => "Get",
    };
}

/// <summary>What to answer; status 0 breaks the connection off.</summary>
internal sealed record Answer(int Status, string Body = "")
{
    public static readonly Answer Reset = new(0);

    /// <summary>The length to tell where HEAD is asked.</summary>
    public int HeadLength { get; init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.Ordinal);

    /// <summary>So many bytes of the body are sent, of all that were announced; then the connection ends.</summary>
    public int? EndsAfter { get; init; }

    /// <summary>Whether it ends in a reset; what was sent before may then be lost as well.</summary>
    public bool EndsInReset { get; init; }

    /// <summary>Whether nothing more comes where it ends, not even an end.</summary>
    public bool EndsInSilence { get; init; }

    /// <summary>Whether the body comes as one chunk, its length not announced in the head.</summary>
    public bool IsInChunks { get; init; }

    public static Answer Error(int status, string code, string message = "said the server") =>
        new(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>R1</RequestId></Error>");
}

/// <summary>Chance that always says the same.</summary>
internal sealed class SteadyChance(double value) : Random
{
    private int asked;

    public int Asked => Volatile.Read(ref asked);

    public override double NextDouble()
    {
        Interlocked.Increment(ref asked);
        return value;
    }
}

/// <summary>A server on loopback that answers as the test says, for what no emulator can be made to do.</summary>
internal sealed class ScriptedS3 : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<SeenRequest, int, Task<Answer>> script;
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Task loop;

    /// <summary>Starts.</summary>
    /// <param name="script">Given a request, and how often its operation was asked for by then (from 1), the answer.</param>
    public ScriptedS3(Func<SeenRequest, int, Task<Answer>> script)
    {
        this.script = script;
        listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        // Not in the runner's synchronisation context: the SDK blocks a thread of that one while it aborts.
        loop = Task.Run(AcceptAsync);
    }

    public Uri Endpoint { get; }

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public IEnumerable<string> Operations => Seen.Select(request => request.Operation);

    /// <summary>What S3 would answer to each operation when all is well.</summary>
    public static Answer Well(SeenRequest request) => request.Operation switch
    {
        "Initiate" => new(200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"),
        "Complete" => new(200, "<CompleteMultipartUploadResult><ETag>&quot;e1&quot;</ETag></CompleteMultipartUploadResult>"),
        "Abort" => Answer.Error(404, "NoSuchUpload"),
        "Head" => new(404),
        _ => new(200) { Headers = new(StringComparer.Ordinal) { ["ETag"] = "\"e1\"" } },
    };

    /// <summary>The product's store for the bucket <c>logs</c>, which the server plays.</summary>
    /// <param name="s3">The server.</param>
    /// <param name="checksums">Whether checksums are sent.</param>
    /// <param name="patience">The clock by which clearing up is given up; one that stands still lets it take its time on a busy machine.</param>
    /// <param name="random">Chance; where none is given, nothing is waited for between attempts.</param>
    public static S3ArchiveStore Open(
        ScriptedS3 s3, RequestChecksumCalculation checksums = RequestChecksumCalculation.WHEN_SUPPORTED, TimeProvider? patience = null,
        Random? random = null) =>
        new(
            new TracedS3Client(
                new BasicAWSCredentials("test", "test"),
                new AmazonS3Config
                {
                    ServiceURL = s3.Endpoint.ToString(),
                    AuthenticationRegion = "us-east-1",
                    ForcePathStyle = true,
                    RequestChecksumCalculation = checksums,
                },
                TimeProvider.System),
            "logs", "us-east-1", patience ?? TimeProvider.System, random ?? new SteadyChance(0));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(stop.Token));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await using var stream = new NetworkStream(socket);
                while (await AnswerAsync(socket, stream))
                {
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or EndOfStreamException or OperationCanceledException)
            {
                // The client has gone; the test looks at what it asked for, not at what it was told.
            }
        }
    }

    private async Task<bool> AnswerAsync(Socket socket, NetworkStream stream)
    {
        var head = (await ReadHeadAsync(stream)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var line = head[0].Split(' ');
        var target = new Uri(Endpoint, line[1]);
        var headers = new WebHeaderCollection();
        foreach (var header in head.Skip(1))
        {
            headers.Add(header);
        }

        var request = new SeenRequest(line[0], target.AbsolutePath, target.Query, headers);
        Seen.Enqueue(request);
        var answer = await script(request, counts.AddOrUpdate(request.Operation, 1, (_, count) => count + 1));
        if (headers["Expect"] is not null)
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        }

        var length = int.Parse(headers["Content-Length"] ?? "0");
        if (answer.Status == 0)
        {
            // Part of the body is read, so that the client is in the middle of it; no lingering makes the end a reset.
            await stream.ReadExactlyAsync(new byte[Math.Min(length, 1024)]);
            socket.LingerState = new LingerOption(enable: true, 0);
            return false;
        }

        await stream.ReadExactlyAsync(new byte[length]);
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var lines = new StringBuilder($"HTTP/1.1 {answer.Status} Said\r\nx-amz-request-id: R1\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            lines.Append($"{name}: {value}\r\n");
        }

        lines.Append(answer.IsInChunks
            ? $"Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n"
            : $"Content-Length: {(request.Method == "HEAD" ? answer.HeadLength : body.Length)}\r\n\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()));
        await stream.WriteAsync(request.Method == "HEAD" ? [] : body[..(answer.EndsAfter ?? body.Length)]);
        if (answer is { IsInChunks: true, EndsAfter: null })
        {
            await stream.WriteAsync("\r\n0\r\n\r\n"u8.ToArray());
        }

        if (answer.EndsInReset)
        {
            socket.LingerState = new LingerOption(enable: true, 0);
        }

        if (answer is { EndsInSilence: true, EndsAfter: not null })
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        }

        return answer.EndsAfter is null;
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
