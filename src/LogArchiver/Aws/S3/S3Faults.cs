using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
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
        _ when MissingCredentials.Explains(thrown) =>
            New(FaultKind.AccessDenied, operation, key, MissingCredentials.Code, MissingCredentials.Fix, thrown),
        _ => FromNetwork(thrown, operation, key),
    };

    /// <summary>A fault found by ourselves.</summary>
    public ServiceFaultException New(
        FaultKind kind, string operation, string? key, string code, string message, Exception? inner = null) =>
        new(kind, Service, operation, code, message, inner) { Subject = Subject(key) };

    private ServiceFaultException FromAnswer(AmazonServiceException answer, string operation, string? key)
    {
        var status = (int)answer.StatusCode;
        var code = string.IsNullOrEmpty(answer.ErrorCode) ? $"HTTP {status}" : answer.ErrorCode;
        var kind = S3FaultKinds.Of(answer.ErrorCode, status);
        return new ServiceFaultException(kind, Service, operation, code, Message(answer, kind, code, status, operation, key), answer)
        {
            RequestId = answer.RequestId,
            HttpStatus = status,
            Subject = Subject(key),
        };
    }

    private string Message(AmazonServiceException answer, FaultKind kind, string code, int status, string operation, string? key)
    {
        var said = $"S3 refused {operation} on {Subject(key)}: {code}: {answer.Message}";
        if (code == "NoSuchBucket" || (kind == FaultKind.NotFound && key is null))
        {
            return $"Bucket {bucket} does not exist; create it or change LOGARCHIVER_BUCKET ({said})";
        }

        if (S3FaultKinds.IsWrongRegion(code, status))
        {
            var home = RegionOfBucket(answer);
            return $"Bucket {bucket} is in {home ?? "another Region"}, not in {region}; set AWS_REGION to the bucket's Region "
                + $"or choose a bucket in {region} ({said})";
        }

        return kind switch
        {
            FaultKind.AccessDenied when code is "ExpiredToken" or "TokenRefreshRequired" =>
                $"The credentials have expired; sign in again ({said})",
            FaultKind.AccessDenied when code is "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" =>
                $"The credentials are wrong; check AWS_PROFILE or AWS_ACCESS_KEY_ID and its secret ({said})",
            FaultKind.AccessDenied =>
                $"Missing permission: {S3Permission.Missing(operation, bucket, key, code + answer.Message, partition)} ({said})",
            _ => said,
        };
    }

    private ServiceFaultException FromNetwork(Exception thrown, string operation, string? key)
    {
        var code = thrown switch
        {
            _ when Chain(thrown).OfType<SocketException>().FirstOrDefault() is { } socket => socket.SocketErrorCode.ToString(),
            _ when Chain(thrown).OfType<HttpRequestException>().FirstOrDefault() is { } http => http.HttpRequestError.ToString(),
            OperationCanceledException or TimeoutException => "Timeout",
            _ => thrown.GetType().Name,
        };
        return New(FaultKind.Transient, operation, key, code, $"No whole answer from S3 to {operation} on {Subject(key)}: {thrown.Message}", thrown);
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
