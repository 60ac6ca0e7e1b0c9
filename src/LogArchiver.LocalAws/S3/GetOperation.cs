using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>GetObject and HeadObject.</summary>
internal static class GetOperation
{
    private const int CopyBytes = 1 << 16;

    private static readonly (string Query, string Header)[] Overrides =
    [
        ("response-cache-control", "Cache-Control"),
        ("response-content-disposition", "Content-Disposition"),
        ("response-content-encoding", "Content-Encoding"),
        ("response-content-language", "Content-Language"),
        ("response-content-type", "Content-Type"),
        ("response-expires", "Expires"),
    ];

    /// <summary>Answers with the object or a range of it; with the headers alone to HEAD.</summary>
    public static async Task GetAsync(S3Call call)
    {
        if (call.Bucket.Open(call.Key) is not { } opened)
        {
            throw S3Faults.NoSuchKey(call.Key);
        }

        await using var content = opened.Content;
        // Who changes a file by hand is to see what a reader makes of it: the bytes are those that are there, the checksum is the writer's.
        var stored = opened.Facts with { Bytes = content.Length };
        ReadCondition.Check(call.Request.Headers, stored);
        var range = RangeOf(call, stored);
        SetHeaders(call, stored, range);
        call.Response.ContentLength = range?.Count ?? stored.Bytes;
        if (call.Operation == "GetObject")
        {
            await SendAsync(call, content, range ?? new ByteRange(0, stored.Bytes));
        }
    }

    /// <summary>GetObjectTagging: no object here has tags.</summary>
    public static Task TaggingAsync(S3Call call) => call.Bucket.Find(call.Key) is null
        ? throw S3Faults.NoSuchKey(call.Key)
        : XmlAsync(call.Context, Element("Tagging", Element("TagSet")));

    private static ByteRange? RangeOf(S3Call call, ObjectFacts stored)
    {
        var header = call.Header("Range");
        if (call.Query("partNumber").Length == 0)
        {
            return ByteRange.Parse(header, stored.Bytes);
        }

        if (header is not null)
        {
            throw S3Faults.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        }

        var number = call.QueryNumber("partNumber", 1, least: 1, most: CompleteOperation.MostParts);
        if (stored.PartBytes.Count > 0)
        {
            call.Response.Headers["x-amz-mp-parts-count"] = $"{stored.PartBytes.Count}";
        }

        return number > Math.Max(1, stored.PartBytes.Count)
            ? throw new S3FaultException(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
            : stored.PartBytes.Count == 0 ? (stored.Bytes == 0 ? null : new ByteRange(0, stored.Bytes))
            : new ByteRange(stored.PartBytes.Take(number - 1).Sum(), stored.PartBytes[number - 1]);
    }

    private static void SetHeaders(S3Call call, ObjectFacts stored, ByteRange? range)
    {
        var headers = call.Response.Headers;
        headers.AcceptRanges = "bytes";
        headers.ETag = stored.QuotedETag;
        headers.LastModified = stored.LastModified.ToString("R", CultureInfo.InvariantCulture);
        headers["x-amz-server-side-encryption"] = stored.Headers.Encryption;
        if (stored.Headers.KmsKeyId is { } key)
        {
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = key;
        }

        if (stored.Headers.StorageClass != "STANDARD")
        {
            headers["x-amz-storage-class"] = stored.Headers.StorageClass;
        }

        foreach (var (name, value) in stored.Headers.System)
        {
            headers[name] = value;
        }

        foreach (var (name, value) in stored.Headers.User)
        {
            headers["x-amz-meta-" + name] = value;
        }

        foreach (var (query, header) in Overrides)
        {
            if (call.Query(query) is { Length: > 0 } value)
            {
                headers[header] = value;
            }
        }

        if (range is { } part)
        {
            call.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = $"bytes {part.First}-{part.First + part.Count - 1}/{stored.Bytes}";
        }

        // The checksum is of the whole object; S3 gives none for a part of it.
        var whole = range is null || range.Value.Count == stored.Bytes;
        if (whole && string.Equals(call.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase))
        {
            SetChecksum(call.Response, stored.Checksum);
        }
    }

    private static async Task SendAsync(S3Call call, FileStream content, ByteRange range)
    {
        content.Position = range.First;
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            for (var left = range.Count; left > 0;)
            {
                var wanted = (int)Math.Min(left, CopyBytes);
                await content.ReadExactlyAsync(buffer.AsMemory(0, wanted), call.Context.RequestAborted);
                await call.Response.Body.WriteAsync(buffer.AsMemory(0, wanted), call.Context.RequestAborted);
                left -= wanted;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
