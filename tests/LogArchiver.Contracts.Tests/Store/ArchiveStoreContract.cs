using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>What every implementation of <see cref="IArchiveStore"/> keeps.</summary>
public abstract class ArchiveStoreContract : IAsyncLifetime
{
    private const int Mebibyte = 1 << 20;

    private readonly TestFolder folder = new();

    /// <summary>An empty bucket.</summary>
    protected IArchiveStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public async Task DisposeAsync()
    {
        folder.Delete();
        await CloseAsync();
    }

    [Fact]
    public Task A_bucket_that_is_there_passes_the_check() => Store.CheckAsync(CancellationToken.None);

    [Fact]
    public async Task Nothing_stored_is_null_and_no_fault()
    {
        Assert.Null(await Store.TryDescribeAsync("absent", CancellationToken.None));
        Assert.Null(await Store.TryReadAsync("absent", 10, CancellationToken.None));
        Assert.Null(await Store.TryOpenAsync("absent", CancellationToken.None));
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5 * Mebibyte)]
    [InlineData(17 * Mebibyte)]
    [InlineData(40 * Mebibyte)]
    public async Task An_uploaded_file_is_stored_byte_for_byte_with_its_checksum(int bytes)
    {
        var (upload, content) = folder.Write("day.ndjson.gz", bytes);
        var uploaded = await Store.TryUploadAsync(upload, WriteCondition.Absent, CancellationToken.None);
        var described = await Store.TryDescribeAsync(upload.Key, CancellationToken.None);

        Assert.NotNull(uploaded);
        Assert.NotNull(described);
        Assert.Equal(bytes, described.Bytes);
        Assert.Equal(uploaded.ETag, described.ETag);
        Assert.Equal(upload.Metadata, described.Metadata);
        Assert.Equal(ExpectedChecksum(upload), described.Crc32);
        Assert.Equal(content, await DownloadAsync(upload.Key));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [Theory]
    [InlineData("logs/group=~aws~lambda~x/dt=2026-11-19/~aws~lambda~x_2026-11-19.ndjson.gz")]
    [InlineData("a#b/c d/e+f/100%/q?x=1&y")]
    [InlineData("로그/日本/é/😀.txt")]
    [InlineData("_manifests/group=a.b-c_d/dt=2026-11-19.json")]
    public async Task A_key_means_itself_whatever_its_characters(string key)
    {
        await Store.TryPutAsync(key, "{}"u8.ToArray(), "application/json", WriteCondition.Absent, CancellationToken.None);
        Assert.Equal("{}"u8.ToArray(), await DownloadAsync(key));
        Assert.Equal([key], await ListAsync(""));
        Assert.Equal([key], await ListAsync(key[..3]));
        Assert.NotNull(await Store.TryDescribeAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_write_where_nothing_may_be_leaves_what_is_there()
    {
        await PutAsync("key", "first", WriteCondition.Absent);
        Assert.Null(await PutAsync("key", "second", WriteCondition.Absent));
        Assert.Equal("first"u8.ToArray(), await DownloadAsync("key"));
    }

    [Fact]
    public async Task A_write_over_the_known_object_replaces_it_once()
    {
        var first = await PutAsync("key", "first", WriteCondition.Absent);
        var second = await PutAsync("key", "second", WriteCondition.Unchanged(first!.ETag));
        Assert.NotNull(second);
        Assert.Null(await PutAsync("key", "third", WriteCondition.Unchanged(first.ETag)));
        Assert.Equal("second"u8.ToArray(), await DownloadAsync("key"));
    }

    [Fact]
    public async Task A_write_over_an_object_that_is_gone_does_not_happen()
    {
        Assert.Null(await PutAsync("key", "value", WriteCondition.Unchanged("\"00000000000000000000000000000000\"")));
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData(Mebibyte)]
    [InlineData(17 * Mebibyte)]
    public async Task An_upload_that_lost_its_precondition_changes_nothing_and_leaves_nothing(int bytes)
    {
        var (upload, _) = folder.Write("late.gz", bytes);
        var first = await PutAsync(upload.Key, "first", WriteCondition.Absent);
        Assert.Null(await Store.TryUploadAsync(upload, WriteCondition.Absent, CancellationToken.None));
        Assert.Null(await Store.TryUploadAsync(upload, WriteCondition.Unchanged("\"0123\""), CancellationToken.None));
        Assert.Equal(first!.ETag, (await Store.TryDescribeAsync(upload.Key, CancellationToken.None))!.ETag);
        Assert.Empty(await UnfinishedUploadsAsync());

        Assert.NotNull(await Store.TryUploadAsync(upload, WriteCondition.Unchanged(first.ETag), CancellationToken.None));
        Assert.Equal(bytes, (await Store.TryDescribeAsync(upload.Key, CancellationToken.None))!.Bytes);
    }

    [Fact]
    public async Task A_file_that_is_not_as_long_as_promised_is_refused_and_leaves_nothing()
    {
        var (upload, _) = folder.Write("changed.gz", 17 * Mebibyte);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.TryUploadAsync(
            upload with { Bytes = upload.Bytes - 1 }, WriteCondition.Absent, CancellationToken.None));
        Assert.False(fault.IsTransient);
        Assert.Empty(await ListAsync(""));
        Assert.Empty(await UnfinishedUploadsAsync());
    }

    [Fact]
    public async Task A_file_that_is_gone_is_a_fault_and_not_a_crash()
    {
        var (upload, _) = folder.Write("gone.gz", 10);
        File.Delete(upload.Path);
        await Assert.ThrowsAsync<ServiceFaultException>(
            () => Store.TryUploadAsync(upload, WriteCondition.Absent, CancellationToken.None));
    }

    [Fact]
    public async Task An_object_larger_than_expected_is_a_fault()
    {
        await PutAsync("key", "12345", WriteCondition.Absent);
        Assert.Equal(5, (await Store.TryReadAsync("key", 5, CancellationToken.None))!.Content.Length);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => Store.TryReadAsync("key", 4, CancellationToken.None));
        Assert.Equal(FaultKind.Permanent, fault.Kind);
    }

    [Fact]
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

    [Fact]
    public async Task Cancelled_beforehand_means_cancelled()
    {
        var (upload, _) = folder.Write("never.gz", 10);
        var stopped = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryUploadAsync(upload, WriteCondition.Absent, stopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryDescribeAsync("key", stopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CheckAsync(stopped));
    }

    [Fact]
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

    /// <summary>Gives back what <see cref="OpenAsync"/> took.</summary>
    protected abstract Task CloseAsync();

    /// <summary>Keys of multipart uploads that were begun and neither completed nor aborted.</summary>
    protected abstract Task<IReadOnlyList<string>> UnfinishedUploadsAsync();

    /// <summary>The checksum the store should give for an upload.</summary>
    protected virtual string? ExpectedChecksum(FileUpload upload) => upload.Crc32;

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
