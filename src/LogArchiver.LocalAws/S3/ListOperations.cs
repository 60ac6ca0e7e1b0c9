using System.Xml.Linq;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>Both versions of listing a bucket's objects.</summary>
internal static class ListOperations
{
    /// <summary>ListObjectsV2.</summary>
    public static Task SecondVersionAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var token = call.Query("continuation-token");
        if (token.Length == 0 && call.Request.Query.ContainsKey("continuation-token"))
        {
            throw S3Faults.InvalidArgument("continuation-token", "", "The continuation token provided is incorrect.");
        }

        var query = QueryOf(call, token.Length > 0 ? ListPage.AfterOf(token) : call.Query("start-after"));
        var page = bucket.List(query);
        var owner = call.Query("fetch-owner") == "true";
        return XmlAsync(call.Context, Element(
            "ListBucketResult",
            Head(call, query, page),
            Element("KeyCount", page.Objects.Count + page.CommonPrefixes.Count),
            token.Length == 0 ? null : Element("ContinuationToken", token),
            page.Next is null ? null : Element("NextContinuationToken", ListPage.TokenOf(page.Next)),
            call.Query("start-after") is { Length: > 0 } after ? Element("StartAfter", Encode(call, after)) : null,
            Entries(call, page, owner)));
    }

    /// <summary>ListObjects, the first version. It says where to go on only where a delimiter is given; else it is the last key.</summary>
    public static Task FirstVersionAsync(S3Call call)
    {
        var query = QueryOf(call, call.Query("marker"));
        var page = call.Bucket.List(query);
        return XmlAsync(call.Context, Element(
            "ListBucketResult",
            Head(call, query, page),
            Element("Marker", Encode(call, query.After)),
            page.Next is null || query.Delimiter.Length == 0 ? null : Element("NextMarker", Encode(call, page.Next)),
            Entries(call, page, owner: true)));
    }

    /// <summary>A key in a listing, escaped where the client asked for it; slashes stay.</summary>
    public static string Encode(S3Call call, string key) => call.Query("encoding-type") switch
    {
        "" => key,
        "url" => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal),
        var other => throw S3Faults.InvalidArgument("encoding-type", other, "Invalid Encoding Method specified in Request"),
    };

    private static ListQuery QueryOf(S3Call call, string after) => new(
        call.Query("prefix"),
        call.Query("delimiter"),
        after,
        call.QueryNumber("max-keys", ListPage.MaxKeys, least: 0, most: ListPage.MaxKeys));

    private static IEnumerable<XElement?> Head(S3Call call, ListQuery query, ListPage page) =>
    [
        Element("Name", call.BucketName),
        Element("Prefix", Encode(call, query.Prefix)),
        query.Delimiter.Length == 0 ? null : Element("Delimiter", Encode(call, query.Delimiter)),
        Element("MaxKeys", query.MaxKeys),
        call.Query("encoding-type").Length == 0 ? null : Element("EncodingType", call.Query("encoding-type")),
        Element("IsTruncated", page.Next is not null),
    ];

    private static IEnumerable<XElement> Entries(S3Call call, ListPage page, bool owner)
    {
        foreach (var stored in page.Objects)
        {
            yield return Element(
                "Contents",
                Element("Key", Encode(call, stored.Key)),
                Element("LastModified", Moment(stored.LastModified)),
                Element("ETag", stored.QuotedETag),
                Element("ChecksumAlgorithm", stored.Checksum.Algorithm.Name()),
                Element("ChecksumType", stored.Checksum.Type.Name()),
                Element("Size", stored.Bytes),
                Element("StorageClass", stored.Headers.StorageClass),
                owner ? BucketOperations.Owner() : null);
        }

        foreach (var prefix in page.CommonPrefixes)
        {
            yield return Element("CommonPrefixes", Element("Prefix", Encode(call, prefix)));
        }
    }
}
