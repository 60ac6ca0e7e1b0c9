using LogArchiver.LocalAws;
using LogArchiver.Ports;

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

    private LocalAwsWorld(LocalAwsServer server)
    {
        Server = server;
        world = new AwsWorld(server.Endpoint);
    }

    public LocalAwsServer Server { get; }

    public ILogSource Source => world.Source;

    public static async Task<LocalAwsWorld> StartAsync()
    {
        // Nothing is stored in S3 here, so the folder is never made.
        var options = new LocalAwsOptions { Folder = Path.Combine(AppContext.BaseDirectory, "no-objects"), Region = AwsWorld.Region };
        return new LocalAwsWorld(await LocalAwsServer.StartAsync(options, CancellationToken.None));
    }

    public Task CreateGroupAsync(string group, params (string Key, string Value)[] tags) => world.CreateGroupAsync(group, tags);

    public Task CreateStreamAsync(string group, string stream) => world.CreateStreamAsync(group, stream);

    public Task PutAsync(string group, string stream, params (long TimestampMs, string Message)[] events) =>
        world.PutAsync(group, stream, events);

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await Server.DisposeAsync();
    }
}
