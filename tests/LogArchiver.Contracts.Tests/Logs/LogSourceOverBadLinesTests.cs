using LogArchiver.Discover;
using LogArchiver.LocalAws.Faults;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>The real source over real sockets that fail, as LocalAws makes them.</summary>
public sealed class LogSourceOverBadLinesTests : IAsyncLifetime
{
    private static readonly TimeWindow Ever = new(0, 4_000_000_000_000);
    private static readonly LogGroup Group = new("/app/api");

    private LocalAwsWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await LocalAwsWorld.StartAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await world.CreateGroupAsync(Group.Name);
        await world.CreateStreamAsync(Group.Name, "s");
        await world.PutAsync(Group.Name, "s", [.. Enumerable.Range(0, 3_000).Select(number => (now + number, $"event {number}"))]);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(FaultEffect.Throttle, FaultKind.Throttled)]
    [InlineData(FaultEffect.Error, FaultKind.Transient)]
    [InlineData(FaultEffect.Drop, FaultKind.Transient)]
    [InlineData(FaultEffect.DropAfter, FaultKind.Transient)]
    [InlineData(FaultEffect.Truncate, FaultKind.Transient)]
    [InlineData(FaultEffect.OkWithError, FaultKind.Transient)]
    public async Task A_page_that_fails_on_its_way_is_worth_asking_for_again_and_is_then_whole(FaultEffect effect, FaultKind kind)
    {
        world.Server.Faults.Add(new FaultRule { Operation = "GetLogEvents", Effect = effect, Times = 1 });
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => world.Source.ReadStreamAsync(Group, "s", Ever, null, CancellationToken.None));
        Assert.Equal(kind, fault.Kind);
        Assert.Equal(1, world.Server.Requests["GetLogEvents"]);
        Assert.Equal(3_000, (await world.Source.ReadWholeStreamAsync(Group, "s", Ever)).Count);
    }

    [Fact]
    public async Task A_listing_cut_short_is_not_taken_for_a_short_listing()
    {
        world.Server.Faults.Add(new FaultRule { Operation = "DescribeLogStreams", Effect = FaultEffect.Truncate, Times = 1 });
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => world.Source.ListStreamsAsync(Group, null, CancellationToken.None));
        Assert.Equal(FaultKind.Transient, fault.Kind);
    }

    [Fact]
    public async Task Thirty_two_pages_are_received_at_one_time()
    {
        var reads = Enumerable.Range(0, 32).Select(_ => world.Source.ReadWholeStreamAsync(Group, "s", Ever));
        Assert.All(await Task.WhenAll(reads), events => Assert.Equal(3_000, events.Count));
    }
}
