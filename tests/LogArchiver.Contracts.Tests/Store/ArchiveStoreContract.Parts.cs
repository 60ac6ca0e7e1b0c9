using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>Uploads in parts, and deletes.</summary>
public abstract partial class ArchiveStoreContract
{
    private const int FullPart = 5 * Mebibyte;

    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);

    [ContractFact]
    public async Task Parts_sent_in_any_order_make_one_object_of_their_bytes_in_a_row()
    {
        var (file, content) = folder.Write("parts.gz", (2 * FullPart) + 77);
        var upload = await BeginAsync(file);
        Assert.Equal([file.Key], await UnfinishedUploadsAsync());
        Assert.Null(await Store.TryDescribeAsync(file.Key, CancellationToken.None));

        var parts = await PutPartsAsync(upload, file, content, FullPart, [3, 1, 2]);
        var made = await CompleteAsync(upload, parts, file, WriteCondition.Absent);

        var described = await Store.TryDescribeAsync(file.Key, CancellationToken.None);
        Assert.Equal((content.Length, file.Crc32), (described!.Bytes, described.Crc32));
        Assert.Equal((described.ETag, described.Bytes), (made!.ETag, made.Bytes));
        Assert.Contains(made.Crc32, (string?[])[null, described.Crc32]);
        Assert.Equal(file.Metadata, described.Metadata);
        Assert.Equal(content, await DownloadAsync(file.Key));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task Another_process_goes_on_with_an_upload_it_knows_by_name_alone()
    {
        var (file, content) = folder.Write("continued.gz", FullPart + 9);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);

        var other = OpenAnother();
        var found = Assert.Single(await ListUploadsAsync(other, file.Key));
        Assert.Equal(upload, found);
        var last = await other.PutPartAsync(found, 2, Piece(file, content, FullPart, 2), CancellationToken.None);
        Assert.NotNull(await other.TryCompleteAsync(found, [.. parts, last], file.Crc32, WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(content, await DownloadAsync(file.Key));
    }

    [ContractFact]
    public async Task A_part_sent_again_replaces_the_one_before()
    {
        var (before, _) = folder.Write("before.gz", 1_000);
        var (file, content) = folder.Write("after.gz", 1_001);
        var upload = await BeginAsync(file);
        var replaced = await Store.PutPartAsync(upload, 1, new FilePart(before.Path, 0, before.Bytes, before.Crc32), CancellationToken.None);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);

        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.TryCompleteAsync(
            upload, [replaced], before.Crc32, WriteCondition.Absent, CancellationToken.None));
        Assert.Equal((FaultKind.Permanent, "InvalidPart"), (fault.Kind, fault.Code));
        Assert.NotNull(await CompleteAsync(upload, parts, file, WriteCondition.Absent));
        Assert.Equal(content, await DownloadAsync(file.Key));
    }

    [ContractFact]
    public async Task A_small_part_before_the_last_is_refused_and_the_upload_stays_open()
    {
        var (file, content) = folder.Write("small.gz", 2_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, 1_000, [1, 2]);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => CompleteAsync(upload, parts, file, WriteCondition.Absent));
        Assert.Equal((FaultKind.Permanent, "EntityTooSmall"), (fault.Kind, fault.Code));
        Assert.Equal([upload], await ListUploadsAsync(Store, file.Key));
    }

    [ContractFact]
    public async Task A_part_that_is_not_what_its_checksum_says_is_refused()
    {
        var (file, content) = folder.Write("torn.gz", 1_000);
        var upload = await BeginAsync(file);
        var wrong = Piece(file, content, FullPart, 1) with { Crc32 = PlainCrc32.Base64("else"u8) };
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.PutPartAsync(upload, 1, wrong, CancellationToken.None));
        Assert.False(fault.IsTransient);
    }

    [ContractFact]
    public async Task A_part_beyond_the_end_of_the_file_is_refused()
    {
        var (file, content) = folder.Write("short.gz", 1_000);
        var upload = await BeginAsync(file);
        var beyond = Piece(file, content, FullPart, 1) with { Offset = 1 };
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.PutPartAsync(upload, 1, beyond, CancellationToken.None));
        Assert.Equal((FaultKind.Permanent, "FileChanged"), (fault.Kind, fault.Code));
    }

    [ContractFact]
    public async Task An_aborted_upload_is_gone_with_its_parts_and_may_be_aborted_again()
    {
        var (file, content) = folder.Write("aborted.gz", 1_000);
        var upload = await BeginAsync(file);
        await PutPartsAsync(upload, file, content, FullPart, [1]);
        await Store.AbortAsync(upload, CancellationToken.None);
        await Store.AbortAsync(upload, CancellationToken.None);
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task Going_on_with_an_upload_that_is_gone_is_a_fault_that_says_so()
    {
        var (file, content) = folder.Write("lost.gz", 1_000);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        await Store.AbortAsync(upload, CancellationToken.None);

        var put = await Assert.ThrowsAsync<ServiceFaultException>(() => PutPartsAsync(upload, file, content, FullPart, [1]));
        var completed = await Assert.ThrowsAsync<ServiceFaultException>(() => CompleteAsync(upload, parts, file, WriteCondition.Absent));
        Assert.Equal((FaultKind.NotFound, "NoSuchUpload"), (put.Kind, put.Code));
        Assert.Equal((FaultKind.NotFound, "NoSuchUpload"), (completed.Kind, completed.Code));
    }

    [ContractFact]
    public async Task Parts_that_leave_a_number_out_are_a_mistake_of_the_caller()
    {
        var (file, content) = folder.Write("gap.gz", FullPart + 1);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1, 2]);
        foreach (var wrong in (IReadOnlyList<StoredPart>[])[[], [parts[1]], [parts[1], parts[0]], [parts[0], parts[0]]])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => CompleteAsync(upload, wrong, file, WriteCondition.Absent));
        }

        foreach (var number in (int[])[0, PartLimits.MostParts + 1])
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.PutPartAsync(
                upload, number, Piece(file, content, FullPart, 1), CancellationToken.None));
        }
    }

    [ContractFact]
    public async Task Open_uploads_are_found_by_prefix_each_by_its_own_name()
    {
        const string OddKey = "group=~a b+c%/dt=2026-11-19/é&<x>.gz";
        var odd = await Store.BeginUploadAsync(OddKey, "text/plain", NoMetadata, CancellationToken.None);
        var one = await Store.BeginUploadAsync("other/key", "text/plain", NoMetadata, CancellationToken.None);
        var two = await Store.BeginUploadAsync("other/key", "text/plain", NoMetadata, CancellationToken.None);

        Assert.NotEqual(one, two);
        Assert.Equal([odd], await ListUploadsAsync(Store, "group="));
        Assert.Equal([one, two], (await ListUploadsAsync(Store, "other/")).ToHashSet());
        Assert.Equal(3, (await ListUploadsAsync(Store, "")).Count);
        await Store.AbortAsync(one, CancellationToken.None);
        Assert.Equal([two], await ListUploadsAsync(Store, "other/key"));
    }

    [ContractFact]
    public async Task A_listing_of_open_uploads_goes_beyond_its_first_page()
    {
        const int Count = 1_005;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) => await Store.BeginUploadAsync($"many/{number / 2:000}", "text/plain", NoMetadata, CancellationToken.None));
        Assert.Equal(Count, (await ListUploadsAsync(Store, "many/")).Distinct().Count());
    }

    [ContractFact]
    public async Task An_object_is_deleted_only_where_it_is_still_what_it_was()
    {
        var stored = await PutAsync("_checkpoints/day", "1", WriteCondition.Absent);
        Assert.False(await Store.TryDeleteAsync("_checkpoints/day", WriteCondition.Unchanged(OtherETag), CancellationToken.None));
        Assert.False(await Store.TryDeleteAsync("_checkpoints/day", WriteCondition.Absent, CancellationToken.None));
        Assert.Equal("1"u8.ToArray(), await DownloadAsync("_checkpoints/day"));

        Assert.True(await Store.TryDeleteAsync("_checkpoints/day", WriteCondition.Unchanged(stored!.ETag), CancellationToken.None));
        Assert.Null(await Store.TryDescribeAsync("_checkpoints/day", CancellationToken.None));
        Assert.False(await Store.TryDeleteAsync("_checkpoints/day", WriteCondition.Unchanged(stored.ETag), CancellationToken.None));
    }

    [ContractFact]
    public async Task Cancelled_beforehand_means_cancelled_for_parts_too()
    {
        var (file, content) = folder.Write("never.gz", 10);
        var upload = await BeginAsync(file);
        var parts = await PutPartsAsync(upload, file, content, FullPart, [1]);
        var stopped = new CancellationToken(canceled: true);
        Func<Task>[] calls =
        [
            () => Store.BeginUploadAsync(file.Key, "text/plain", NoMetadata, stopped),
            () => Store.PutPartAsync(upload, 2, Piece(file, content, FullPart, 1), stopped),
            () => Store.TryCompleteAsync(upload, parts, file.Crc32, WriteCondition.Absent, stopped),
            () => Store.AbortAsync(upload, stopped),
            () => Store.TryDeleteAsync(file.Key, WriteCondition.Unchanged(OtherETag), stopped),
        ];
        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Equal([upload], await ListUploadsAsync(Store, file.Key));
    }

    private static FilePart Piece(FileUpload file, byte[] content, int partBytes, int number)
    {
        var offset = (number - 1) * partBytes;
        var bytes = Math.Min(partBytes, content.Length - offset);
        return new FilePart(file.Path, offset, bytes, PlainCrc32.Base64(content.AsSpan(offset, bytes)));
    }

    private static async Task<List<OpenUpload>> ListUploadsAsync(IArchiveStore store, string prefix)
    {
        var uploads = new List<OpenUpload>();
        await foreach (var each in store.ListUploadsAsync(prefix, CancellationToken.None))
        {
            uploads.Add(each);
        }

        return uploads;
    }

    private Task<OpenUpload> BeginAsync(FileUpload file) =>
        Store.BeginUploadAsync(file.Key, file.ContentType, file.Metadata, CancellationToken.None);

    private async Task<List<StoredPart>> PutPartsAsync(OpenUpload upload, FileUpload file, byte[] content, int partBytes, int[] numbers)
    {
        var parts = new List<StoredPart>();
        foreach (var number in numbers)
        {
            parts.Add(await Store.PutPartAsync(upload, number, Piece(file, content, partBytes, number), CancellationToken.None));
        }

        return [.. parts.OrderBy(part => part.Number)];
    }

    private Task<StoredObject?> CompleteAsync(
        OpenUpload upload, IReadOnlyList<StoredPart> parts, FileUpload file, WriteCondition condition) =>
        Store.TryCompleteAsync(upload, parts, file.Crc32, condition, CancellationToken.None);
}
