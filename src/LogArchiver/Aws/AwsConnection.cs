using LogArchiver.Aws.S3;
using LogArchiver.Ports;

namespace LogArchiver.Aws;

/// <summary>The real services behind the two ports, as the environment points at them: credentials, Region, endpoint overrides.</summary>
public sealed class AwsConnection : IDisposable
{
    private readonly S3ArchiveStore store;

    private AwsConnection(S3ArchiveStore store, string region) => (this.store, Region) = (store, region);

    /// <summary>The bucket.</summary>
    public IArchiveStore Store => store;

    /// <summary>The Region in which both are.</summary>
    public string Region { get; }

    /// <summary>Connects lazily: nothing is sent until the first request.</summary>
    /// <param name="bucket">The bucket of the archive.</param>
    /// <param name="region">The Region, or null for the one the environment or the profile names.</param>
    /// <param name="clock">The time, for what must end in time.</param>
    /// <exception cref="ServiceFaultException">No Region is set anywhere; the message says where to set it.</exception>
    public static AwsConnection Open(string bucket, string? region, TimeProvider clock)
    {
        var found = AwsRegion.Find(region);
        return new AwsConnection(S3Connection.Connect(bucket, found, clock), found);
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
