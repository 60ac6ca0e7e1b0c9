using LogArchiver.Ports;
using LogArchiver.Testing;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>The contract on memory, as large pages give it.</summary>
public sealed class MemoryLogSourceTests : LogSourceContract
{
    protected override Task<ILogsWorld> CreateWorldAsync() => Task.FromResult<ILogsWorld>(new MemoryWorld(new MemoryLogSource()));
}

/// <summary>The contract on memory with small pages and empty ones between.</summary>
public sealed class MemoryLogSourceOfSmallPagesTests : LogSourceContract
{
    protected override Task<ILogsWorld> CreateWorldAsync() =>
        Task.FromResult<ILogsWorld>(new MemoryWorld(new MemoryLogSource { PageEvents = 700, EmptyPages = 2, ListingPage = 7 }));
}

internal sealed class MemoryWorld(MemoryLogSource source) : ILogsWorld
{
    public ILogSource Source => source;

    public IArchiveStore Exported => source.Exports.Store!;

    public Task<string> PrepareExportsAsync()
    {
        source.Exports.Store = new MemoryArchiveStore();
        return Task.FromResult("bucket");
    }

    public void LetExportsFinish() => source.Exports.LetPass();

    public Task CreateGroupAsync(string group, params (string Key, string Value)[] tags)
    {
        source.Group(group);
        foreach (var (key, value) in tags)
        {
            source.Tag(key, value);
        }

        return Task.CompletedTask;
    }

    public Task CreateStreamAsync(string group, string stream)
    {
        source.Group(group).Stream(stream);
        return Task.CompletedTask;
    }

    public Task PutAsync(string group, string stream, params (long TimestampMs, string Message)[] events)
    {
        source.Group(group);
        foreach (var (timestamp, message) in events)
        {
            source.Put(stream, timestamp, timestamp, message);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
