using System.Net;

namespace LogArchiver.Aws.S3;

/// <summary>How to address a bucket where the endpoint is not the usual one.</summary>
internal static class S3Endpoint
{
    private static readonly string[] AwsDomains = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".api.amazonwebservices.com.cn"];

    /// <summary>Whether the bucket has to be part of the path. S3 itself takes it as part of the host name; servers at an
    /// address, on this machine or under a name of their own are seldom set up for that.</summary>
    /// <param name="endpoint">The overriding endpoint; null for S3's own.</param>
    public static bool NeedsPathStyle(Uri? endpoint) =>
        endpoint is not null
        && (IPAddress.TryParse(endpoint.Host, out _)
            || !AwsDomains.Any(domain => endpoint.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)));
}
