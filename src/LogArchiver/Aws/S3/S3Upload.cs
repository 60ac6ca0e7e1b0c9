using Amazon.S3;
using Amazon.S3.Transfer;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Sends files with TransferUtility and leaves nothing unfinished behind.</summary>
internal sealed class S3Upload(TracedS3Client client, string bucket, S3Faults faults, TimeProvider clock) : IDisposable
{
    /// <summary>How long removing an unfinished upload may take once everything else was cancelled.</summary>
    public static readonly TimeSpan CleanupTime = TimeSpan.FromSeconds(10);

    private readonly TransferUtility transfer = new(client, new TransferUtilityConfig
    {
        ConcurrentServiceRequests = PartSize.PartsAtOnce,
        MinSizeBeforePartUpload = PartSize.MultipartBytes,
    });

    /// <summary>Sends the file.</summary>
    /// <exception cref="AmazonS3Exception">S3 refused it; nothing is left behind.</exception>
    public async Task<StoredObject> SendAsync(
        FileUpload upload, WriteCondition condition, WriteTrace trace, CancellationToken cancellationToken)
    {
        var length = new FileInfo(upload.Path).Length;
        if (length != upload.Bytes)
        {
            throw faults.New(FaultKind.Permanent, "PutObject", upload.Key, "FileChanged",
                $"{upload.Path} has {length} bytes where {upload.Bytes} were written: something else changed it");
        }

        try
        {
            var sent = await transfer.UploadWithResponseAsync(Request(upload, condition), cancellationToken);
            return new StoredObject(upload.Key, upload.Bytes, sent.ETag)
            {
                Crc32 = FullObjectChecksum.Of(sent.ChecksumCRC32, sent.ChecksumType),
                Metadata = upload.Metadata,
            };
        }
        catch (Exception thrown)
        {
            var refused = await RemoveUnfinishedAsync(upload.Key, trace, S3Faults.IsCancellation(thrown, cancellationToken));
            if (refused is null)
            {
                throw;
            }

            throw S3Faults.And(faults.From(thrown, trace.FailedOperation ?? "PutObject", upload.Key), refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transfer.Dispose();

    private TransferUtilityUploadRequest Request(FileUpload upload, WriteCondition condition)
    {
        var request = new TransferUtilityUploadRequest
        {
            BucketName = bucket,
            Key = upload.Key,
            FilePath = upload.Path,
            ContentType = upload.ContentType,
            PartSize = PartSize.For(upload.Bytes),
            IfMatch = condition.IfMatch,
            IfNoneMatch = condition.IfMatch is null ? "*" : null,
        };

        // A store that rejects checksums is not sent any: that is what the setting is for.
        if (client.Config.RequestChecksumCalculation == Amazon.Runtime.RequestChecksumCalculation.WHEN_SUPPORTED)
        {
            request.ChecksumAlgorithm = ChecksumAlgorithm.CRC32;
            request.ChecksumCRC32 = upload.Crc32;
        }

        foreach (var (name, value) in upload.Metadata)
        {
            request.Metadata[name] = value;
        }

        return request;
    }

    /// <summary>TransferUtility would abort in most cases, but not when it is cancelled at the wrong moment, nor for parts still in
    /// flight after five seconds, and it would block a thread for it.</summary>
    /// <returns>The refusal to remove it, which nobody would hear of otherwise; null where there is none.</returns>
    private async Task<ServiceFaultException?> RemoveUnfinishedAsync(string key, WriteTrace trace, bool cancelled)
    {
        ServiceFaultException? refused = null;
        using var time = new CancellationTokenSource(CleanupTime, clock);
        foreach (var uploadId in trace.UploadIds)
        {
            try
            {
                await S3Abort.RunAsync(client, bucket, key, uploadId, time.Token);
            }
            catch (Exception thrown)
            {
                // What went wrong with the upload, or its cancellation, says more than that its parts could not be removed as
                // well: the bucket's lifecycle rule takes those. Only a missing permission would stay unknown for ever.
                var fault = faults.From(thrown, "AbortMultipartUpload", key);
                refused = fault.Kind == FaultKind.AccessDenied && !cancelled ? fault : refused;
            }
        }

        return refused;
    }
}
