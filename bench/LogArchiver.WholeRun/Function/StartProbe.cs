using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LogArchiver.WholeRun.Limits;

namespace LogArchiver.WholeRun.Function;

/// <summary>Measures how long the function's process takes until it asks for its first invocation: from the moment it is started to
/// the moment that <c>GET …/invocation/next</c> is seen on the wire.</summary>
internal static class StartProbe
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task<TimeSpan> MeasureAsync(RunOptions options, ControlGroup? group, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var authority = listener.LocalEndpoint.ToString()!;
        var started = Stopwatch.GetTimestamp();
        await using var function = FunctionUnderTest.Start(options, authority, new Uri($"http://{authority}"), group);
        using var client = await listener.AcceptTcpClientAsync(patience.Token);
        await WaitForNextAsync(client.GetStream(), patience.Token);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task WaitForNextAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        while (!seen.ToString().Contains("GET /2018-06-01/runtime/invocation/next", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                throw new InvalidOperationException($"The function asked for something else: {seen}");
            }

            seen.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
    }
}
