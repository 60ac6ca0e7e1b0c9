using Microsoft.AspNetCore.Http;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>All of a multipart upload but its completion.</summary>
internal static class MultipartOperations
{
    private const int MostListed = 1000;

    /// <summary>CreateMultipartUpload.</summary>
    public static Task CreateAsync(S3Call call)
    {
        _ = call.Bucket;
        PutOperations.CheckKey(call.Key);
        var named = call.Header("x-amz-checksum-algorithm");
        var algorithm = ChecksumNames.Parse(named);
        if (named is not null && algorithm is null)
        {
            throw S3Faults.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }

        var upload = call.Store.Begin(new UploadFacts
        {
            Id = Guid.NewGuid().ToString("N"),
            Bucket = call.BucketName,
            Key = call.Key,
            Initiated = call.Store.Now,
            Headers = ObjectHeadersReader.Read(call.Request.Headers),
            Algorithm = algorithm,
            Type = TypeOf(algorithm, call.Header("x-amz-checksum-type")),
        });
        PutOperations.SetWritten(call.Response, upload.Facts.Headers);
        if (algorithm is { } chosen)
        {
            call.Response.Headers["x-amz-checksum-algorithm"] = chosen.Name();
            call.Response.Headers["x-amz-checksum-type"] = upload.Facts.Type.Name();
        }

        return XmlAsync(call.Context, Element(
            "InitiateMultipartUploadResult",
            Element("Bucket", call.BucketName), Element("Key", call.Key), Element("UploadId", upload.Facts.Id)));
    }

    /// <summary>UploadPart.</summary>
    public static async Task UploadPartAsync(S3Call call)
    {
        _ = call.Bucket;
        var number = PartNumber(call.Query("partNumber"));
        var upload = call.Store.Upload(call.BucketName, call.Key, call.Query("uploadId"));
        CheckAlgorithm(upload.Facts, BodyPlan.Of(call.Request).Algorithm);
        var path = call.Store.Folders.NewIncoming();
        try
        {
            var digest = await BodyReader.ToFileAsync(call.Request, path, upload.Facts.Algorithm ?? ChecksumAlgorithm.Crc64Nvme);
            upload.Add(
                new PartFacts
                {
                    Number = number,
                    File = $"{number:D5}-{Path.GetFileName(path)}.part",
                    Bytes = digest.Bytes,
                    ETag = digest.ETag,
                    Checksum = digest.Checksum,
                    LastModified = call.Store.Now,
                },
                path);
            call.Response.Headers.ETag = $"\"{digest.ETag}\"";
            call.Response.Headers[digest.Checksum.Algorithm.Header()] = digest.Checksum.Value;
            PutOperations.SetWritten(call.Response, upload.Facts.Headers);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>AbortMultipartUpload.</summary>
    public static Task AbortAsync(S3Call call)
    {
        _ = call.Bucket;
        call.Store.End(call.Store.Upload(call.BucketName, call.Key, call.Query("uploadId")));
        call.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>ListParts.</summary>
    public static Task ListPartsAsync(S3Call call)
    {
        _ = call.Bucket;
        var upload = call.Store.Upload(call.BucketName, call.Key, call.Query("uploadId"));
        var marker = call.QueryNumber("part-number-marker", 0, least: 0, most: int.MaxValue);
        var most = call.QueryNumber("max-parts", MostListed, least: 0, most: MostListed);
        var rest = upload.Parts.Where(part => part.Number > marker).ToList();
        var page = rest.Take(most).ToList();
        return XmlAsync(call.Context, Element(
            "ListPartsResult",
            Element("Bucket", call.BucketName),
            Element("Key", call.Key),
            Element("UploadId", upload.Facts.Id),
            BucketOperations.Owner("Initiator"),
            BucketOperations.Owner(),
            Element("StorageClass", upload.Facts.Headers.StorageClass),
            Element("PartNumberMarker", marker),
            Element("NextPartNumberMarker", page.Count == 0 ? 0 : page[^1].Number),
            Element("MaxParts", most),
            Element("IsTruncated", page.Count < rest.Count),
            upload.Facts.Algorithm is { } algorithm ? Element("ChecksumAlgorithm", algorithm.Name()) : null,
            upload.Facts.Algorithm is null ? null : Element("ChecksumType", upload.Facts.Type.Name()),
            page.Select(part => Element(
                "Part",
                Element("PartNumber", part.Number),
                Element("LastModified", Moment(part.LastModified)),
                Element("ETag", $"\"{part.ETag}\""),
                Element("Size", part.Bytes),
                upload.Facts.Algorithm is null ? null : Element(part.Checksum.Algorithm.Element(), part.Checksum.Value)))));
    }

    /// <summary>ListMultipartUploads, by key and age.</summary>
    public static Task ListUploadsAsync(S3Call call)
    {
        _ = call.Bucket;
        if (call.Query("delimiter").Length > 0)
        {
            throw S3Faults.NotImplemented("delimiter for ListMultipartUploads");
        }

        var most = call.QueryNumber("max-uploads", MostListed, least: 1, most: MostListed);
        var (keyMarker, idMarker, prefix) = (call.Query("key-marker"), call.Query("upload-id-marker"), call.Query("prefix"));
        var all = call.Store.UploadsOf(call.BucketName).Where(upload => upload.Facts.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var marker = all.FindIndex(upload => upload.Facts.Key == keyMarker && upload.Facts.Id == idMarker);
        var rest = marker >= 0 ? all[(marker + 1)..]
            : [.. all.Where(upload => keyMarker.Length == 0 || KeyOrder.Instance.Compare(upload.Facts.Key, keyMarker) > 0)];
        var page = rest.Take(most).Select(upload => upload.Facts).ToList();
        var more = page.Count < rest.Count;
        return XmlAsync(call.Context, Element(
            "ListMultipartUploadsResult",
            Element("Bucket", call.BucketName),
            Element("KeyMarker", ListOperations.Encode(call, keyMarker)),
            Element("UploadIdMarker", idMarker),
            Element("NextKeyMarker", more ? ListOperations.Encode(call, page[^1].Key) : ""),
            Element("NextUploadIdMarker", more ? page[^1].Id : ""),
            Element("Prefix", ListOperations.Encode(call, prefix)),
            Element("MaxUploads", most),
            Element("IsTruncated", more),
            page.Select(upload => Element(
                "Upload",
                Element("Key", ListOperations.Encode(call, upload.Key)),
                Element("UploadId", upload.Id),
                BucketOperations.Owner("Initiator"),
                BucketOperations.Owner(),
                Element("StorageClass", upload.Headers.StorageClass),
                Element("Initiated", Moment(upload.Initiated))))));
    }

    private static int PartNumber(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number is >= 1 and <= CompleteOperation.MostParts
            ? number
            : throw S3Faults.InvalidArgument("partNumber", text, "Part number must be an integer between 1 and 10000, inclusive");

    /// <summary>Which types an algorithm may have: from "Checking object integrity for data uploads".</summary>
    private static ChecksumType TypeOf(ChecksumAlgorithm? algorithm, string? given)
    {
        var natural = algorithm is null or ChecksumAlgorithm.Crc64Nvme ? ChecksumType.FullObject : ChecksumType.Composite;
        var type = given switch
        {
            null => natural,
            "FULL_OBJECT" => ChecksumType.FullObject,
            "COMPOSITE" => ChecksumType.Composite,
            _ => throw S3Faults.InvalidRequest("Value for x-amz-checksum-type header is invalid."),
        };
        if (given is not null && algorithm is null)
        {
            throw S3Faults.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }

        var both = algorithm is ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C;
        return type == natural || both
            ? type
            : throw S3Faults.InvalidRequest($"The {given} checksum type cannot be used with the {algorithm?.Name().ToLowerInvariant()} checksum algorithm.");
    }

    /// <summary>A part's checksum is of the upload's algorithm; S3 computes only CRC-64/NVME by itself.</summary>
    private static void CheckAlgorithm(UploadFacts upload, ChecksumAlgorithm? given)
    {
        if (given != upload.Algorithm && !(given is null && upload.Algorithm == ChecksumAlgorithm.Crc64Nvme))
        {
            throw S3Faults.InvalidRequest($"Checksum Type mismatch occurred, expected checksum Type: {Name(upload.Algorithm)}, actual checksum Type: {Name(given)}");
        }

        static string Name(ChecksumAlgorithm? algorithm) => algorithm?.Name().ToLowerInvariant() ?? "null";
    }
}
