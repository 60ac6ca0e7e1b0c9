using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LogArchiver.Aws.Logs;

/// <summary>One request: an operation and its JSON.</summary>
internal sealed class LogsCall : AmazonWebServiceRequest
{
    private LogsCall(string operation, byte[] body)
    {
        Operation = operation;
        Body = body;
    }

    /// <summary>Such as <c>GetLogEvents</c>.</summary>
    public string Operation { get; }

    /// <summary>The request's JSON, UTF-8.</summary>
    public byte[] Body { get; }

    /// <summary>Makes the request; members that are null are left out.</summary>
    public static LogsCall Of<T>(string operation, T body, JsonTypeInfo<T> type) =>
        new(operation, JsonSerializer.SerializeToUtf8Bytes(body, type));
}

/// <summary>Writes a request as the awsJson1.1 protocol has it.</summary>
internal sealed class LogsMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private const string TargetPrefix = "Logs_20140328.";

    public static LogsMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (LogsCall)input;
        var request = new DefaultRequest(call, "LogArchiver.CloudWatchLogs")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = call.Body,
        };
        request.Headers["X-Amz-Target"] = TargetPrefix + call.Operation;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }
}
