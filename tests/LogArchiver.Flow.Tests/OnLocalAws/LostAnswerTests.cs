using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Outcome;
using LogArchiver.Seal;

namespace LogArchiver.Flow.Tests.OnLocalAws;

/// <summary>The store did what it was asked for, and the answer was lost on the way, all of it or in part. The next attempt meets its own
/// work, which is a success and no other run's; and what had come of a long answer need not come again.</summary>
public sealed class LostAnswerTests
{
    private const string Group = "/app/late";
    private const string ManifestKey = "_manifests/group=~app~late/dt=2026-11-19.json";
    private const int Events = 6000;

    private static readonly DateTimeOffset Day = new(2026, 11, 19, 0, 0, 0, TimeSpan.Zero);

    private static readonly ArchiverLimits Small = new()
    {
        SortBufferBytes = 1 << 20, SliceBytes = 2 << 20, RunBytes = 64 << 20, LaneBytes = 1 << 20, ProbePages = 1, FileBytes = 5 << 20, PartBytes = 5 << 20,
    };

    [Theory]
    [InlineData("gzip", "PutObject:drop-after:every=2")]
    [InlineData("gzip", "PutObject:truncate:every=2")]
    [InlineData("none", "PutObject:drop-after:every=2", "UploadPart:drop-after:every=2")]
    [InlineData("none", "CompleteMultipartUpload:drop-after:every=2")]
    [InlineData("none", "CompleteMultipartUpload:drop-after:every=2", "PutObject:drop-after:every=2", "DeleteObject:drop-after:every=2")]
    public async Task Archiving_and_settling_end_as_if_nothing_had_been_lost(string compression, params string[] faults)
    {
        var payload = $$"""{"logGroups":"{{Group}}","reader":"group","compression":"{{compression}}"}""";
        var (calm, calmHashes, _) = await RunAsync(payload);
        var (rough, roughHashes, _) = await RunAsync(payload, faults);
        Assert.Equal(calmHashes, roughHashes);
        Assert.Equal((true, null, Events + 2L), (rough.Settled, rough.Next, rough.Events));
        Assert.Equal(calm.Objects.Select(one => (one.Key, one.Bytes, one.Crc32)), rough.Objects.Select(one => (one.Key, one.Bytes, one.Crc32)));
        Assert.Equal(2, Assert.Single(rough.Versions).LateEvents);
    }

    [Theory]
    [InlineData("GetObject", "GetObject:truncate:every=2")]
    [InlineData("GetObject", "GetObject:truncate:times=2,key=.ndjson", "GetObject:drop:every=3")]
    [InlineData("ListMultipartUploads", "ListMultipartUploads:truncate:every=2")]
    [InlineData("CreateMultipartUpload", "CreateMultipartUpload:truncate:every=2")]
    public async Task Answers_that_break_off_in_their_midst_fail_no_day(string operation, params string[] faults)
    {
        const string payload = $$"""{"logGroups":"{{Group}}","reader":"group","compression":"none"}""";
        var (_, calm, calmRequests) = await RunAsync(payload);
        var (_, rough, roughRequests) = await RunAsync(payload, faults);
        Assert.Equal(calm, rough);
        Assert.True(calmRequests[operation] > 0 && roughRequests[operation] > calmRequests[operation], $"{calmRequests[operation]} and {roughRequests[operation]} requests");
    }

    private static async Task<(Manifest Manifest, IReadOnlyList<string> Hashes, RequestLog Requests)> RunAsync(string payload, params string[] faults)
    {
        await using var world = await LocalFlowWorld.StartAsync(faults);
        world.Limits = Small;
        world.Server.Logs.CreateGroup(Group);
        world.Server.Logs.Put(Group, "s", Enumerable.Range(0, Events).Select(number => Event(number * 10_000L, number)));
        var sealedNow = (await world.RunAsync(payload))[^1];
        Assert.Equal((Ending.Sealed, null), (sealedNow.Ending, sealedNow.Fault));
        world.Server.Logs.Put(Group, "s", [Event(5, -1), Event(50_000_005, -2)]);
        var settled = await world.SettleAsync(payload);
        Assert.Equal((Ending.Sealed, 2L, null), (settled.Ending, settled.LateEvents, settled.Fault));
        var manifest = ManifestStore.Parse(ManifestKey, world.Stored(ManifestKey));
        Assert.Equal(payload.Contains("none", StringComparison.Ordinal), world.Server.Requests["UploadPart"] > 0);
        Assert.Empty(world.Scratch);
        var hashes = manifest.Objects.Select(one => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(world.Stored(one.Key))));
        return (manifest, [.. hashes], world.Server.Requests);
    }

    private static LocalEvent Event(long offsetMs, int number) =>
        new(Day.AddMilliseconds(offsetMs).ToUnixTimeMilliseconds(), $"event {number} {new string('.', 1000)}");
}
