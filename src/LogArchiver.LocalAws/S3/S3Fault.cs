namespace LogArchiver.LocalAws.S3;

/// <summary>A request that S3 would refuse, with the status, code and message it would give.</summary>
internal sealed class S3FaultException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>The error code, such as <c>NoSuchKey</c>.</summary>
    public string Code => code;

    /// <summary>More elements of the error body, such as the bucket's name.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    /// <summary>More headers of the answer.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

/// <summary>The refusals of S3, worded as the list of error responses in its API reference has them in substance.</summary>
internal static class S3Faults
{
    public static S3FaultException AccessDenied(string message = "Access Denied") => new(403, "AccessDenied", message);

    public static S3FaultException BadDigest(string what) =>
        new(400, "BadDigest", $"The {what} you specified did not match the calculated checksum.");

    public static S3FaultException ConditionalRequestConflict(string key) =>
        new(409, "ConditionalRequestConflict", "A conflicting operation occurred during this conditional request.")
        {
            Details = [("Condition", "If-None-Match"), ("Key", key)],
        };

    public static S3FaultException IncompleteBody(string message) => new(400, "IncompleteBody", message);

    public static S3FaultException InvalidArgument(string name, string value, string message) =>
        new(400, "InvalidArgument", message) { Details = [("ArgumentName", name), ("ArgumentValue", value)] };

    public static S3FaultException InvalidBucketName(string bucket) =>
        new(400, "InvalidBucketName", "The specified bucket is not valid.") { Details = [("BucketName", bucket)] };

    public static S3FaultException InvalidPart(string uploadId, int number, string etag) =>
        new(400, "InvalidPart", "One or more of the specified parts could not be found. The part may not have been uploaded, or its entity tag or checksum may differ.")
        {
            Details = [("UploadId", uploadId), ("PartNumber", $"{number}"), ("ETag", etag)],
        };

    public static S3FaultException InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3FaultException MalformedXml() =>
        new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema.");

    public static S3FaultException MethodNotAllowed(string method) =>
        new(405, "MethodNotAllowed", "The specified method is not allowed against this resource.") { Details = [("Method", method)] };

    public static S3FaultException MissingContentLength() =>
        new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");

    public static S3FaultException NoSuchBucket(string bucket) =>
        new(404, "NoSuchBucket", "The specified bucket does not exist.") { Details = [("BucketName", bucket)] };

    public static S3FaultException NoSuchKey(string key) =>
        new(404, "NoSuchKey", "The specified key does not exist.") { Details = [("Key", key)] };

    public static S3FaultException NoSuchUpload(string uploadId) =>
        new(404, "NoSuchUpload", "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        {
            Details = [("UploadId", uploadId)],
        };

    public static S3FaultException NotImplemented(string what) =>
        new(501, "NotImplemented", $"LocalAws has no {what}.");

    public static S3FaultException PreconditionFailed(string condition) =>
        new(412, "PreconditionFailed", "At least one of the preconditions you specified did not hold.") { Details = [("Condition", condition)] };
}
