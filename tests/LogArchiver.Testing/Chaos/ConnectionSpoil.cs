using System.Net.Sockets;

namespace LogArchiver.Testing.Chaos;

/// <summary>Hands the bytes of one connection on, as far as its plan lets them through.</summary>
internal sealed class ConnectionSpoil(ConnectionPlan plan, Socket client, Socket server, TimeProvider clock, ConnectionSpoiler spoiler)
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Copies one direction until it ends or the plan strikes.</summary>
    public async Task PumpAsync(Socket from, Socket to, bool isRequest, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var left = plan.Fault != ConnectionFault.None && plan.InRequests == isRequest ? plan.AtByte : long.MaxValue;
        while (true)
        {
            var count = await from.ReceiveAsync(buffer, cancellationToken);
            if (count == 0)
            {
                return;
            }

            left = spoiler.IsCalm ? long.MaxValue : left;
            var through = (int)Math.Min(count, left);
            await SendAsync(to, buffer.AsMemory(0, through), cancellationToken);
            left -= through;
            if (left > 0)
            {
                continue;
            }

            spoiler.Count(plan.Fault);
            if (plan.Fault != ConnectionFault.Delay)
            {
                Break();
                return;
            }

            left = long.MaxValue;
            await Task.Delay(plan.Delay, clock, cancellationToken);
            await SendAsync(to, buffer.AsMemory(through, count - through), cancellationToken);
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
        }
    }

    private void Break()
    {
        foreach (var side in (Socket[])[client, server])
        {
            if (plan.Fault == ConnectionFault.Reset)
            {
                // Closing a socket that may not linger sends RST.
                side.LingerState = new LingerOption(enable: true, seconds: 0);
            }

            side.Close();
        }
    }
}
