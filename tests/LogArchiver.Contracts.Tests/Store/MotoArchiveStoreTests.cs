using LogArchiver.Aws.S3;
using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>The store of S3, spoken to over HTTP as an emulator nobody here wrote understands it.</summary>
[StandsOnMoto]
[Collection(MotoCollection.Name)]
[DiffersFromAws(nameof(A_large_upload_over_an_object_that_changed_changes_nothing_and_leaves_nothing), IgnoresIfMatch)]
[DiffersFromAws(nameof(Completing_over_an_object_that_changed_changes_nothing_and_leaves_nothing), IgnoresIfMatch)]
[DiffersFromAws(nameof(Completing_over_an_object_that_is_gone_does_not_happen_and_leaves_nothing), IgnoresIfMatch)]
[DiffersFromAws(nameof(A_part_that_is_not_what_its_checksum_says_is_refused), "does not compare the checksum of a part")]
[DiffersFromAws(
    nameof(An_object_that_is_not_what_its_checksum_says_is_not_made_and_the_upload_stays_open),
    "does not compare the checksum on CompleteMultipartUpload")]
[DiffersFromAws(
    nameof(Going_on_with_an_upload_that_is_gone_is_a_fault_that_says_so), "answers 500 to UploadPart and CompleteMultipartUpload")]
public sealed class MotoArchiveStoreTests(MotoFixture moto) : ArchiveStoreContract
{
    private const string IgnoresIfMatch = "takes no notice of If-Match on CompleteMultipartUpload";

    private readonly string bucket = $"b-{Guid.NewGuid():n}";
    private readonly List<S3ArchiveStore> stores = [];
    private TracedS3Client? onlooker;

    protected override async Task<IArchiveStore> OpenAsync()
    {
        onlooker = S3Client.Connect(moto.Endpoint);
        await onlooker.PutBucketAsync(bucket);
        return OpenAnother();
    }

    protected override IArchiveStore OpenAnother()
    {
        stores.Add(S3Client.Open(moto.Endpoint, bucket));
        return stores[^1];
    }

    protected override Task CloseAsync()
    {
        stores.ForEach(store => store.Dispose());
        onlooker?.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<string>> UnfinishedUploadsAsync() => S3Client.UnfinishedUploadsAsync(onlooker!, bucket);
}
