using Amazon;
using Amazon.S3;

namespace LogArchiver.Aws.S3;

/// <summary>Makes the store's client as the environment and the profile point it: endpoint, attempts (<c>AWS_MAX_ATTEMPTS</c>),
/// checksums (<c>AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED</c> for stores that reject them), FIPS, dual-stack.</summary>
internal static class S3Connection
{
    /// <summary>Connects to a bucket; nothing is sent yet.</summary>
    public static S3ArchiveStore Connect(string bucket, string region, TimeProvider clock)
    {
        var config = new AmazonS3Config { RegionEndpoint = RegionEndpoint.GetBySystemName(region) };
        config.EndpointProvider = new RememberedEndpoint(config.EndpointProvider);
        if (config.ServiceURL is { Length: > 0 } endpoint)
        {
            config.ForcePathStyle = S3Endpoint.NeedsPathStyle(new Uri(endpoint));
            config.AuthenticationRegion = region;
        }

        return new S3ArchiveStore(new TracedS3Client(config, clock), bucket, region, clock);
    }
}
