using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace LogArchiver.Aws.Logs;

/// <summary>A client for CloudWatch Logs on the SDK's core: the core finds credentials, signs, connects and retries; this class
/// says what the service is, and hands over each answer's body unread, so that a page of events is never turned into objects.</summary>
internal sealed class CloudWatchLogsClient : AmazonServiceClient
{
    private static readonly LogsServiceMetadata Metadata = new();

    /// <summary>With the credentials the environment, the profile or the role gives.</summary>
    public CloudWatchLogsClient(LogsClientConfig config) : base(config)
    {
    }

    /// <summary>With the credentials given.</summary>
    public CloudWatchLogsClient(AWSCredentials credentials, LogsClientConfig config) : base(credentials, config)
    {
    }

    /// <summary>Told at each attempt of a custom endpoint where nobody listens; null for nobody.</summary>
    public Action<Uri>? Refused { get; init; }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <summary>Sends one request. The answer is the caller's to dispose of.</summary>
    /// <exception cref="AmazonServiceException">The service refused.</exception>
    public Task<LogsAnswer> SendAsync(LogsCall call, CancellationToken cancellationToken) =>
        this.InvokeAsync<LogsAnswer>(
            call,
            new InvokeOptions { RequestMarshaller = LogsMarshaller.Instance, ResponseUnmarshaller = LogsUnmarshaller.Instance },
            cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        // The endpoint is resolved after the way of signing is chosen, hence added first: each goes right behind the marshaller.
        pipeline.AddHandlerAfter<Marshaller>(new LogsEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new LogsAuthSchemeHandler());
        pipeline.AddHandlerAfter<RetryHandler>(new RefusedConnections(() => Refused));
    }

    private sealed class LogsServiceMetadata : IServiceMetadata
    {
        public string ServiceId => "CloudWatch Logs";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>CloudWatch Logs knows one way of signing: SigV4.</summary>
    private sealed class LogsAuthSchemeHandler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }
}
