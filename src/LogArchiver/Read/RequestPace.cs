using System.Collections.Concurrent;

namespace LogArchiver.Read;

/// <summary>The request rate we allow ourselves, operation by operation: a share of the account's quota, less when the service
/// throttles because others use it too. One for all days of a run, for the quota is the account's.</summary>
public sealed class RequestPace
{
    /// <summary>The share of the quota we take where nobody says otherwise. What is left is for the people at the console.</summary>
    public const double UsualShare = 0.8;

    private readonly ConcurrentDictionary<string, RequestLane> lanes = new(StringComparer.Ordinal);
    private readonly Func<string, RequestLane> newLane;

    private RequestPace(string region, Func<string, RequestLane> newLane) => (Region, this.newLane) = (region, newLane);

    /// <summary>A pace by the quotas of a Region.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="clock">The time.</param>
    /// <param name="share">Our share of each quota, above 0 and at most 1.</param>
    public RequestPace(string region, TimeProvider clock, double share = UsualShare)
        : this(region, operation => new RequestLane(RequestQuotas.PerSecond(region, operation), share, isFree: false, clock))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
    }

    /// <summary>No pace until the first throttle, and the Region's from then on: for a server on this machine, which has no
    /// account's quota but may have one to test us with.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="clock">The time.</param>
    public static RequestPace Unlimited(string region, TimeProvider clock) =>
        new(region, operation => new RequestLane(RequestQuotas.PerSecond(region, operation), UsualShare, isFree: true, clock));

    /// <summary>The Region whose quotas they are.</summary>
    public string Region { get; }

    /// <summary>Waits for the moment at which the next request may be sent. Moments are given out in the order of asking.</summary>
    public Task WaitAsync(string operation, CancellationToken cancellationToken) => Lane(operation).WaitAsync(cancellationToken);

    /// <summary>Takes note of an answer that was no throttle.</summary>
    public void Answered(string operation) => Lane(operation).Answered();

    /// <summary>Takes note of a throttle.</summary>
    public void Throttled(string operation) => Lane(operation).Throttled();

    /// <summary>The present rate, in requests a second; infinite where there is no pace.</summary>
    public double PerSecond(string operation) => Lane(operation).PerSecond;

    private RequestLane Lane(string operation) => lanes.GetOrAdd(operation, newLane);
}
