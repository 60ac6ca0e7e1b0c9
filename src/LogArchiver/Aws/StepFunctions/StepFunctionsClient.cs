using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using LogArchiver.Aws.Logs;

namespace LogArchiver.Aws.StepFunctions;

/// <summary>A client for the few operations of Step Functions that are used, on the SDK's core like that for CloudWatch Logs
/// (docs/decisions/0001): both speak awsJson, and an answer's body is handed over unread. Here the core retries as well.</summary>
internal sealed class StepFunctionsClient : AmazonServiceClient
{
    private static readonly StepFunctionsMetadata Metadata = new();

    /// <summary>With the credentials the environment, the profile or the role gives.</summary>
    public StepFunctionsClient(StepFunctionsConfig config) : base(config)
    {
    }

    /// <summary>With the credentials given.</summary>
    public StepFunctionsClient(AWSCredentials credentials, StepFunctionsConfig config) : base(credentials, config)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <summary>Sends one request. The answer is the caller's to dispose of.</summary>
    /// <exception cref="AmazonServiceException">The service refused.</exception>
    public Task<LogsAnswer> SendAsync(StepFunctionsCall call, CancellationToken cancellationToken) => InvokeAsync<LogsAnswer>(
        call,
        new InvokeOptions { RequestMarshaller = StepFunctionsMarshaller.Instance, ResponseUnmarshaller = LogsUnmarshaller.Instance },
        cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        // The endpoint is resolved after the way of signing is chosen, hence added first: each goes right behind the marshaller.
        pipeline.AddHandlerAfter<Marshaller>(new StepFunctionsEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new StepFunctionsAuthSchemeHandler());
    }

    private sealed class StepFunctionsMetadata : IServiceMetadata
    {
        public string ServiceId => StepFunctionsConfig.Id;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private sealed class StepFunctionsAuthSchemeHandler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}

/// <summary>One request.</summary>
internal sealed class StepFunctionsCall : AmazonWebServiceRequest
{
    private StepFunctionsCall(string operation, byte[] body) => (Operation, Body) = (operation, body);

    /// <summary>Such as <c>StartExecution</c>.</summary>
    public string Operation { get; }

    /// <summary>The request's JSON, UTF-8.</summary>
    public byte[] Body { get; }

    /// <summary>Makes the request.</summary>
    public static StepFunctionsCall Of<T>(string operation, T body, JsonTypeInfo<T> type) =>
        new(operation, JsonSerializer.SerializeToUtf8Bytes(body, type));
}

/// <summary>Writes a request as the awsJson1.0 protocol has it.</summary>
internal sealed class StepFunctionsMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static StepFunctionsMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (StepFunctionsCall)input;
        var request = new DefaultRequest(call, "LogArchiver.StepFunctions") { HttpMethod = "POST", ResourcePath = "/", Content = call.Body };
        request.Headers["X-Amz-Target"] = "AWSStepFunctions." + call.Operation;
        request.Headers["Content-Type"] = "application/x-amz-json-1.0";
        return request;
    }
}
