using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Contracts.Tests.Store;

public sealed class MemoryArchiveStoreTests : ArchiveStoreContract
{
    protected override Task<IArchiveStore> OpenAsync() => Task.FromResult<IArchiveStore>(new MemoryArchiveStore());

    protected override IArchiveStore OpenAnother() => Store;

    protected override Task CloseAsync() => Task.CompletedTask;

    protected override Task<IReadOnlyList<string>> UnfinishedUploadsAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. ((MemoryArchiveStore)Store).Uploads.Select(upload => upload.Key)]);
}
