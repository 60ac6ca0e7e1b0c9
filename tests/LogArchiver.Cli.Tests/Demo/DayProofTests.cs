using System.IO.Compression;
using System.Security.Cryptography;
using LogArchiver.Cli.Demo;
using LogArchiver.Cli.Demo.Samples;
using LogArchiver.Plan;
using LogArchiver.Seal;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Demo;

/// <summary>The demo says that every event is there exactly once; here is that it would say otherwise.</summary>
public sealed class DayProofTests : IDisposable
{
    private static readonly TimeWindow Day = new(1_000, 2_000);

    private static readonly SampleGroup Group = new(
        "/g", "two events of the day, twice the same, and its neighbours", new Dictionary<string, string>(StringComparer.Ordinal),
        [new SampleStream("s", [new(999, "before"), new(1_000, "one"), new(1_500, "twice"), new(1_500, "twice"), new(2_000, "after")])]);

    private static readonly string[] Whole = [Line(1_000, "one"), Line(1_500, "twice"), Line(1_500, "twice")];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_holds_for_the_events_of_the_day_in_order() => Assert.True((await ProofOfAsync(Whole)).Holds);

    [Fact]
    public async Task A_missing_event_is_seen() => Assert.False((await ProofOfAsync(Whole[..2])).Holds);

    [Fact]
    public async Task An_event_too_many_is_seen() => Assert.False((await ProofOfAsync([.. Whole, Whole[2]])).Holds);

    [Fact]
    public async Task An_event_of_another_day_is_seen() => Assert.False((await ProofOfAsync([.. Whole, Line(2_000, "after")])).Holds);

    [Fact]
    public async Task One_event_in_place_of_another_is_seen() =>
        Assert.Equal(2, (await ProofOfAsync([Whole[0], Whole[1], Line(1_500, "other")])).Mismatches);

    [Fact]
    public async Task Events_out_of_order_are_seen() => Assert.False((await ProofOfAsync([Whole[1], Whole[2], Whole[0]])).InOrder);

    [Fact]
    public async Task A_manifest_with_another_hash_is_seen() => Assert.False((await ProofOfAsync(Whole, new string('0', 64))).Holds);

    private async Task<DayProof> ProofOfAsync(string[] lines, string? sha256 = null)
    {
        var path = Path.Combine(folder.Path, "file.gz");
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        await using (var writer = new StreamWriter(packed))
        {
            await writer.WriteAsync(string.Concat(lines.Select(line => line + "\n")));
        }

        sha256 ??= Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
        return await DayProof.MakeAsync(Group, Day, path, ManifestWith(sha256), CancellationToken.None);
    }

    private static string Line(long at, string message) =>
        $$"""{"timestamp":"{{DateTimeOffset.FromUnixTimeMilliseconds(at):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","logStream":"s","message":"{{message}}"}""";

    private static Manifest ManifestWith(string sha256) => new()
    {
        FormatVersion = 1,
        Writer = "test",
        Group = "/g",
        Date = new DateOnly(1970, 1, 1),
        TimeZone = "UTC",
        Start = Day.Start,
        End = Day.End,
        Format = "ndjson",
        Compression = "gzip",
        Events = 3,
        Lines = 3,
        Streams = 1,
        StreamsExact = true,
        RawBytes = 1,
        StoredBytes = 1,
        Merged = true,
        Objects = [new ManifestObject { Key = "k", Bytes = 1, Sha256 = sha256, Crc32 = "" }],
        Filters = [],
        DroppedEvents = 0,
        Reading = new ManifestReading
        {
            Reader = "group", Pages = 1, Requests = new Dictionary<string, long>(StringComparer.Ordinal), Throttles = 0, Retries = 0,
        },
    };
}
