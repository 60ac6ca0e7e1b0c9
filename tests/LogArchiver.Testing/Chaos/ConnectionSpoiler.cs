using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LogArchiver.Testing.Chaos;

/// <summary>What is done to a connection.</summary>
public enum ConnectionFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Both sides see a reset.</summary>
    Reset,

    /// <summary>Both sides see an orderly end, in the midst of a message or not.</summary>
    Truncate,

    /// <summary>The bytes come late.</summary>
    Delay,
}

/// <summary>What will be done to a connection, and where.</summary>
/// <param name="Fault">What.</param>
/// <param name="InRequests">Whether bytes of the requests are counted, or of the answers.</param>
/// <param name="AtByte">So many bytes get through before.</param>
/// <param name="Delay">How late bytes come, where that is the fault.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ConnectionPlan(ConnectionFault Fault, bool InRequests, long AtByte, TimeSpan Delay);

/// <summary>Draws plans from a seed, connection after connection.</summary>
internal sealed class ConnectionSpoiler(int seed, double share)
{
    // Connections are kept open over many requests: the bytes go from the first header to some requests later.
    private const double LargestByteLog2 = 17;

    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly ConcurrentDictionary<ConnectionFault, int> counts = new();

    public double Share { get; set; } = share;

    /// <summary>Whether nothing is to go wrong now, on connections that were to be spoilt either.</summary>
    public bool IsCalm => Share == 0;

    public IReadOnlyDictionary<ConnectionFault, int> Counts => counts;

    public ConnectionPlan Next()
    {
        lock (gate)
        {
            var isSpoilt = random.NextDouble() < Share;
            var plan = new ConnectionPlan(
                (ConnectionFault)random.Next(1, 4),
                random.Next(2) == 0,
                (long)Math.Pow(2, random.NextDouble() * LargestByteLog2),
                TimeSpan.FromMilliseconds(random.Next(1, 300)));
            return isSpoilt ? plan : default;
        }
    }

    public void Count(ConnectionFault fault) => counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
}
