using System.Collections.Concurrent;

namespace LogArchiver.Read;

/// <summary>Counts requests while they are made, from as many threads as make them.</summary>
public sealed class RequestTally
{
    private readonly ConcurrentDictionary<string, long> requests = new(StringComparer.Ordinal);
    private long throttles;
    private long retries;

    /// <summary>The counts so far.</summary>
    public RequestCounts Snapshot() => new(
        new SortedDictionary<string, long>(new Dictionary<string, long>(requests), StringComparer.Ordinal),
        Interlocked.Read(ref throttles),
        Interlocked.Read(ref retries));

    internal void CountRequest(string operation) => requests.AddOrUpdate(operation, 1, static (_, count) => count + 1);

    internal void CountThrottle() => Interlocked.Increment(ref throttles);

    internal void CountRetry() => Interlocked.Increment(ref retries);
}

/// <summary>Requests made.</summary>
/// <param name="ByOperation">How many of each operation, retries included; by name.</param>
/// <param name="Throttles">How often the service said to slow down.</param>
/// <param name="Retries">How many of the requests were made again, after a throttle or another transient fault.</param>
public sealed record RequestCounts(IReadOnlyDictionary<string, long> ByOperation, long Throttles, long Retries)
{
    /// <summary>No requests.</summary>
    public static readonly RequestCounts None = new(new Dictionary<string, long>(StringComparer.Ordinal), 0, 0);

    /// <summary>All requests.</summary>
    public long Total => ByOperation.Values.Sum();

    /// <summary>Both together.</summary>
    public RequestCounts And(RequestCounts other)
    {
        var both = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (operation, count) in ByOperation.Concat(other.ByOperation))
        {
            both[operation] = both.GetValueOrDefault(operation) + count;
        }

        return new RequestCounts(both, Throttles + other.Throttles, Retries + other.Retries);
    }
}
