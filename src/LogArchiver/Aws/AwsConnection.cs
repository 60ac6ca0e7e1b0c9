using LogArchiver.Aws.Logs;
using LogArchiver.Aws.S3;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Aws;

/// <summary>The real services behind the two ports, as the environment points at them: credentials, Region, endpoint overrides.</summary>
public sealed class AwsConnection : IDisposable
{
    private readonly AwsLogSource source;
    private readonly S3ArchiveStore store;

    private AwsConnection(AwsLogSource source, S3ArchiveStore store, RequestPace pace) =>
        (this.source, this.store, Pace) = (source, store, pace);

    /// <summary>CloudWatch Logs.</summary>
    public ILogSource Source => source;

    /// <summary>The bucket.</summary>
    public IArchiveStore Store => store;

    /// <summary>The pace for <see cref="Source"/>: by the Region's quotas; a server on this machine has none, so there it waits
    /// for a first throttle.</summary>
    public RequestPace Pace { get; }

    /// <summary>The Region in which both are.</summary>
    public string Region => source.Region;

    /// <summary>Connects lazily: nothing is sent until the first request. Missing credentials show then, as a
    /// <see cref="ServiceFaultException"/> that says how to give them.</summary>
    /// <param name="bucket">The bucket of the archive.</param>
    /// <param name="region">The Region, or null for the one the environment or the profile names.</param>
    /// <param name="paceShare">The share of the account's request quotas to use, above 0 and at most 1.</param>
    /// <param name="clock">The time.</param>
    /// <param name="random">Chance, for the jitter of retries; locked while it is asked.</param>
    /// <param name="refused">Told at each attempt of a custom endpoint where nobody listens, while it is tried again; null for nobody.</param>
    /// <exception cref="ServiceFaultException">No Region is set anywhere; the message says where to set it.</exception>
    public static AwsConnection Open(
        string bucket, string? region, double paceShare, TimeProvider clock, Random random, Action<Uri>? refused = null)
    {
        var logs = AwsLogSource.Connect(region, clock, refused);
        return new AwsConnection(logs, S3Connection.Connect(bucket, logs.Region, clock, random, refused), PaceFor(logs.Region, paceShare, clock));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        source.Dispose();
        store.Dispose();
    }

    private static RequestPace PaceFor(string region, double share, TimeProvider clock) =>
        LogsConnection.Configure(region).ServiceURL is { Length: > 0 } endpoint && new Uri(endpoint).IsLoopback
            ? RequestPace.Unlimited(region, clock)
            : new RequestPace(region, clock, share);
}
