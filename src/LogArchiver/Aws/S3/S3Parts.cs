using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Multipart uploads that outlive the process: begun, continued and listed. What ends one is <see cref="S3Completion"/>.</summary>
internal sealed class S3Parts(IAmazonS3 client, string bucket, S3Faults faults)
{
    /// <summary>A store that rejects checksums is not sent any: that is what the setting is for.</summary>
    private bool SendsChecksums => client.Config.RequestChecksumCalculation == RequestChecksumCalculation.WHEN_SUPPORTED;

    /// <summary>CreateMultipartUpload, for a checksum of the whole object in the end.</summary>
    public async Task<OpenUpload> BeginAsync(
        string key, string contentType, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = bucket,
            Key = key,
            ContentType = contentType,
            ChecksumAlgorithm = SendsChecksums ? ChecksumAlgorithm.CRC32 : null,
            ChecksumType = SendsChecksums ? ChecksumType.FULL_OBJECT : null,
        };
        foreach (var (name, value) in metadata)
        {
            request.Metadata[name] = value;
        }

        try
        {
            var begun = await client.InitiateMultipartUploadAsync(request, cancellationToken);
            return new OpenUpload(key, begun.UploadId);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, "CreateMultipartUpload", key);
        }
    }

    /// <summary>UploadPart, from the file: no part is ever whole in memory.</summary>
    public async Task<StoredPart> PutAsync(OpenUpload upload, int number, FilePart part, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, PartLimits.MostParts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part.Bytes, PartLimits.MaxPartBytes, nameof(part));
        try
        {
            CheckFile(upload.Key, part);
            var sent = await client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = upload.Key,
                    UploadId = upload.UploadId,
                    PartNumber = number,
                    FilePath = part.Path,
                    FilePosition = part.Offset,
                    PartSize = part.Bytes,
                    ChecksumCRC32 = SendsChecksums ? part.Crc32 : null,
                },
                cancellationToken);
            return new StoredPart(number, sent.ETag, part.Bytes, part.Crc32);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, "UploadPart", upload.Key);
        }
    }

    /// <summary>ListMultipartUploads, page by page.</summary>
    public async IAsyncEnumerable<OpenUpload> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix };
        ListMultipartUploadsResponse page;
        do
        {
            page = await PageAsync(request, cancellationToken);
            foreach (var each in page.MultipartUploads ?? [])
            {
                yield return new OpenUpload(each.Key, each.UploadId);
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);
    }

    private async Task<ListMultipartUploadsResponse> PageAsync(ListMultipartUploadsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ListMultipartUploadsAsync(request, cancellationToken);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, "ListMultipartUploads", null);
        }
    }

    /// <summary>The SDK would send what there is of a file that is too short.</summary>
    private void CheckFile(string key, FilePart part)
    {
        var length = new FileInfo(part.Path).Length;
        if (length < part.Offset + part.Bytes)
        {
            throw faults.New(FaultKind.Permanent, "UploadPart", key, "FileChanged",
                $"{part.Path} has {length} bytes where {part.Offset + part.Bytes} were written: something else changed it");
        }
    }
}
