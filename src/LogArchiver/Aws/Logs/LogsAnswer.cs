using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace LogArchiver.Aws.Logs;

/// <summary>An answer whose body has not been read yet. It holds a connection until disposed of.</summary>
internal sealed class LogsAnswer : AmazonWebServiceResponse, IDisposable
{
    private IHttpResponseBody? body;

    /// <summary>The Content-Length; null where the service sent none.</summary>
    public long? PromisedBytes { get; private init; }

    /// <summary>Opens the body, to be read as it arrives.</summary>
    public Task<Stream> OpenAsync() => body?.OpenResponseAsync() ?? throw new ObjectDisposedException(nameof(LogsAnswer));

    // The pipeline asks for a constructor without parameters.
    internal static LogsAnswer Over(IWebResponseData data) => new()
    {
        body = data.ResponseBody,
        PromisedBytes = data.ContentLength >= 0 ? data.ContentLength : null,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        body?.Dispose();
        body = null;
    }
}

/// <summary>Leaves the body alone, and turns an error into the service's code and message.</summary>
internal sealed class LogsUnmarshaller : JsonResponseUnmarshaller
{
    private const string RequestIdHeader = "x-amzn-RequestId";

    public static LogsUnmarshaller Instance { get; } = new();

    /// <summary>Tells the pipeline to keep the connection open for us.</summary>
    public override bool HasStreamingProperty => true;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => LogsAnswer.Over(input.ResponseData);

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        // What a proxy or a load balancer says is HTML; only the status counts then.
        var body = input.ResponseData.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true
            ? ReadBody(input)
            : ErrorBody.Unreadable;
        var code = body.Code ?? Header(input, "x-amzn-ErrorType") ?? "";
        return new AmazonServiceException(
            body.Message ?? $"HTTP {(int)statusCode} without a message",
            innerException,
            (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender,
            ErrorBody.ShortCode(code),
            Header(input, RequestIdHeader),
            statusCode);
    }

    private static ErrorBody ReadBody(JsonUnmarshallerContext input)
    {
        using var bytes = new MemoryStream();
        input.Stream.CopyTo(bytes);
        return ErrorBody.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static string? Header(JsonUnmarshallerContext input, string name) =>
        input.ResponseData.IsHeaderPresent(name) ? input.ResponseData.GetHeaderValue(name) : null;
}
