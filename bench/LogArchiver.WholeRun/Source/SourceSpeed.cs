using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using LogArchiver.LocalAws.Logs;
using LogArchiver.WholeRun.Limits;

namespace LogArchiver.WholeRun.Source;

/// <summary>How fast the source is: a client that takes page after page and throws them away. A run measures the archiver only where
/// the source could have served far more.</summary>
internal static class SourceSpeed
{
    private const int Streams = 8;

    /// <summary>Reads a day of so many bytes with both operations, and prints the CPU time of the source's process.</summary>
    public static async Task<int> RunAsync(string size, string kind, string folder)
    {
        var setup = new SourceSetup
        {
            Folder = folder,
            Streams = Streams,
            TotalBytes = ByteSize.Parse(size),
            Kind = Enum.Parse<SyntheticMessageKind>(kind, ignoreCase: true),
            MessageBytes = 0,
            QuotaRegion = null,
            LatencyMs = 0,
            PartialPages = false,
            DeadlineSeconds = 1,
        };
        await using var source = await SourceProcess.StartAsync(setup, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = source.Endpoint };
        foreach (var (operation, readers) in ((string, int)[])[("GetLogEvents", Streams), ("FilterLogEvents", 1)])
        {
            var before = ProcessFigures.TryRead(source.Id)!.Value.CpuSeconds;
            var started = TimeProvider.System.GetTimestamp();
            var bytes = await Task.WhenAll(Enumerable.Range(0, readers).Select(stream => DiscardAsync(client, operation, stream)));
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            var cpu = ProcessFigures.TryRead(source.Id)!.Value.CpuSeconds - before;
            var megabytes = ByteSize.Megabytes(bytes.Sum());
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{operation}: {megabytes:N0} MB in {seconds:N2} s, {megabytes / cpu:N0} MB per CPU-second of the source"));
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task<long> DiscardAsync(HttpClient client, string operation, int stream)
    {
        var (bytes, token) = (0L, (string?)null);
        while (true)
        {
            using var request = Request(operation, stream, token);
            using var answer = await client.SendAsync(request);
            var body = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            bytes += body.Length;

            // Both answers end with their token.
            var end = Encoding.ASCII.GetString(body.AsSpan(Math.Max(0, body.Length - 200)));
            var mark = operation == "GetLogEvents" ? "\"nextForwardToken\":\"" : "\"nextToken\":\"";
            var at = end.IndexOf(mark, StringComparison.Ordinal);
            var next = at < 0 ? null : end[(at + mark.Length)..].Split('"')[0];
            if (next is null || next == token)
            {
                return bytes;
            }

            token = next;
        }
    }

    private static HttpRequestMessage Request(string operation, int stream, string? token)
    {
        var members = $"\"logGroupName\":\"{SourceSetup.Group}\""
            + (operation == "GetLogEvents" ? $",\"logStreamName\":\"{SyntheticContent.NameOf(stream)}\",\"startFromHead\":true" : "")
            + (token is null ? "" : $",\"nextToken\":\"{token}\"");
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.ASCII.GetBytes($"{{{members}}}")) };
        request.Headers.Add("X-Amz-Target", $"Logs_20140328.{operation}");
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", "Credential=local");
        return request;
    }
}
