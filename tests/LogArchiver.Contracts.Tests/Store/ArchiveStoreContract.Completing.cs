using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>Completing an upload in parts: when the object is made, and what remains when it is not.</summary>
public abstract partial class ArchiveStoreContract
{
    [ContractFact]
    public async Task An_object_that_is_not_what_its_checksum_says_is_not_made_and_the_upload_stays_open()
    {
        var (file, content) = folder.Write("whole.gz", 1_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => CompleteAsync(upload, parts, file with { Crc32 = PlainCrc32.Base64("else"u8) }, WriteCondition.Absent));
        Assert.False(fault.IsTransient);
        Assert.Null(await Store.TryDescribeAsync(file.Key, CancellationToken.None));
        Assert.Equal([upload], await ListUploadsAsync(Store, file.Key));
    }

    [ContractFact]
    public Task Completing_where_something_is_stored_changes_nothing_and_leaves_nothing() =>
        A_lost_completion_changes_nothing(WriteCondition.Absent);

    [ContractFact]
    public Task Completing_over_an_object_that_changed_changes_nothing_and_leaves_nothing() =>
        A_lost_completion_changes_nothing(WriteCondition.Unchanged(OtherETag));

    private async Task A_lost_completion_changes_nothing(WriteCondition condition)
    {
        var (file, content) = folder.Write("rival.gz", 1_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        await PutAsync(file.Key, "first", WriteCondition.Absent);
        Assert.Null(await CompleteAsync(upload, parts, file, condition));
        Assert.Equal("first"u8.ToArray(), await DownloadAsync(file.Key));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task Completing_over_an_object_that_is_gone_does_not_happen_and_leaves_nothing()
    {
        var (file, content) = folder.Write("gone.gz", 1_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        Assert.Null(await CompleteAsync(upload, parts, file, WriteCondition.Unchanged(OtherETag)));
        Assert.Null(await Store.TryDescribeAsync(file.Key, CancellationToken.None));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task Completing_over_the_known_object_replaces_it()
    {
        var (file, content) = folder.Write("newer.gz", 1_000);
        var first = await PutAsync(file.Key, "first", WriteCondition.Absent);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        Assert.NotNull(await CompleteAsync(upload, parts, file, WriteCondition.Unchanged(first!.ETag)));
        Assert.Equal(content, await DownloadAsync(file.Key));
    }

    [ContractFact]
    public async Task Completing_what_was_completed_already_gives_the_same_object()
    {
        var (file, content) = folder.Write("twice.gz", 1_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        var first = await CompleteAsync(upload, parts, file, WriteCondition.Absent);
        var again = await OpenAnother().TryCompleteAsync(upload, parts, file.Crc32, WriteCondition.Absent, CancellationToken.None);
        Assert.Equal((first!.ETag, first.Bytes), (again!.ETag, again.Bytes));
    }

    [ContractFact]
    public async Task Completing_where_the_same_bytes_are_stored_gives_those_and_leaves_nothing()
    {
        var (file, content) = folder.Write("same.gz", 1_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        var rivals = await Store.TryUploadAsync(file, WriteCondition.Absent, CancellationToken.None);
        Assert.Equal(rivals!.ETag, (await CompleteAsync(upload, parts, file, WriteCondition.Absent))!.ETag);
        Assert.Empty(await UnfinishedUploadsAsync());
    }
}
