using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Sorts S3's error codes and HTTP statuses into kinds of faults. Source: "Error responses" of the S3 API reference.</summary>
internal static class S3FaultKinds
{
    private const int PermanentRedirectStatus = 301;

    /// <summary>The kind of a fault.</summary>
    /// <param name="code">S3's code; null or empty where the answer had no body, as with HEAD.</param>
    /// <param name="status">The HTTP status. An error may come in the body of a 200.</param>
    public static FaultKind Of(string? code, int status) => code switch
    {
        "SlowDown" or "SlowDownRead" or "SlowDownWrite" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded"
            or "TooManyRequests" or "KMS.ThrottlingException" or "BandwidthLimitExceeded" => FaultKind.Throttled,

        "InternalError" or "ServiceUnavailable" or "RequestTimeout" or "OperationAborted" or "ConditionalRequestConflict"
            or "IncompleteBody" => FaultKind.Transient,

        "AccessDenied" or "AccountProblem" or "AllAccessDisabled" or "ExpiredToken" or "InvalidAccessKeyId" or "InvalidToken"
            or "SignatureDoesNotMatch" or "TokenRefreshRequired" or "InvalidObjectState" or "UnauthorizedAccess"
            or "KMS.AccessDeniedException" => FaultKind.AccessDenied,

        // A machine's clock that is 15 minutes off stays off: S3 says 403, and no permission would help.
        "RequestTimeTooSkewed" => FaultKind.Permanent,
        "NoSuchBucket" or "NoSuchKey" or "NoSuchUpload" => FaultKind.NotFound,
        "NotImplemented" => FaultKind.NotSupported,
        _ => OfStatus(status),
    };

    /// <summary>Whether the answer says that the bucket is in another Region than the request went to.</summary>
    public static bool IsWrongRegion(string? code, int status) =>
        status == PermanentRedirectStatus
        || code is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException";

    /// <summary>Whether the write was refused because its condition does not hold, or because a rival's write got in between.</summary>
    public static bool IsRefusedCondition(string? code, int status) =>
        status == 412 || code is "PreconditionFailed" or "ConditionalRequestConflict";

    private static FaultKind OfStatus(int status) => status switch
    {
        401 or 403 => FaultKind.AccessDenied,
        404 => FaultKind.NotFound,
        408 => FaultKind.Transient,
        429 => FaultKind.Throttled,
        501 => FaultKind.NotSupported,
        >= 500 => FaultKind.Transient,
        _ => FaultKind.Permanent,
    };
}
