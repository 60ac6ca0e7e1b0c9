using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>CompleteMultipartUpload: holds the list against what arrived, joins the parts, and puts the object in place.</summary>
internal static class CompleteOperation
{
    /// <summary>Parts of an upload.</summary>
    public const int MostParts = 10_000;

    /// <summary>The least size of every part but the last: 5 MiB.</summary>
    public const long LeastPartBytes = 5 << 20;

    /// <summary>Completes.</summary>
    public static async Task CompleteAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var (root, _) = await call.XmlAsync(ofObject: true);
        var upload = call.Store.Upload(call.BucketName, call.Key, call.Query("uploadId"));
        var parts = Choose(upload, root);
        CheckSizes(parts);
        CheckPromises(call, upload.Facts, parts);
        var guard = WriteGuard.Of(call.Request.Headers, call.Key);
        guard.Check(bucket.Find(call.Key));
        bucket.Watch(guard);
        var path = call.Store.Folders.NewIncoming();
        try
        {
            var algorithm = upload.Facts.Algorithm ?? ChecksumAlgorithm.Crc64Nvme;
            var digest = await JoinAsync(upload, parts, path, algorithm, call.Context.RequestAborted);
            var checksum = upload.Facts.Type == ChecksumType.FullObject ? digest.Checksum : Composite(algorithm, parts);
            CheckChecksum(call, checksum);
            var stored = bucket.Commit(
                guard,
                new ObjectFacts
                {
                    Key = call.Key,
                    Bytes = digest.Bytes,
                    ETag = ETagOf(parts),
                    LastModified = call.Store.Now,
                    Checksum = checksum,
                    Headers = upload.Facts.Headers,
                    PartBytes = [.. parts.Select(part => part.Bytes)],
                },
                path);
            call.Store.End(upload);
            PutOperations.SetWritten(call.Response, stored.Headers);
            await XmlAsync(call.Context, Element(
                "CompleteMultipartUploadResult",
                Element("Location", $"{call.Request.Scheme}://{call.Request.Host}/{call.BucketName}/{Uri.EscapeDataString(call.Key)}"),
                Element("Bucket", call.BucketName),
                Element("Key", call.Key),
                Element("ETag", stored.QuotedETag),
                ChecksumElements(checksum)));
        }
        finally
        {
            bucket.Unwatch(guard);
            File.Delete(path);
        }
    }

    /// <summary>The parts the client lists, which must be among those that arrived.</summary>
    private static List<PartFacts> Choose(MultipartUpload upload, XElement? root)
    {
        var entries = root?.Elements().Where(element => element.Name.LocalName == "Part").ToList() ?? [];
        if (entries.Count is 0 or > MostParts)
        {
            throw S3Faults.MalformedXml();
        }

        var arrived = upload.Parts.ToDictionary(part => part.Number);
        var chosen = new List<PartFacts>(entries.Count);
        foreach (var entry in entries)
        {
            var etag = S3Call.Child(entry, "ETag")?.Trim('"') ?? throw S3Faults.MalformedXml();
            var isNumber = int.TryParse(S3Call.Child(entry, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (!isNumber || number is < 1 or > MostParts)
            {
                throw S3Faults.MalformedXml();
            }

            if (chosen.Count > 0 && number <= chosen[^1].Number)
            {
                throw new S3FaultException(400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
                {
                    Details = [("UploadId", upload.Facts.Id)],
                };
            }

            if (!arrived.TryGetValue(number, out var part) || part.ETag != etag)
            {
                throw S3Faults.InvalidPart(upload.Facts.Id, number, etag);
            }

            CheckPart(upload.Facts, part, entry);
            chosen.Add(part);
        }

        return chosen;
    }

    private static void CheckPart(UploadFacts upload, PartFacts part, XElement entry)
    {
        var given = S3Call.Child(entry, part.Checksum.Algorithm.Element());
        if (given is not null && given != part.Checksum.Value)
        {
            throw S3Faults.InvalidPart(upload.Id, part.Number, part.ETag);
        }

        if (given is null && upload.Algorithm is { } algorithm && upload.Type == ChecksumType.Composite)
        {
            throw S3Faults.InvalidRequest($"The upload was created using a {algorithm.Name().ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {part.Number} in the request.");
        }
    }

    private static void CheckSizes(List<PartFacts> parts)
    {
        if (parts.SkipLast(1).FirstOrDefault(part => part.Bytes < LeastPartBytes) is { } small)
        {
            throw new S3FaultException(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            {
                Details =
                [
                    ("ETag", small.ETag),
                    ("MinSizeAllowed", $"{LeastPartBytes}"),
                    ("PartNumber", $"{small.Number}"),
                    ("ProposedSize", $"{small.Bytes}"),
                ],
            };
        }
    }

    private static void CheckPromises(S3Call call, UploadFacts upload, List<PartFacts> parts)
    {
        // "Checking object integrity for data uploads": with checksums the numbers are consecutive from 1, else status 500.
        if (upload.Algorithm is not null && parts[^1].Number != parts.Count)
        {
            throw new S3FaultException(500, "InternalError", "We encountered an internal error. Please try again.");
        }

        var bytes = parts.Sum(part => part.Bytes);
        if (call.Header("x-amz-mp-object-size") is { } promised && promised != $"{bytes}")
        {
            throw S3Faults.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {promised} does not match what was computed: {bytes}");
        }

        if (call.Header("x-amz-checksum-type") is { } type && type != upload.Type.Name())
        {
            throw S3Faults.InvalidRequest($"The upload was created using the {upload.Type.Name()} checksum mode. The complete request must use the same checksum mode.");
        }
    }

    private static void CheckChecksum(S3Call call, Checksum checksum)
    {
        // The value of an upload without an algorithm of its own may be given too, as CRC-64/NVME.
        foreach (var algorithm in ChecksumNames.All)
        {
            if (call.Header(algorithm.Header()) is not { } given)
            {
                continue;
            }

            if (algorithm != checksum.Algorithm || given != checksum.Value)
            {
                throw S3Faults.BadDigest(algorithm.Name());
            }
        }
    }

    private static async Task<BodyDigest> JoinAsync(
        MultipartUpload upload, List<PartFacts> parts, string path, ChecksumAlgorithm algorithm, CancellationToken cancellationToken)
    {
        try
        {
            return await FileJoin.JoinAsync(parts.Select(part => File.OpenRead(Path.Combine(upload.Folder, part.File))), path, algorithm, cancellationToken);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Aborted, completed or sent anew by somebody else meanwhile.
            throw S3Faults.NoSuchUpload(upload.Facts.Id);
        }
    }

    private static Checksum Composite(ChecksumAlgorithm algorithm, List<PartFacts> parts)
    {
        using var running = new RunningChecksum(algorithm);
        foreach (var part in parts)
        {
            running.Append(Convert.FromBase64String(part.Checksum.Value));
        }

        return new Checksum(algorithm, $"{running.Finish()}-{parts.Count}", ChecksumType.Composite);
    }

    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The entity tag of a multipart object is made of MD5s.")]
    private static string ETagOf(List<PartFacts> parts)
    {
        var digests = parts.SelectMany(part => Convert.FromHexString(part.ETag)).ToArray();
        return $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}";
    }
}
