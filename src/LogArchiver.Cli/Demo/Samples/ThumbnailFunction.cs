using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>A Lambda function: a stream for every sandbox it ran in, many of them small, every message ending in a newline.</summary>
internal static class ThumbnailFunction
{
    private const int Streams = 120;
    private const int MostInvocations = 24;
    private const int SandboxLifeMs = 3 * 3_600_000;

    public static SampleGroup Make(DateOnly date, TimeWindow day, Random random)
    {
        var folder = date.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        var streams = Arrivals.Over(day, Streams, random)
            .Select(start => new SampleStream($"{folder}/[$LATEST]{random.Hex(32)}", [.. Sandbox(start, random)]));
        return new SampleGroup(
            "/aws/lambda/demo-thumbnails", "many small Lambda streams",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "media", ["archive"] = "daily" }, [.. streams]);
    }

    // Sandboxes started late in the day live on past midnight; what they say then belongs to the next day's archive.
    private static IEnumerable<SampleEvent> Sandbox(long start, Random random)
    {
        var at = start;
        yield return new SampleEvent(at, $"INIT_START Runtime Version: nodejs:24.v11\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:{random.Hex(64)}\n");
        var invocations = random.Next(6, MostInvocations);
        for (var i = 0; i < invocations; i++)
        {
            var id = random.Uuid();
            var milliseconds = random.Next(35, 420);
            at += random.Next(1, SandboxLifeMs / invocations / 20);
            yield return new SampleEvent(at, $"START RequestId: {id} Version: $LATEST\n");
            yield return new SampleEvent(at + 2, $"{Iso(at + 2)}\t{id}\tINFO\tphotos/{random.Hex(8)}.jpg {random.Next(1200, 6000)}x{random.Next(900, 4000)} -> 320x240\n");
            if (random.Next(60) == 0)
            {
                yield return new SampleEvent(at + 9, $"{Iso(at + 9)}\t{id}\tERROR\tInvoke Error\t{{\"errorType\":\"Error\",\"errorMessage\":\"Input buffer contains unsupported image format\",\"stack\":[\"Error: Input buffer contains unsupported image format\",\"    at Sharp.toBuffer (/var/task/index.js:18:34)\"]}}\n");
            }

            at += milliseconds;
            yield return new SampleEvent(at, $"END RequestId: {id}\n");
            yield return new SampleEvent(at, $"REPORT RequestId: {id}\tDuration: {milliseconds}.{random.Next(10, 99)} ms\tBilled Duration: {milliseconds + 1} ms\tMemory Size: 512 MB\tMax Memory Used: {random.Next(88, 240)} MB\t\n");
        }
    }

    private static string Iso(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
