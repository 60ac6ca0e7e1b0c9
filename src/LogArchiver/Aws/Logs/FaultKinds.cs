using System.Collections.Frozen;
using LogArchiver.Ports;

namespace LogArchiver.Aws.Logs;

/// <summary>Says of an error of CloudWatch Logs what sort it is. Pure.</summary>
/// <remarks>Source: the common errors and the pages of the operations in the API reference, and what the SDKs' standard retry mode
/// takes for a throttle. The status alone says little: a throttled read comes as 400, like a wrong request.</remarks>
internal static class FaultKinds
{
    // LimitExceededException is among them because only CreateExportTask makes anything that could reach a limit but a rate, and that is seen to before.
    private static readonly FrozenSet<string> Throttles = Codes(
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete");

    private static readonly FrozenSet<string> Transients = Codes(
        "ServiceUnavailable", "ServiceUnavailableException", "InternalFailure", "InternalError", "InternalServerError",
        "InternalServerException", "RequestTimeout", "RequestTimeoutException", "OperationAbortedException");

    private static readonly FrozenSet<string> Denials = Codes(
        "AccessDenied", "AccessDeniedException", "ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException",
        "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature",
        "IncompleteSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotAuthorized",
        "OptInRequired", "RequestExpired", "UnauthorizedOperation");

    private static readonly FrozenSet<string> Absences = Codes("ResourceNotFoundException", "ResourceNotFound");

    private static readonly FrozenSet<string> Unknowns = Codes(
        "UnknownOperationException", "UnknownOperation", "NotImplemented", "NotImplementedException", "InvalidAction");

    /// <summary>The sort of a service's error. The code decides; the status only where the code is not known.</summary>
    /// <param name="code">The short code; empty where the answer carried none.</param>
    /// <param name="httpStatus">The HTTP status.</param>
    public static FaultKind Of(string code, int httpStatus) => code switch
    {
        _ when Throttles.Contains(code) => FaultKind.Throttled,
        _ when Denials.Contains(code) => FaultKind.AccessDenied,
        _ when Absences.Contains(code) => FaultKind.NotFound,
        _ when Unknowns.Contains(code) => FaultKind.NotSupported,
        _ when Transients.Contains(code) => FaultKind.Transient,
        _ => OfStatus(httpStatus),
    };

    /// <summary>Whether an error about credentials is cured by new ones rather than by a permission.</summary>
    public static bool IsAboutCredentials(string code) =>
        Denials.Contains(code) && !code.StartsWith("AccessDenied", StringComparison.Ordinal);

    /// <summary>Whether the signature was refused: by wrong keys, or by a clock that is minutes off.</summary>
    public static bool IsAboutSignature(string code) =>
        code is "InvalidSignatureException" or "SignatureDoesNotMatch" or "RequestExpired";

    private static FaultKind OfStatus(int httpStatus) => httpStatus switch
    {
        429 => FaultKind.Throttled,
        401 or 403 => FaultKind.AccessDenied,
        501 => FaultKind.NotSupported,
        408 or >= 500 => FaultKind.Transient,
        _ => FaultKind.Permanent,
    };

    private static FrozenSet<string> Codes(params string[] codes) => codes.ToFrozenSet(StringComparer.Ordinal);
}
