using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace LogArchiver.Aws.Logs;

/// <summary>Settings of <see cref="CloudWatchLogsClient"/>: those of every SDK client, with what is CloudWatch Logs' own.</summary>
internal sealed class LogsClientConfig : ClientConfig
{
    private const string SigningName = "logs";

    /// <summary>The version of the API spoken.</summary>
    public const string ApiVersion = "2014-03-28";

    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString("CloudWatch Logs", "1.0");

    /// <summary>Settings for a Region, such as <c>eu-west-1</c>.</summary>
    public LogsClientConfig(string region) : base(new DefaultConfigurationProvider([new DefaultConfiguration
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
    }]))
    {
        Region = region;
        // From here the SDK derives AWS_ENDPOINT_URL_CLOUDWATCH_LOGS and the section of the profile.
        ServiceId = "CloudWatch Logs";
        EndpointProvider = LogsEndpointProvider.Instance;
        AuthenticationServiceName = SigningName;
        RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        // A custom endpoint clears RegionEndpoint in the SDK; the signature must name the Region all the same.
        AuthenticationRegion = region;
    }

    /// <summary>The Region, also where a custom endpoint is set.</summary>
    public string Region { get; }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => SigningName;

    /// <inheritdoc/>
    public override string ServiceVersion => ApiVersion;

    /// <inheritdoc/>
    public override string UserAgent => Agent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(LogsEndpointParameters.Of(this));
}
