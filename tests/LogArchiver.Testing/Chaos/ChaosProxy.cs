using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LogArchiver.Testing.Chaos;

/// <summary>A TCP proxy on loopback that spoils connections: at a byte of the requests or of the answers it resets the connection,
/// ends it as if all had been said, or holds it up for a moment. What happens to which connection is drawn from a seed.</summary>
public sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint target;
    private readonly ConnectionSpoiler spoiler;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<int, Task> connections = new();
    private Task accepting = Task.CompletedTask;

    private ChaosProxy(Uri target, ConnectionSpoiler spoiler, TimeProvider clock)
    {
        this.target = new IPEndPoint(IPAddress.Parse(target.Host), target.Port);
        (this.spoiler, this.clock) = (spoiler, clock);
    }

    /// <summary>Where clients connect to instead of the target.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Connections spoilt so far, by what was done to them.</summary>
    public IReadOnlyDictionary<ConnectionFault, int> Spoilt => spoiler.Counts;

    /// <summary>Begins to listen on a free port.</summary>
    /// <param name="target">The server behind it, by address.</param>
    /// <param name="seed">Where the chance comes from.</param>
    /// <param name="share">The share of connections that are spoilt, 0 to 1.</param>
    /// <param name="clock">The time, for holding up.</param>
    public static ChaosProxy Start(Uri target, int seed, double share, TimeProvider clock)
    {
        var proxy = new ChaosProxy(target, new ConnectionSpoiler(seed, share), clock);
        proxy.listener.Start();
        proxy.accepting = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Spoils another share of the connections from now on. With none, those that are open are let be, too: clients keep
    /// connections for later, and what was in store for them would strike then.</summary>
    public void Spoil(double share) => spoiler.Share = share;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(connections.Values);
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (var number = 0; ; number++)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stop.Token);
                var id = number;
                connections[id] = ServeAsync(client, spoiler.Next()).ContinueWith(
                    _ => connections.TryRemove(id, out Task? _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client, ConnectionPlan plan)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            try
            {
                await server.ConnectAsync(target, over.Token);
                var spoil = new ConnectionSpoil(plan, client, server, clock, spoiler);
                var both = new[] { spoil.PumpAsync(client, server, isRequest: true, over.Token), spoil.PumpAsync(server, client, isRequest: false, over.Token) };
                await Task.WhenAny(both);
                await over.CancelAsync();
                await Task.WhenAll(both);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two sides has gone, or was sent away.
            }
        }
    }
}
