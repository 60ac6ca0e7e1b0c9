using System.Diagnostics.CodeAnalysis;
using LogArchiver.Aws.S3;
using LogArchiver.LocalAws;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>The store of S3, spoken to over HTTP as this project's own S3 understands it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "CloseAsync disposes of them.")]
public sealed class LocalAwsArchiveStoreTests : ArchiveStoreContract
{
    private const string Bucket = "logs";

    private readonly TestFolder folder = new();
    private readonly List<S3ArchiveStore> stores = [];
    private LocalAwsServer? server;
    private TracedS3Client? onlooker;

    protected override async Task<IArchiveStore> OpenAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        onlooker = S3Client.Connect(server.Endpoint);
        await onlooker.PutBucketAsync(Bucket);
        return OpenAnother();
    }

    protected override IArchiveStore OpenAnother()
    {
        stores.Add(S3Client.Open(server!.Endpoint, Bucket));
        return stores[^1];
    }

    protected override async Task CloseAsync()
    {
        stores.ForEach(store => store.Dispose());
        onlooker?.Dispose();
        await server!.DisposeAsync();
        folder.Dispose();
    }

    protected override Task<IReadOnlyList<string>> UnfinishedUploadsAsync() => S3Client.UnfinishedUploadsAsync(onlooker!, Bucket);
}
