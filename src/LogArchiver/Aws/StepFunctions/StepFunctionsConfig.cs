using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util.Internal;

namespace LogArchiver.Aws.StepFunctions;

/// <summary>Settings of <see cref="StepFunctionsClient"/>.</summary>
internal sealed class StepFunctionsConfig : ClientConfig
{
    /// <summary>From here the SDK derives AWS_ENDPOINT_URL_SFN and the section of the profile.</summary>
    public const string Id = "SFN";

    private const string SigningName = "states";

    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString("SFN", "1.0");

    /// <summary>Settings for a Region, such as <c>eu-west-1</c>.</summary>
    public StepFunctionsConfig(string region) : base(new DefaultConfigurationProvider([new DefaultConfiguration
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
    }]))
    {
        Region = region;
        ServiceId = Id;
        EndpointProvider = new StepFunctionsEndpoints();
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
    public override string ServiceVersion => "2016-11-23";

    /// <inheritdoc/>
    public override string UserAgent => Agent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(new StepFunctionsPlace(this));
}

/// <summary>What decides where Step Functions is.</summary>
internal sealed class StepFunctionsPlace(StepFunctionsConfig config) : EndpointParameters
{
    /// <summary>The settings.</summary>
    public StepFunctionsConfig Config => config;
}

/// <summary>The service's endpoint rules, as far as they concern a command (source: the endpoint rule set of the Step Functions API
/// model): its own address in each partition, FIPS and dual-stack ones, or the one that the user set.</summary>
internal sealed class StepFunctionsEndpoints : IEndpointProvider
{
    private const string GovCloudPartition = "aws-us-gov";

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var config = ((StepFunctionsPlace)parameters).Config;
        return new Endpoint(config.ServiceURL is { Length: > 0 } own ? own
            : AddressOf(config.Region, config.UseFIPSEndpoint, config.UseDualstackEndpoint));
    }

    /// <summary>The address. Pure.</summary>
    public static string AddressOf(string region, bool useFips, bool useDualStack)
    {
        var partition = Fn.Partition(region);
        // The plain endpoint of GovCloud is a FIPS endpoint already.
        var label = useFips && (useDualStack || partition.name != GovCloudPartition) ? "states-fips" : "states";
        return $"https://{label}.{region}.{(useDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix)}";
    }
}

/// <summary>Asks the rules for each request's endpoint.</summary>
internal sealed class StepFunctionsEndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        // None of the operations used here puts anything before the host name.
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        new StepFunctionsPlace((StepFunctionsConfig)requestContext.ClientConfig);
}
