using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LogArchiver.Cli.Demo.Samples;
using LogArchiver.Plan;
using LogArchiver.Seal;

namespace LogArchiver.Cli.Demo;

/// <summary>Compares an archived file with the events that were put, knowing nothing of how it was made: it is unpacked and read
/// line by line.</summary>
/// <param name="Expected">Events that were put with a timestamp inside the day.</param>
/// <param name="Found">Events in the file.</param>
/// <param name="Mismatches">Events that are missing, there too often, or not of the day.</param>
/// <param name="InOrder">Whether the timestamps never go back.</param>
/// <param name="HashAgrees">Whether the file's SHA-256 is the manifest's.</param>
internal sealed record DayProof(long Expected, long Found, long Mismatches, bool InOrder, bool HashAgrees)
{
    /// <summary>Whether the file is what it should be.</summary>
    public bool Holds => Expected == Found && Mismatches == 0 && InOrder && HashAgrees;

    /// <summary>Makes the comparison.</summary>
    public static async Task<DayProof> MakeAsync(
        SampleGroup group, TimeWindow day, string path, Manifest manifest, CancellationToken cancellationToken)
    {
        var open = new Dictionary<Put, int>();
        foreach (var stream in group.Streams)
        {
            foreach (var one in stream.Events.Where(one => day.Contains(one.TimestampMs)))
            {
                var key = new Put(one.TimestampMs, stream.Name, one.Message);
                open[key] = open.GetValueOrDefault(key) + 1;
            }
        }

        var expected = open.Values.Sum();
        var (found, inOrder) = await TakeAsync(path, open, cancellationToken);
        return new DayProof(expected, found, open.Values.Sum(Math.Abs), inOrder, await HashAsync(path, cancellationToken) == manifest.Objects[0].Sha256);
    }

    private static async Task<(long Found, bool InOrder)> TakeAsync(string path, Dictionary<Put, int> open, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var lines = new StreamReader(unpacked);
        var (found, inOrder, last) = (0L, true, long.MinValue);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var one = Read(line);
            open[one] = open.GetValueOrDefault(one) - 1;
            found++;
            inOrder &= one.TimestampMs >= last;
            last = one.TimestampMs;
        }

        return (found, inOrder);
    }

    private static Put Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new Put(
            root.GetProperty("timestamp").GetDateTimeOffset().ToUnixTimeMilliseconds(),
            root.GetProperty("logStream").GetString()!,
            root.GetProperty("message").GetString()!);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private readonly record struct Put(long TimestampMs, string Stream, string Message);
}
