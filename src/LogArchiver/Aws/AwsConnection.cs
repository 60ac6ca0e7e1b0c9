using LogArchiver.Ports;

namespace LogArchiver.Aws;

/// <summary>The real services behind the two ports, as the environment points at them: credentials, Region, endpoint overrides.</summary>
public sealed class AwsConnection : IDisposable
{
    private AwsConnection(ILogSource source, IArchiveStore store, string region) =>
        (Source, Store, Region) = (source, store, region);

    /// <summary>CloudWatch Logs.</summary>
    public ILogSource Source { get; }

    /// <summary>The bucket.</summary>
    public IArchiveStore Store { get; }

    /// <summary>The Region in which both are.</summary>
    public string Region { get; }

    /// <summary>Connects lazily: nothing is sent until the first request.</summary>
    /// <param name="bucket">The bucket of the archive.</param>
    /// <param name="region">The Region, or null for the one the environment or the profile names.</param>
    public static AwsConnection Open(string bucket, string? region) => throw new NotSupportedException($"{bucket} {region}");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
