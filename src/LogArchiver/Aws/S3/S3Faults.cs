using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Turns what the SDK throws into the port's own fault, with S3's words and what to do.</summary>
/// <param name="bucket">The bucket.</param>
/// <param name="region">The Region the requests go to.</param>
internal sealed class S3Faults(string bucket, string region)
{
    private const string Service = "S3";

    private readonly string partition =
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    /// <summary>Whether the token asked for the end; then the exception is let through as it is.</summary>
    public static bool IsCancellation(Exception thrown, CancellationToken cancellationToken) =>
        thrown is OperationCanceledException && cancellationToken.IsCancellationRequested;

    /// <summary>The fault behind an exception of the SDK, the network or the file.</summary>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="operation">The API operation.</param>
    /// <param name="key">The key; null where the operation is on the bucket.</param>
    public ServiceFaultException From(Exception thrown, string operation, string? key) => thrown switch
    {
        ServiceFaultException fault => fault,
        AmazonServiceException answer when answer.StatusCode != default => FromAnswer(answer, operation, key),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
            New(FaultKind.Permanent, operation, key, thrown.GetType().Name, $"The file to upload cannot be read: {thrown.Message}", thrown),
        AmazonClientException when thrown.Message.StartsWith("Expected hash", StringComparison.Ordinal) =>
            Mismatch(operation, key, thrown),
        _ when MissingCredentials.Explains(thrown) =>
            New(FaultKind.AccessDenied, operation, key, MissingCredentials.Code, MissingCredentials.Message, thrown, MissingCredentials.Fix),
        _ => FromNetwork(thrown, operation, key),
    };

    /// <summary>A fault found by ourselves.</summary>
    public ServiceFaultException New(
        FaultKind kind, string operation, string? key, string code, string message, Exception? inner = null, string? fix = null) =>
        new(kind, Service, operation, code, message, inner) { Subject = Subject(key), Fix = fix };

    /// <summary>An object whose bytes are not those of the checksum that the store keeps of it.</summary>
    public ServiceFaultException Mismatch(string operation, string? key, Exception? inner = null) =>
        New(FaultKind.Transient, operation, key, ServiceFaultException.ChecksumMismatch,
            "The bytes that came are not those of the checksum that S3 keeps", inner, "Read it again. If it stays so, restore the object from an earlier version or a copy.");

    /// <summary>A fault, and what else has to be mended that came to light as it was cleared up.</summary>
    public static ServiceFaultException And(ServiceFaultException fault, ServiceFaultException also) =>
        new(fault.Kind, fault.Service, fault.Operation, fault.Code, fault.Message, fault)
        {
            RequestId = fault.RequestId,
            HttpStatus = fault.HttpStatus,
            Subject = fault.Subject,
            Fix = fault.Fix is null ? also.Fix : $"{fault.Fix} {also.Fix}",
        };

    private ServiceFaultException FromAnswer(AmazonServiceException answer, string operation, string? key)
    {
        var status = (int)answer.StatusCode;
        var code = string.IsNullOrEmpty(answer.ErrorCode) ? $"HTTP {status}" : answer.ErrorCode;
        var kind = S3FaultKinds.Of(answer.ErrorCode, status);
        var isGone = code == "NoSuchBucket" || (kind == FaultKind.NotFound && key is null);
        var home = RegionOfBucket(answer);
        var message =
            isGone ? $"Bucket {bucket} does not exist: S3 refused {operation}."
            : S3FaultKinds.IsWrongRegion(code, status) ? $"Bucket {bucket} is in {home ?? "another Region"}, not in {region}: S3 refused {operation}."
            : $"S3 {(kind is FaultKind.Transient or FaultKind.Throttled ? "could not serve" : "refused")} {operation}: {answer.Message}";
        return new ServiceFaultException(kind, Service, operation, code, message, answer)
        {
            RequestId = answer.RequestId,
            HttpStatus = status,
            Subject = Subject(key),
            Fix = isGone ? $"Create the bucket, or set {Settings.Bucket.Name} ({Settings.Bucket.EnvironmentName}) to one that is there."
                : FixOf(answer, kind, code, status, operation, key, home),
        };
    }

    private string? FixOf(AmazonServiceException answer, FaultKind kind, string code, int status, string operation, string? key, string? home) => kind switch
    {
        _ when S3FaultKinds.IsWrongRegion(code, status) =>
            $"Choose a bucket in {region}; or, where the log groups are in {home ?? "the bucket's Region"}, set {Settings.Region.Name} (AWS_REGION) to it.",
        _ when code.StartsWith("KMS.", StringComparison.Ordinal) && kind == FaultKind.Permanent =>
            "Enable the KMS key that encrypts the bucket, or give the bucket another key.",
        _ when code == "RequestTimeTooSkewed" => "Set this machine's clock right: it may be at most 15 minutes off.",
        FaultKind.AccessDenied when code is "ExpiredToken" or "TokenRefreshRequired" =>
            "The credentials have expired: fetch new ones, such as by `aws sso login`, and run again.",
        FaultKind.AccessDenied when code is "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" =>
            "The credentials are wrong: check AWS_PROFILE, or AWS_ACCESS_KEY_ID and its secret.",
        FaultKind.AccessDenied => $"Allow {S3Permission.Missing(operation, bucket, key, code + answer.Message, partition)}. "
            + "The policies of the role, of the bucket and of the account all have a say.",
        _ => null,
    };

    private ServiceFaultException FromNetwork(Exception thrown, string operation, string? key)
    {
        var code = thrown switch
        {
            _ when Chain(thrown).OfType<SocketException>().FirstOrDefault() is { } socket => socket.SocketErrorCode.ToString(),
            _ when Chain(thrown).OfType<HttpRequestException>().FirstOrDefault() is { } http => http.HttpRequestError.ToString(),
            _ when Chain(thrown).OfType<HttpIOException>().FirstOrDefault() is { } ended => ended.HttpRequestError.ToString(),
            OperationCanceledException or TimeoutException => "Timeout",
            _ => thrown.GetType().Name,
        };
        return New(FaultKind.Transient, operation, key, code, $"No whole answer from S3 to {operation}: {thrown.Message}", thrown);
    }

    private string Subject(string? key) => key is null ? bucket : $"{bucket}/{key}";

    private static string? RegionOfBucket(AmazonServiceException answer)
    {
        var header = Chain(answer).OfType<HttpErrorResponseException>().FirstOrDefault()?.Response?.GetHeaderValue("x-amz-bucket-region");
        return string.IsNullOrEmpty(header) ? null : header;
    }

    private static IEnumerable<Exception> Chain(Exception thrown)
    {
        for (Exception? each = thrown; each is not null; each = each.InnerException)
        {
            yield return each;
        }
    }
}
