using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>What every implementation of <see cref="IArchiveStore"/> keeps.</summary>
public abstract partial class ArchiveStoreContract : IAsyncLifetime
{
    private const int Mebibyte = 1 << 20;

    private const string OtherETag = "\"00000000000000000000000000000000\"";

    private readonly UploadFolder folder = new();

    /// <summary>An empty bucket.</summary>
    protected IArchiveStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public async Task DisposeAsync()
    {
        folder.Delete();
        await CloseAsync();
    }

    [ContractFact]
    public Task A_bucket_that_is_there_passes_the_check() => Store.CheckAsync(CancellationToken.None);

    [ContractFact]
    public async Task Nothing_stored_is_null_and_no_fault()
    {
        Assert.Null(await Store.TryDescribeAsync("absent", CancellationToken.None));
        Assert.Null(await Store.TryReadAsync("absent", 10, CancellationToken.None));
        Assert.Null(await Store.TryOpenAsync("absent", CancellationToken.None));
        Assert.Empty(await ListAsync(""));
    }

    [ContractFact]
    public Task An_empty_file_is_stored_with_its_checksum() => An_uploaded_file_is_stored_byte_for_byte(0);

    [ContractFact]
    public Task A_file_of_one_byte_is_stored_with_its_checksum() => An_uploaded_file_is_stored_byte_for_byte(1);

    [ContractFact]
    public Task A_file_below_the_size_for_parts_is_stored_with_its_checksum() => An_uploaded_file_is_stored_byte_for_byte(5 * Mebibyte);

    [ContractFact]
    public Task A_file_just_long_enough_for_parts_is_stored_with_its_checksum() => An_uploaded_file_is_stored_byte_for_byte(17 * Mebibyte);

    [ContractFact]
    public Task A_file_of_many_parts_is_stored_with_its_checksum() => An_uploaded_file_is_stored_byte_for_byte(40 * Mebibyte);

    private async Task An_uploaded_file_is_stored_byte_for_byte(int bytes)
    {
        var (upload, content) = folder.Write("day.ndjson.gz", bytes);
        var uploaded = await Store.TryUploadAsync(upload, WriteCondition.Absent, CancellationToken.None);
        var described = await Store.TryDescribeAsync(upload.Key, CancellationToken.None);

        Assert.NotNull(uploaded);
        Assert.NotNull(described);
        Assert.Equal(bytes, described.Bytes);
        Assert.Equal(uploaded.ETag, described.ETag);
        Assert.Equal(upload.Metadata, described.Metadata);
        Assert.Equal(upload.Crc32, described.Crc32);
        Assert.Equal(content, await DownloadAsync(upload.Key));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task A_key_means_itself_whatever_its_characters()
    {
        string[] keys =
        [
            "_manifests/group=a.b-c_d/dt=2026-11-19.json",
            "a#b/c d/e+f/100%/q?x=1&y",
            "logs/group=~aws~lambda~x/dt=2026-11-19/~aws~lambda~x_2026-11-19.ndjson.gz",
            "로그/日本/é/😀.txt",
        ];
        foreach (var key in keys)
        {
            await PutAsync(key, key, WriteCondition.Absent);
            Assert.Equal(System.Text.Encoding.UTF8.GetBytes(key), await DownloadAsync(key));
            Assert.Equal([key], await ListAsync(key[..3]));
            Assert.NotNull(await Store.TryDescribeAsync(key, CancellationToken.None));
        }

        Assert.Equal(keys, await ListAsync(""));
    }

    [ContractFact]
    public async Task A_listing_tells_when_an_object_was_written()
    {
        var before = TimeProvider.System.GetUtcNow();
        await PutAsync("key", "first", WriteCondition.Absent);
        await foreach (var stored in Store.ListAsync("", CancellationToken.None))
        {
            // Stores tell whole seconds, and need not share this machine's clock to the second.
            Assert.InRange(stored.Modified!.Value, before.AddSeconds(-2), TimeProvider.System.GetUtcNow().AddSeconds(2));
            Assert.Equal(TimeSpan.Zero, stored.Modified.Value.Offset);
        }
    }

    [ContractFact]
    public async Task A_write_where_nothing_may_be_leaves_what_is_there()
    {
        await PutAsync("key", "first", WriteCondition.Absent);
        Assert.Null(await PutAsync("key", "second", WriteCondition.Absent));
        Assert.Equal("first"u8.ToArray(), await DownloadAsync("key"));
    }

    [ContractFact]
    public async Task A_write_over_the_known_object_replaces_it_once()
    {
        var first = await PutAsync("key", "first", WriteCondition.Absent);
        var second = await PutAsync("key", "second", WriteCondition.Unchanged(first!.ETag));
        Assert.NotNull(second);
        Assert.Null(await PutAsync("key", "third", WriteCondition.Unchanged(first.ETag)));
        Assert.Equal("second"u8.ToArray(), await DownloadAsync("key"));
    }

    [ContractFact]
    public async Task A_write_over_an_object_that_is_gone_does_not_happen()
    {
        Assert.Null(await PutAsync("key", "value", WriteCondition.Unchanged(OtherETag)));
        Assert.Empty(await ListAsync(""));
    }

    [ContractFact]
    public Task A_small_upload_where_something_is_stored_changes_nothing() => A_lost_upload_changes_nothing(Mebibyte, WriteCondition.Absent);

    [ContractFact]
    public Task A_large_upload_where_something_is_stored_changes_nothing_and_leaves_nothing() =>
        A_lost_upload_changes_nothing(17 * Mebibyte, WriteCondition.Absent);

    [ContractFact]
    public Task A_small_upload_over_an_object_that_changed_changes_nothing() =>
        A_lost_upload_changes_nothing(Mebibyte, WriteCondition.Unchanged(OtherETag));

    [ContractFact]
    public Task A_large_upload_over_an_object_that_changed_changes_nothing_and_leaves_nothing() =>
        A_lost_upload_changes_nothing(17 * Mebibyte, WriteCondition.Unchanged(OtherETag));

    [ContractFact]
    public async Task A_large_upload_over_the_known_object_replaces_it()
    {
        var (upload, content) = folder.Write("newer.gz", 17 * Mebibyte);
        var first = await PutAsync(upload.Key, "first", WriteCondition.Absent);
        Assert.NotNull(await Store.TryUploadAsync(upload, WriteCondition.Unchanged(first!.ETag), CancellationToken.None));
        Assert.Equal(content, await DownloadAsync(upload.Key));
    }

    private async Task A_lost_upload_changes_nothing(int bytes, WriteCondition condition)
    {
        var (upload, _) = folder.Write("late.gz", bytes);
        var first = await PutAsync(upload.Key, "first", WriteCondition.Absent);
        Assert.Null(await Store.TryUploadAsync(upload, condition, CancellationToken.None));
        Assert.Equal(first!.ETag, (await Store.TryDescribeAsync(upload.Key, CancellationToken.None))!.ETag);
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task A_file_that_is_not_as_long_as_promised_is_refused_and_leaves_nothing()
    {
        var (upload, _) = folder.Write("changed.gz", 17 * Mebibyte);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.TryUploadAsync(
            upload with { Bytes = upload.Bytes - 1 }, WriteCondition.Absent, CancellationToken.None));
        Assert.False(fault.IsTransient);
        Assert.Empty(await ListAsync(""));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task A_file_that_is_gone_is_a_fault_and_not_a_crash()
    {
        var (upload, _) = folder.Write("gone.gz", 10);
        File.Delete(upload.Path);
        await Assert.ThrowsAsync<ServiceFaultException>(
            () => Store.TryUploadAsync(upload, WriteCondition.Absent, CancellationToken.None));
    }

    [ContractFact]
    public async Task An_object_larger_than_expected_is_a_fault()
    {
        await PutAsync("key", "12345", WriteCondition.Absent);
        Assert.Equal(5, (await Store.TryReadAsync("key", 5, CancellationToken.None))!.Content.Length);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.TryReadAsync("key", 4, CancellationToken.None));
        Assert.Equal(FaultKind.Permanent, fault.Kind);
    }

    [ContractFact]
    public async Task A_cancelled_upload_leaves_nothing_or_the_whole()
    {
        var (upload, content) = folder.Write("cancelled.gz", 40 * Mebibyte);
        using var stop = new CancellationTokenSource();
        var uploading = Task.Run(() => Store.TryUploadAsync(upload, WriteCondition.Absent, stop.Token));
        while (!uploading.IsCompleted && (await UnfinishedUploadsAsync()).Count == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        try
        {
            await uploading;
            Assert.Equal(content, await DownloadAsync(upload.Key));
        }
        catch (OperationCanceledException)
        {
            Assert.Null(await Store.TryDescribeAsync(upload.Key, CancellationToken.None));
        }

        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [ContractFact]
    public async Task Cancelled_beforehand_means_cancelled()
    {
        var (upload, _) = folder.Write("never.gz", 10);
        var stopped = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryUploadAsync(upload, WriteCondition.Absent, stopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryDescribeAsync("key", stopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CheckAsync(stopped));
    }

    [ContractFact]
    public async Task A_listing_goes_beyond_its_first_page()
    {
        const int Count = 1_005;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) => await PutAsync($"many/{number:0000}", "x", WriteCondition.Absent));
        await PutAsync("other", "x", WriteCondition.Absent);
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"many/{number:0000}"), await ListAsync("many/"));
    }

    /// <summary>Makes an empty bucket and a store for it.</summary>
    protected abstract Task<IArchiveStore> OpenAsync();

    /// <summary>The same bucket as another process sees it, which knows nothing but what it is told.</summary>
    protected abstract IArchiveStore OpenAnother();

    /// <summary>Gives back what <see cref="OpenAsync"/> and <see cref="OpenAnother"/> took.</summary>
    protected abstract Task CloseAsync();

    /// <summary>Keys of multipart uploads that were begun and neither completed nor aborted.</summary>
    protected abstract Task<IReadOnlyList<string>> UnfinishedUploadsAsync();

    private Task<StoredObject?> PutAsync(string key, string content, WriteCondition condition) =>
        Store.TryPutAsync(key, System.Text.Encoding.UTF8.GetBytes(content), "text/plain", condition, CancellationToken.None);

    private async Task<byte[]> DownloadAsync(string key)
    {
        await using var stream = await Store.TryOpenAsync(key, CancellationToken.None);
        using var memory = new MemoryStream();
        await stream!.CopyToAsync(memory);
        return memory.ToArray();
    }

    private async Task<List<string>> ListAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var each in Store.ListAsync(prefix, CancellationToken.None))
        {
            keys.Add(each.Key);
        }

        return keys;
    }
}
