using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>Tells which operation of the API a request means.</summary>
internal static class S3Route
{
    private static readonly string[] UnknownSubresources =
    [
        "accelerate", "acl", "analytics", "attributes", "intelligent-tiering", "inventory", "legal-hold", "metrics",
        "renameObject", "restore", "retention", "select", "session", "torrent", "versions",
    ];

    /// <summary>Sub-resources of a bucket that have not been set: reading one tells so.</summary>
    private static readonly string[] UnsetSubresources =
    [
        "cors", "encryption", "lifecycle", "logging", "notification", "object-lock", "ownershipControls", "policy",
        "policyStatus", "publicAccessBlock", "replication", "requestPayment", "tagging", "versioning", "website",
    ];

    /// <summary>The operation's name, such as <c>PutObject</c>.</summary>
    public static string Operation(HttpRequest request, S3Address address)
    {
        var query = request.Query;
        if (Array.Find(UnknownSubresources, query.ContainsKey) is { } unknown)
        {
            throw S3Faults.NotImplemented($"sub-resource '{unknown}'");
        }

        return (address.Bucket, address.Key) switch
        {
            (null, _) => request.Method == "GET" ? "ListBuckets" : throw S3Faults.MethodNotAllowed(request.Method),
            (_, null) => OfBucket(request.Method, query),
            _ => OfObject(request, query),
        };
    }

    /// <summary>The sub-resource a <c>GetBucketSubresource</c> reads.</summary>
    public static string? Unset(IQueryCollection query) => Array.Find(UnsetSubresources, query.ContainsKey);

    /// <summary>The permission the operation needs, such as <c>s3:PutObject</c>, from the list of actions of S3.</summary>
    public static string Action(string operation) => operation switch
    {
        "HeadObject" => "s3:GetObject",
        "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" or "CopyObject" => "s3:PutObject",
        "AbortMultipartUpload" => "s3:AbortMultipartUpload",
        "ListParts" => "s3:ListMultipartUploadParts",
        "ListMultipartUploads" => "s3:ListBucketMultipartUploads",
        "HeadBucket" or "ListObjects" or "ListObjectsV2" => "s3:ListBucket",
        "DeleteObjects" => "s3:DeleteObject",
        "ListBuckets" => "s3:ListAllMyBuckets",
        _ => "s3:" + operation,
    };

    private static string OfBucket(string method, IQueryCollection query) => method switch
    {
        "GET" when query.ContainsKey("location") => "GetBucketLocation",
        "GET" when query.ContainsKey("uploads") => "ListMultipartUploads",
        "GET" when Unset(query) is not null => "GetBucketSubresource",
        "GET" => query["list-type"] == "2" ? "ListObjectsV2" : "ListObjects",
        "HEAD" => "HeadBucket",
        "POST" when query.ContainsKey("delete") => "DeleteObjects",
        "POST" => throw S3Faults.NotImplemented("upload by HTML form"),
        "PUT" or "DELETE" when Unset(query) is { } name => throw S3Faults.NotImplemented($"sub-resource '{name}' to change"),
        "PUT" => "CreateBucket",
        "DELETE" => "DeleteBucket",
        _ => throw S3Faults.MethodNotAllowed(method),
    };

    private static string OfObject(HttpRequest request, IQueryCollection query)
    {
        var copies = request.Headers.ContainsKey("x-amz-copy-source");
        return request.Method switch
        {
            "GET" when query.ContainsKey("uploadId") => "ListParts",
            "GET" when query.ContainsKey("tagging") => "GetObjectTagging",
            "GET" => "GetObject",
            "HEAD" => "HeadObject",
            "PUT" or "DELETE" when Unset(query) is { } name => throw S3Faults.NotImplemented($"sub-resource '{name}' to change"),
            "PUT" when query.ContainsKey("uploadId") => copies ? throw S3Faults.NotImplemented("UploadPartCopy") : "UploadPart",
            "PUT" => copies ? "CopyObject" : "PutObject",
            "POST" when query.ContainsKey("uploads") => "CreateMultipartUpload",
            "POST" when query.ContainsKey("uploadId") => "CompleteMultipartUpload",
            "DELETE" => query.ContainsKey("uploadId") ? "AbortMultipartUpload" : "DeleteObject",
            _ => throw S3Faults.MethodNotAllowed(request.Method),
        };
    }
}
