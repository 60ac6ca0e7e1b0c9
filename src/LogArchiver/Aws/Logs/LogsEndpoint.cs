using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace LogArchiver.Aws.Logs;

/// <summary>What decides where CloudWatch Logs is.</summary>
internal sealed class LogsEndpointParameters : EndpointParameters
{
    public required string Region { get; init; }

    public bool UseFips { get; init; }

    public bool UseDualStack { get; init; }

    /// <summary>The endpoint the user set instead; null for the service's own.</summary>
    public string? ServiceUrl { get; init; }

    public static LogsEndpointParameters Of(LogsClientConfig config) => new()
    {
        Region = config.Region,
        UseFips = config.UseFIPSEndpoint,
        UseDualStack = config.UseDualstackEndpoint,
        ServiceUrl = config.ServiceURL,
    };
}

/// <summary>The service's endpoint rules (source: the endpoint rule set of the CloudWatch Logs API model). The suffixes of China,
/// GovCloud and the other partitions are the SDK's own data.</summary>
internal sealed class LogsEndpointProvider : IEndpointProvider
{
    private const string GovCloudPartition = "aws-us-gov";

    public static LogsEndpointProvider Instance { get; } = new();

    public Endpoint ResolveEndpoint(EndpointParameters parameters) => new(Resolve((LogsEndpointParameters)parameters));

    public static string Resolve(LogsEndpointParameters wanted)
    {
        if (!string.IsNullOrEmpty(wanted.ServiceUrl))
        {
            return wanted.UseFips || wanted.UseDualStack
                ? throw new AmazonClientException(
                    $"A custom endpoint ({wanted.ServiceUrl}) cannot be combined with FIPS or dual-stack endpoints: unset "
                    + "AWS_ENDPOINT_URL, or AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.")
                : wanted.ServiceUrl;
        }

        var partition = Fn.Partition(wanted.Region);
        Require(!wanted.UseFips || partition.supportsFIPS, "FIPS", wanted.Region);
        Require(!wanted.UseDualStack || partition.supportsDualStack, "dual-stack", wanted.Region);
        // The plain endpoint of GovCloud is a FIPS endpoint already; there is no other.
        var isPlainFips = partition.name == GovCloudPartition && !wanted.UseDualStack;
        var label = wanted.UseFips && !isPlainFips ? "logs-fips" : "logs";
        var suffix = wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return $"https://{label}.{wanted.Region}.{suffix}";
    }

    private static void Require(bool supported, string what, string region)
    {
        if (!supported)
        {
            throw new AmazonClientException($"CloudWatch Logs has no {what} endpoint in {region}.");
        }
    }
}

/// <summary>Asks the rules for each request's endpoint.</summary>
internal sealed class LogsEndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        // None of the operations used here puts anything before the host name.
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        LogsEndpointParameters.Of((LogsClientConfig)requestContext.ClientConfig);
}
