using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Aws.Logs;

/// <summary>What a request is about, for messages.</summary>
/// <param name="Name">The group, and the stream where there is one; null for all groups.</param>
/// <param name="Arn">The resource a policy must name.</param>
internal sealed record LogsSubject(string? Name, string Arn);

/// <summary>Turns whatever a request ended in into a fault that says what to do. Pure.</summary>
internal static class LogsFaults
{
    /// <summary>Such as stands in <see cref="ServiceFaultException.Service"/>.</summary>
    public const string Service = "CloudWatch Logs";

    /// <summary>The code of a refusal because there are as many of something as there may be.</summary>
    public const string LimitExceeded = "LimitExceededException";

    private const string CredentialsFix =
        "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN where they are temporary), "
        + "or run with a role; credentials that have expired must be fetched anew.";

    /// <summary>The fault; null where the exception is none of the service's or the network's doing, but a bug.</summary>
    public static ServiceFaultException? TryTranslate(Exception problem, string operation, LogsSubject subject) => problem switch
    {
        AmazonUnmarshallingException => OfNetwork(problem, "UnreadableAnswer", operation, subject),
        AmazonServiceException { StatusCode: >= HttpStatusCode.Ambiguous } refused => OfService(refused, operation, subject),
        AmazonServiceException unanswered => OfNetwork(unanswered, CodeOf(unanswered), operation, subject),
        ProfileNotFoundException absent =>
            Make(FaultKind.AccessDenied, "NoProfile", absent.Message, CredentialsFix, operation, subject, absent),
        AmazonClientException client => OfClient(client, operation, subject),
        MalformedPageException or JsonException => OfNetwork(problem, "MalformedAnswer", operation, subject),
        InvalidDataException => Make(FaultKind.Permanent, "AnswerTooLarge", problem.Message, fix: null, operation, subject, problem),
        OperationCanceledException or TimeoutException or IOException or HttpRequestException or SocketException or WebException =>
            OfNetwork(problem, CodeOf(problem), operation, subject),
        _ => null,
    };

    private static ServiceFaultException OfService(AmazonServiceException refused, string operation, LogsSubject subject)
    {
        var status = (int)refused.StatusCode;
        var code = refused.ErrorCode ?? "";
        var kind = KindOf(code, status, operation);
        var verb = kind is FaultKind.Transient or FaultKind.Throttled ? "could not serve" : "refused";
        return Make(
            kind, code.Length > 0 ? code : $"HTTP {status}", $"{Service} {verb} {operation}: {refused.Message}", FixOf(kind, refused, operation, subject),
            operation, subject, refused, refused.RequestId, status);
    }

    private static string? FixOf(FaultKind kind, AmazonServiceException refused, string operation, LogsSubject subject) => kind switch
    {
        FaultKind.AccessDenied when FaultKinds.IsAboutSignature(refused.ErrorCode ?? "") =>
            $"Set this machine's clock right, if it is minutes off; otherwise the keys are wrong. {CredentialsFix}",
        FaultKind.AccessDenied when FaultKinds.IsAboutCredentials(refused.ErrorCode ?? "") => CredentialsFix,
        FaultKind.AccessDenied => $"Allow logs:{operation} on {subject.Arn} in the policy of the role or user.",
        FaultKind.NotFound when subject.Name is not null =>
            "Check the name and the Region. What has been deleted meanwhile is left out when you run again; its events are gone.",

        // The service says "The specified nextToken is invalid" (source: API reference of GetLogEvents: tokens last 24 hours).
        FaultKind.Permanent when refused.ErrorCode == "InvalidParameterException" && refused.Message.Contains("token", StringComparison.OrdinalIgnoreCase) =>
            "A page token lasts 24 hours: run the day again, and it is read with new ones.",
        FaultKind.Permanent when operation == LogsOperations.CreateExportTask && refused.ErrorCode == "InvalidParameterException" =>
            "Let CloudWatch Logs write to the bucket: its policy must allow s3:GetBucketAcl and s3:PutObject to the service logs.REGION.amazonaws.com, "
            + "its KMS key kms:GenerateDataKey and kms:Decrypt, and it must lie in the group's Region. The template does so with ExportTasks=yes; "
            + "see \"Infrequent Access\" in docs/operations.md.",
        _ => null,
    };

    // A stand-in for the service that lacks this newer operation tends to fall over with a plain 500 page; the service itself
    // always gives a code. Asking group by group is right in either case.
    private static FaultKind KindOf(string code, int status, string operation) =>
        // Elsewhere it is a rate that was exceeded; here it is the one task that an account may have, and asking again at once is no use.
        code == LimitExceeded && operation == LogsOperations.CreateExportTask ? FaultKind.Permanent
        : code.Length == 0 && status == 500 && operation == LogsOperations.ListLogGroups
            ? FaultKind.NotSupported
            : FaultKinds.Of(code, status);

    private static ServiceFaultException OfClient(AmazonClientException client, string operation, LogsSubject subject) =>
        client.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
            ? Make(FaultKind.AccessDenied, "NoCredentials", "No AWS credentials were found.", CredentialsFix, operation, subject, client)
            : Make(FaultKind.Permanent, "ClientError", $"{operation} could not be sent: {client.Message}", fix: null, operation, subject, client);

    private static ServiceFaultException OfNetwork(Exception problem, string code, string operation, LogsSubject subject) =>
        Make(FaultKind.Transient, code, $"No whole answer from {Service} to {operation}: {problem.Message}", fix: null, operation, subject, problem);

    private static ServiceFaultException Make(
        FaultKind kind, string code, string message, string? fix, string operation, LogsSubject subject, Exception inner,
        string? requestId = null, int? status = null) =>
        new(kind, Service, operation, code, message, inner)
        {
            RequestId = requestId,
            HttpStatus = status,
            Subject = subject.Name,
            Fix = fix,
        };

    // The SDK wraps what the network said once or twice; the innermost cause that has a name of its own is the telling one.
    private static string CodeOf(Exception problem)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown, InnerException: not SocketException } request:
                    return request.HttpRequestError.ToString();
                case HttpIOException io:
                    return io.HttpRequestError.ToString();
                case OperationCanceledException or TimeoutException:
                    return "Timeout";
            }
        }

        return "ConnectionBroken";
    }
}
