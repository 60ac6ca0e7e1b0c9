using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Amazon.S3.Model;
using Amazon.S3;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>One bucket of S3, or of a store that speaks its protocol.</summary>
internal sealed class S3ArchiveStore : IArchiveStore, IDisposable
{
    private readonly TracedS3Client client;
    private readonly string bucket;
    private readonly S3Faults faults;
    private readonly S3Upload upload;
    private readonly S3Refusal refusal;
    private readonly S3Parts parts;
    private readonly S3Completion completion;
    private readonly S3Deletion deletion;
    private readonly S3Download download;

    /// <summary>Takes over the client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="region">The Region the requests go to.</param>
    /// <param name="clock">The time.</param>
    /// <param name="random">Chance, for the jitter of retries; locked while it is asked.</param>
    public S3ArchiveStore(TracedS3Client client, string bucket, string region, TimeProvider clock, Random random)
    {
        this.client = client;
        this.bucket = bucket;
        faults = new S3Faults(bucket, region);
        upload = new S3Upload(client, bucket, faults, clock);
        refusal = new S3Refusal(this);
        parts = new S3Parts(client, bucket, faults);
        completion = new S3Completion(client, bucket, faults, this);
        deletion = new S3Deletion(client, bucket, faults, this);
        download = new S3Download(client, bucket, faults, clock, random);
    }

    /// <inheritdoc/>
    /// <remarks>Lists one key: the answer to a listing has a body that says what is wrong, the answer to HEAD has none, and both
    /// need <c>s3:ListBucket</c> alone.</remarks>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        AskAsync("ListObjectsV2", null, () => client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = bucket, MaxKeys = 1 }, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredObject?> TryDescribeAsync(string key, CancellationToken cancellationToken) =>
        TryFindAsync("HeadObject", key, async () =>
        {
            var found = await client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED }, cancellationToken);
            return new StoredObject(key, found.ContentLength, found.ETag)
            {
                Crc32 = FullObjectChecksum.Of(found.ChecksumCRC32, found.ChecksumType),
                Metadata = S3Metadata.Of(found.Metadata),
            };
        }, cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredContent?> TryReadAsync(string key, int maxBytes, CancellationToken cancellationToken)
    {
        var found = await TryGetAsync(key, cancellationToken);
        if (found is null)
        {
            return null;
        }

        await using var stream = new S3ContentStream(found, key, download, faults);
        if (found.ContentLength > maxBytes)
        {
            throw faults.New(FaultKind.Permanent, S3Download.Operation, key, "TooLarge",
                $"{key} has {found.ContentLength} bytes; at most {maxBytes} were expected, so it is not what it should be");
        }

        var content = new byte[found.ContentLength];
        await stream.ReadExactlyAsync(content, cancellationToken);

        // The checksum is compared only when the end has been seen.
        if (await stream.ReadAsync(new byte[1], cancellationToken) > 0)
        {
            throw faults.New(FaultKind.Permanent, S3Download.Operation, key, "LengthUnknown", $"The answer with {key} does not tell its length, as S3 does",
                fix: "Reach the store without the proxy that packs its answers anew.");
        }

        return new StoredContent(
            new StoredObject(key, content.Length, found.ETag)
            {
                Crc32 = FullObjectChecksum.Of(found.ChecksumCRC32, found.ChecksumType),
                Metadata = S3Metadata.Of(found.Metadata),
            },
            content);
    }

    /// <inheritdoc/>
    public async Task<Stream?> TryOpenAsync(string key, CancellationToken cancellationToken) =>
        await TryGetAsync(key, cancellationToken) is { } found ? new S3ContentStream(found, key, download, faults) : null;

    /// <inheritdoc/>
    public async Task<StoredObject?> TryUploadAsync(FileUpload file, WriteCondition condition, CancellationToken cancellationToken)
    {
        var trace = WriteTrace.Begin();
        try
        {
            return await upload.SendAsync(file, condition, trace, cancellationToken);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            return await refusal.ExplainAsync(
                faults.From(thrown, trace.FailedOperation ?? "PutObject", file.Key), file.Key, condition, trace, stored => S3Refusal.IsFile(stored, file), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<StoredObject?> TryPutAsync(
        string key, ReadOnlyMemory<byte> content, string contentType, WriteCondition condition, CancellationToken cancellationToken)
    {
        var trace = WriteTrace.Begin();
        try
        {
            // A checkpoint holds up to a part's worth of packed bytes: they are not to lie in memory once more.
            var bytes = MemoryMarshal.TryGetArray(content, out var segment) ? segment : content.ToArray();
            using var body = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            var put = await client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    InputStream = body,
                    ContentType = contentType,
                    IfMatch = condition.IfMatch,
                    IfNoneMatch = condition.IfMatch is null ? "*" : null,
                },
                cancellationToken);
            return new StoredObject(key, content.Length, put.ETag) { Crc32 = FullObjectChecksum.Of(put.ChecksumCRC32, put.ChecksumType) };
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            return await refusal.ExplainAsync(
                faults.From(thrown, "PutObject", key), key, condition, trace,
                stored => refusal.IsContentAsync(stored, content, cancellationToken), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, ContinuationToken = token };
            var page = await AskAsync(
                "ListObjectsV2", null, () => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var each in page.S3Objects ?? [])
            {
                yield return new StoredObject(each.Key, each.Size ?? 0, each.ETag) { Modified = each.LastModified?.ToUniversalTime() };
            }

            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (token is not null);
    }

    /// <inheritdoc/>
    public Task<OpenUpload> BeginUploadAsync(
        string key, string contentType, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        parts.BeginAsync(key, contentType, metadata, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredPart> PutPartAsync(OpenUpload open, int number, FilePart part, CancellationToken cancellationToken) =>
        parts.PutAsync(open, number, part, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredObject?> TryCompleteAsync(
        OpenUpload open, IReadOnlyList<StoredPart> all, string crc32, WriteCondition condition, CancellationToken cancellationToken) =>
        completion.TryAsync(open, all, crc32, condition, cancellationToken);

    /// <inheritdoc/>
    public Task AbortAsync(OpenUpload open, CancellationToken cancellationToken) => completion.AbortAsync(open, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<OpenUpload> ListUploadsAsync(string prefix, CancellationToken cancellationToken) =>
        parts.ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryDeleteAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        deletion.TryAsync(key, condition, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        upload.Dispose();
        client.Dispose();
    }

    private Task<GetObjectResponse?> TryGetAsync(string key, CancellationToken cancellationToken) =>
        TryFindAsync(S3Download.Operation, key, () => download.OpenAsync(key, cancellationToken), cancellationToken);

    private async Task<T?> TryFindAsync<T>(string operation, string key, Func<Task<T>> request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await AskAsync(operation, key, request, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Kind == FaultKind.NotFound && fault.Code != "NoSuchBucket")
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(string operation, string? key, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request();
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, operation, key);
        }
    }
}
