using Amazon;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace LogArchiver.Aws.S3;

/// <summary>Makes the store's client as the environment and the profile point it: endpoint, attempts (<c>AWS_MAX_ATTEMPTS</c>),
/// checksums (<c>AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED</c> for stores that reject them), FIPS, dual-stack.</summary>
internal static class S3Connection
{
    /// <summary>Attempts at a request besides the first, where <c>AWS_MAX_ATTEMPTS</c> and the profile say nothing. The SDK's own
    /// two are soon spent when S3 says SlowDown while it scales (source: S3 user guide, Optimizing performance), and a day
    /// has been read by then.</summary>
    public const int UsualRetries = 7;

    // The SDK reads a file and writes to the socket in pieces of 8 KB otherwise: 60,000 calls of the kernel for a stored 250 MB.
    private const int BufferBytes = 64 << 10;

    /// <summary>Connects to a bucket; nothing is sent yet.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="region">The Region the requests go to.</param>
    /// <param name="clock">The time.</param>
    /// <param name="random">Chance, for the jitter of retries; locked while it is asked.</param>
    /// <param name="refused">Told at each attempt of a custom endpoint where nobody listens; null for nobody.</param>
    public static S3ArchiveStore Connect(string bucket, string region, TimeProvider clock, Random random, Action<Uri>? refused)
    {
        var config = new AmazonS3Config { RegionEndpoint = RegionEndpoint.GetBySystemName(region), BufferSize = BufferBytes };
        if (!config.IsMaxErrorRetrySet && FallbackInternalConfigurationFactory.MaxAttempts is null)
        {
            config.MaxErrorRetry = UsualRetries;
        }

        config.EndpointProvider = new RememberedEndpoint(config.EndpointProvider);
        if (config.ServiceURL is { Length: > 0 } endpoint)
        {
            config.ForcePathStyle = S3Endpoint.NeedsPathStyle(new Uri(endpoint));
            config.AuthenticationRegion = region;
        }

        return new S3ArchiveStore(new TracedS3Client(config, clock) { Refused = refused }, bucket, region, clock, random);
    }
}
