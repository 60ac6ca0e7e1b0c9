using LogArchiver.LocalAws;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>The contract on LocalAws, with its short and empty pages, over HTTP.</summary>
public sealed class LocalAwsLogSourceTests : LogSourceContract
{
    protected override async Task<ILogsWorld> CreateWorldAsync() => await LocalAwsWorld.StartAsync();
}

/// <summary>LocalAws, spoken to over HTTP as if it were the service.</summary>
internal sealed class LocalAwsWorld : ILogsWorld
{
    private readonly AwsWorld world;
    private readonly TestFolder folder;
    private readonly ManualClock clock;

    private LocalAwsWorld(LocalAwsServer server, TestFolder folder, ManualClock clock)
    {
        (Server, this.folder, this.clock) = (server, folder, clock);
        world = new AwsWorld(server.Endpoint);
    }

    public LocalAwsServer Server { get; }

    public ILogSource Source => world.Source;

    public IArchiveStore Exported => world.Exported;

    public Task<string> PrepareExportsAsync() => world.PrepareExportsAsync();

    public void LetExportsFinish() => clock.Advance(TimeSpan.FromMinutes(1));

    public static async Task<LocalAwsWorld> StartAsync()
    {
        var objects = new TestFolder();
        var time = new ManualClock(TimeProvider.System.GetUtcNow());
        var options = new LocalAwsOptions { Folder = objects.Path, Region = AwsWorld.Region, Clock = time };
        return new LocalAwsWorld(await LocalAwsServer.StartAsync(options, CancellationToken.None), objects, time);
    }

    public Task CreateGroupAsync(string group, params (string Key, string Value)[] tags) => world.CreateGroupAsync(group, tags);

    public Task CreateStreamAsync(string group, string stream) => world.CreateStreamAsync(group, stream);

    public Task PutAsync(string group, string stream, params (long TimestampMs, string Message)[] events) =>
        world.PutAsync(group, stream, events);

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await Server.DisposeAsync();
        folder.Dispose();
    }
}
