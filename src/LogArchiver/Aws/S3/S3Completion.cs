using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Makes one object of an upload's parts, or puts the upload away, and tells afterwards which of both it was.</summary>
internal sealed class S3Completion(TracedS3Client client, string bucket, S3Faults faults, IArchiveStore store)
{
    private const string Operation = "CompleteMultipartUpload";

    /// <summary>Completes; see <see cref="IArchiveStore.TryCompleteAsync"/>.</summary>
    public async Task<StoredObject?> TryAsync(
        OpenUpload upload, IReadOnlyList<StoredPart> parts, string crc32, WriteCondition condition, CancellationToken cancellationToken)
    {
        // With checksums S3 answers numbers that leave one out with status 500, which reads as if a retry could help.
        if (parts.Count == 0 || parts.Where((part, index) => part.Number != index + 1).Any())
        {
            throw new ArgumentException("The parts are not numbered 1, 2, 3 and so on", nameof(parts));
        }

        try
        {
            var made = await client.CompleteMultipartUploadAsync(Request(upload, parts, crc32, condition), cancellationToken);
            return new StoredObject(upload.Key, parts.Sum(part => part.Bytes), made.ETag)
            {
                Crc32 = FullObjectChecksum.Of(made.ChecksumCRC32, made.ChecksumType),
            };
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            var fault = faults.From(thrown, Operation, upload.Key);
            return await ExplainAsync(fault, upload, parts, crc32, condition, cancellationToken);
        }
    }

    /// <summary>Aborts; see <see cref="IArchiveStore.AbortAsync"/>.</summary>
    public async Task AbortAsync(OpenUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await S3Abort.RunAsync(client, bucket, upload.Key, upload.UploadId, cancellationToken);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, "AbortMultipartUpload", upload.Key);
        }
    }

    private CompleteMultipartUploadRequest Request(
        OpenUpload upload, IReadOnlyList<StoredPart> parts, string crc32, WriteCondition condition)
    {
        // A store that rejects checksums is not sent any: that is what the setting is for.
        var sends = client.Config.RequestChecksumCalculation == RequestChecksumCalculation.WHEN_SUPPORTED;
        return new CompleteMultipartUploadRequest
        {
            BucketName = bucket,
            Key = upload.Key,
            UploadId = upload.UploadId,
            PartETags = [.. parts.Select(part => new PartETag(part.Number, part.ETag) { ChecksumCRC32 = sends ? part.Crc32 : null })],
            ChecksumCRC32 = sends ? crc32 : null,
            ChecksumType = sends ? ChecksumType.FULL_OBJECT : null,
            MpuObjectSize = sends ? parts.Sum(part => part.Bytes) : null,
            IfMatch = condition.IfMatch,
            IfNoneMatch = condition.IfMatch is null ? "*" : null,
        };
    }

    /// <summary>A completion may have been obeyed without our hearing of it: in this call, where the SDK asked again and met its
    /// own work, or in an earlier process that ended before it could write down the answer. Both look like a refusal, so what is
    /// stored decides.</summary>
    private async Task<StoredObject?> ExplainAsync(
        ServiceFaultException fault, OpenUpload upload, IReadOnlyList<StoredPart> parts, string crc32, WriteCondition condition,
        CancellationToken cancellationToken)
    {
        var isRefused = S3FaultKinds.IsRefusedCondition(fault.Code, fault.HttpStatus ?? 0)
            || (fault.Code == "NoSuchKey" && condition.IfMatch is not null);
        if (!isRefused && fault.Code != "NoSuchUpload")
        {
            throw fault;
        }

        var stored = await store.TryDescribeAsync(upload.Key, cancellationToken);
        if (isRefused)
        {
            await AbortAsync(upload, cancellationToken);
        }

        if (stored is not null && IsWhole(stored, parts, crc32))
        {
            return stored;
        }

        // After a conflict S3 wants the upload begun anew; where the condition has been lost with it there is no use in that.
        return isRefused && stored?.ETag != condition.IfMatch ? null : throw fault;
    }

    private static bool IsWhole(StoredObject stored, IReadOnlyList<StoredPart> parts, string crc32) =>
        stored.Bytes == parts.Sum(part => part.Bytes)
        && (stored.Crc32 is { } known ? known == crc32 : stored.ETag == MultipartETag.Of(parts));
}
