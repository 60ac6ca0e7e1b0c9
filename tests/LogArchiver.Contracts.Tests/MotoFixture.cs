using LogArchiver.Testing.Moto;

namespace LogArchiver.Contracts.Tests;

/// <summary>One moto for all suites that stand on it; it is slow to start.</summary>
public sealed class MotoFixture : IAsyncLifetime
{
    private MotoServer? server;

    /// <summary>The endpoint for every service.</summary>
    public Uri Endpoint => server?.Endpoint ?? throw new InvalidOperationException(MotoServer.Reason);

    public async Task InitializeAsync() => server = MotoServer.Reason is null ? await MotoServer.StartAsync() : null;

    public Task DisposeAsync()
    {
        server?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>The suites that share it; each uses names of its own, for the state is shared too.</summary>
[CollectionDefinition(Name)]
public sealed class MotoCollection : ICollectionFixture<MotoFixture>
{
    public const string Name = "moto";
}
