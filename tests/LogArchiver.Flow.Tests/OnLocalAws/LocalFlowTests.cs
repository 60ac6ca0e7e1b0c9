using System.Security.Cryptography;
using LogArchiver.Outcome;

namespace LogArchiver.Flow.Tests.OnLocalAws;

public sealed class LocalFlowTests
{
    private const string Key = "group=~made~up/dt=2026-11-19/~made~up_2026-11-19.ndjson";

    private static readonly ArchiverLimits Small = new()
    {
        SortBufferBytes = 1 << 20, SliceBytes = 3 << 20, RunBytes = 64 << 20, LaneBytes = 1 << 20, ProbePages = 2, FileBytes = 5 << 20, PartBytes = 5 << 20,
    };

    [Theory]
    [InlineData("FilterLogEvents:throttle:every=3", "GetLogEvents:throttle:every=3")]
    [InlineData("FilterLogEvents:truncate:every=4", "GetLogEvents:truncate:every=4")]
    [InlineData("FilterLogEvents:drop:every=3", "GetLogEvents:drop-after:every=5")]
    public async Task Faults_on_the_way_change_nothing_in_the_archive(params string[] faults)
    {
        await using var calm = await LocalFlowWorld.StartAsync();
        await using var rough = await LocalFlowWorld.StartAsync(faults);
        foreach (var reader in (string[])["streams", "group"])
        {
            var payload = $$"""{"reader":"{{reader}}","prefix":"{{reader}}","compression":"none"}""";
            Assert.Equal(Ending.Sealed, (await calm.RunAsync(payload))[^1].Ending);
            var outcome = (await rough.RunAsync(payload))[^1];
            Assert.Equal((Ending.Sealed, true), (outcome.Ending, outcome.Retries > 0));
            Assert.Equal(Hash(calm.Stored($"{reader}/{Key}")), Hash(rough.Stored($"{reader}/{Key}")));
        }

        Assert.Equal(Hash(rough.Stored("streams/" + Key)), Hash(rough.Stored("group/" + Key)));
        Assert.Empty(rough.Scratch);
    }

    [Theory]
    [InlineData("group", 5)]
    [InlineData("auto", 4)]
    public async Task A_day_sent_in_parts_over_many_invocations_is_the_object_of_one(string reader, int pagesEach)
    {
        await using var world = await LocalFlowWorld.StartAsync();
        await world.RunAsync("""{"reader":"streams","prefix":"whole","compression":"none"}""");
        world.Limits = Small;
        var outcomes = await world.RunAsync($$"""{"reader":"{{reader}}","prefix":"pieces","compression":"none"}""", pagesEach);
        Assert.True(outcomes.Count > 1, $"{outcomes.Count} invocations");
        Assert.True(world.Server.Requests["UploadPart"] > 1);
        Assert.Equal(Hash(world.Stored("whole/" + Key)), Hash(world.Stored("pieces/" + Key)));
        Assert.Empty(world.Scratch);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
