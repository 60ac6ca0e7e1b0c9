using Amazon.Runtime;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LogArchiver.Plan;

namespace LogArchiver.Aws.Logs;

/// <summary>How the archiver reaches CloudWatch Logs.</summary>
internal static class LogsConnection
{
    /// <summary>Connections at one time; well above the requests that any Region's quota lets be in flight.</summary>
    public const int MaxConnections = 64;

    /// <summary>For a connection to come about.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>For an answer to begin. FilterLogEvents may search for many seconds before it says a word.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    /// <summary>The settings for one request a call: pace and retries are laid around the source, where they are counted.</summary>
    public static LogsClientConfig Configure(string region) => new(region)
    {
        MaxErrorRetry = 0,
        MaxStaleConnectionRetries = 0,
        MaxConnectionsPerServer = MaxConnections,
        ConnectTimeout = ConnectLimit,
        Timeout = AnswerLimit,
    };

    /// <summary>The Region asked for, or the one that the environment, the profile or the machine's own metadata names.</summary>
    /// <exception cref="BadRequestException">There is none, or its name is impossible: the one setting whose value may come from
    /// places that only the SDK knows, and that is therefore judged no sooner.</exception>
    public static string RegionOf(string? wanted)
    {
        var region = FirstGiven(
            wanted,
            Environment.GetEnvironmentVariable("AWS_REGION"),
            Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")) ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName;
        if (string.IsNullOrEmpty(region))
        {
            throw Refusal("No AWS Region is set, and no profile names one; set AWS_REGION, or this setting.");
        }

        // The name becomes part of a host name and of a signature.
        return Fn.IsValidHostLabel(region, allowSubDomains: false)
            ? region
            : throw Refusal($"\"{region}\" cannot be the name of an AWS Region; correct AWS_REGION, or this setting.");
    }

    private static string? FirstGiven(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
            {
                return name.Trim();
            }
        }

        return null;
    }

    private static BadRequestException Refusal(string problem) =>
        new([new RequestFault(Settings.Region.Name, problem, Settings.Region.Accepted)]);
}
