using System.Text;
using Microsoft.AspNetCore.Http;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>PutObject and CopyObject.</summary>
internal static class PutOperations
{
    /// <summary>The longest key, in bytes of UTF-8.</summary>
    private const int MostKeyBytes = 1024;

    /// <summary>The largest object that CopyObject takes: 5 GiB.</summary>
    private const long MostCopyBytes = 5L << 30;

    /// <summary>PutObject.</summary>
    public static async Task PutAsync(S3Call call)
    {
        var bucket = call.Bucket;
        CheckKey(call.Key);
        var headers = ObjectHeadersReader.Read(call.Request.Headers);
        var guard = WriteGuard.Of(call.Request.Headers, call.Key);
        bucket.Watch(guard);
        var path = call.Store.Folders.NewIncoming();
        try
        {
            var digest = await BodyReader.ToFileAsync(call.Request, path, ChecksumAlgorithm.Crc64Nvme);
            var stored = bucket.Commit(guard, FactsOf(call, headers, digest), path);
            SetWritten(call.Response, stored.Headers);
            call.Response.Headers.ETag = stored.QuotedETag;
            SetChecksum(call.Response, stored.Checksum);
        }
        finally
        {
            bucket.Unwatch(guard);
            File.Delete(path);
        }
    }

    /// <summary>CopyObject, within LocalAws.</summary>
    public static async Task CopyAsync(S3Call call)
    {
        var bucket = call.Bucket;
        CheckKey(call.Key);
        var source = SourceOf(call.Header("x-amz-copy-source")!);
        if (source is not { Bucket: { } sourceBucket, Key: { } sourceKey })
        {
            throw S3Faults.InvalidArgument("x-amz-copy-source", source.Resource, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }

        if (call.Store.Bucket(sourceBucket).Open(sourceKey) is not { } opened)
        {
            throw S3Faults.NoSuchKey(sourceKey);
        }

        await using var content = opened.Content;
        CheckSource(call, opened.Facts);
        var replaces = string.Equals(call.Header("x-amz-metadata-directive"), "REPLACE", StringComparison.OrdinalIgnoreCase);
        var own = ObjectHeadersReader.Read(call.Request.Headers);
        if (!replaces && source == call.Address && own.StorageClass == opened.Facts.Headers.StorageClass)
        {
            throw S3Faults.InvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        var headers = replaces ? own : own with { System = opened.Facts.Headers.System, User = opened.Facts.Headers.User };
        var algorithm = ChecksumNames.Parse(call.Header("x-amz-checksum-algorithm")) ?? opened.Facts.Checksum.Algorithm;
        var guard = WriteGuard.Of(call.Request.Headers, call.Key);
        bucket.Watch(guard);
        var path = call.Store.Folders.NewIncoming();
        try
        {
            var digest = await FileJoin.JoinAsync([content], path, algorithm, call.Context.RequestAborted);
            var stored = bucket.Commit(guard, FactsOf(call, headers, digest), path);
            SetWritten(call.Response, stored.Headers);
            await XmlAsync(call.Context, Element(
                "CopyObjectResult",
                Element("LastModified", Moment(stored.LastModified)),
                Element("ETag", stored.QuotedETag),
                ChecksumElements(stored.Checksum)));
        }
        finally
        {
            bucket.Unwatch(guard);
            File.Delete(path);
        }
    }

    /// <summary>What an object written just now gives back besides its entity tag.</summary>
    public static void SetWritten(HttpResponse response, ObjectHeaders headers)
    {
        response.Headers["x-amz-server-side-encryption"] = headers.Encryption;
        if (headers.KmsKeyId is { } key)
        {
            response.Headers["x-amz-server-side-encryption-aws-kms-key-id"] = key;
        }
    }

    /// <summary>Throws for a key that S3 does not take.</summary>
    public static void CheckKey(string key)
    {
        var bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > MostKeyBytes)
        {
            throw new S3FaultException(400, "KeyTooLongError", "Your key is too long")
            {
                Details = [("Size", $"{bytes}"), ("MaxSizeAllowed", $"{MostKeyBytes}")],
            };
        }
    }

    /// <summary>Clients escape the whole of it, the slash between bucket and key too.</summary>
    private static S3Address SourceOf(string header)
    {
        var path = Uri.UnescapeDataString(header.Split('?')[0]).TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || slash == path.Length - 1
            ? new S3Address(path, null)
            : new S3Address(path[..slash], path[(slash + 1)..]);
    }

    private static void CheckSource(S3Call call, ObjectFacts source)
    {
        if (source.Bytes > MostCopyBytes)
        {
            throw S3Faults.InvalidRequest($"The specified copy source is larger than the maximum allowable size for a copy source: {MostCopyBytes}");
        }

        if (call.Header("x-amz-copy-source-if-match")?.Trim('"') is { } match && match != "*" && match != source.ETag)
        {
            throw S3Faults.PreconditionFailed("x-amz-copy-source-If-Match");
        }

        if (call.Header("x-amz-copy-source-if-none-match")?.Trim('"') is { } other && (other == "*" || other == source.ETag))
        {
            throw S3Faults.PreconditionFailed("x-amz-copy-source-If-None-Match");
        }
    }

    private static ObjectFacts FactsOf(S3Call call, ObjectHeaders headers, BodyDigest digest) => new()
    {
        Key = call.Key,
        Bytes = digest.Bytes,
        ETag = digest.ETag,
        LastModified = call.Store.Now,
        Checksum = digest.Checksum,
        Headers = headers,
    };
}
