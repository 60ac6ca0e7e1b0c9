using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws;

/// <summary>The service a request is for, and the operation's name as the AWS models spell it.</summary>
internal readonly record struct OperationName(LocalService Service, string Name)
{
    private const string LogsPrefix = "Logs_20140328.";

    /// <summary>Named by what is in the request's line and headers; the body is not read.</summary>
    public static OperationName Of(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/2018-06-01", StringComparison.Ordinal))
        {
            return new(LocalService.Runtime, OfRuntime(request.Path.Value!));
        }

        if (request.Path.StartsWithSegments("/2015-03-31/functions", StringComparison.Ordinal))
        {
            return new(LocalService.Runtime, "Invoke");
        }

        var target = request.Headers["X-Amz-Target"].ToString();
        return target.StartsWith(LogsPrefix, StringComparison.Ordinal)
            ? new(LocalService.Logs, target[LogsPrefix.Length..])
            : new(LocalService.S3, OfS3(request));
    }

    private static string OfRuntime(string path) => path.Split('/') switch
    {
        [.., "next"] => "NextInvocation",
        [.., "response"] => "InvocationResponse",
        [.., "init", "error"] => "InitError",
        [.., "error"] => "InvocationError",
        _ => "UnknownRuntimeCall",
    };

    private static string OfS3(HttpRequest request)
    {
        var query = request.Query;
        var path = request.Path.Value!.Trim('/');
        var copies = request.Headers.ContainsKey("x-amz-copy-source");
        return (Level(path), request.Method) switch
        {
            (0, _) => "ListBuckets",
            (1, "GET") => OfBucketGet(query),
            (1, "PUT") => query.Count == 0 ? "CreateBucket" : $"PutBucket{Subresource(query)}",
            (1, "HEAD") => "HeadBucket",
            (1, "DELETE") => query.Count == 0 ? "DeleteBucket" : $"DeleteBucket{Subresource(query)}",
            (1, "POST") => "DeleteObjects",
            (_, "GET") => query.ContainsKey("uploadId") ? "ListParts" : $"GetObject{Subresource(query)}",
            (_, "HEAD") => "HeadObject",
            (_, "PUT") when query.ContainsKey("partNumber") => copies ? "UploadPartCopy" : "UploadPart",
            (_, "PUT") => copies ? "CopyObject" : $"PutObject{Subresource(query)}",
            (_, "POST") => query.ContainsKey("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload",
            (_, "DELETE") => query.ContainsKey("uploadId") ? "AbortMultipartUpload" : $"DeleteObject{Subresource(query)}",
            _ => "UnknownS3Call",
        };
    }

    private static string OfBucketGet(IQueryCollection query) => true switch
    {
        _ when query.ContainsKey("uploads") => "ListMultipartUploads",
        _ when query.ContainsKey("list-type") => "ListObjectsV2",
        _ when Subresource(query) is { Length: > 0 } subresource => $"GetBucket{subresource}",
        _ => "ListObjects",
    };

    // "?tagging" and its like stand in the query without a value.
    private static string Subresource(IQueryCollection query) =>
        query.FirstOrDefault(pair => pair.Value.ToString().Length == 0 && pair.Key.Length > 0) is { Key: { } key }
            ? char.ToUpperInvariant(key[0]) + key[1..]
            : "";

    private static int Level(string path) => path.Length == 0 ? 0 : path.Contains('/', StringComparison.Ordinal) ? 2 : 1;
}

/// <summary>Which of the services speaks; each has its own shape of an error.</summary>
internal enum LocalService
{
    /// <summary>CloudWatch Logs: JSON 1.1.</summary>
    Logs,

    /// <summary>S3: XML.</summary>
    S3,

    /// <summary>The Lambda Runtime API: JSON of its own.</summary>
    Runtime,
}
