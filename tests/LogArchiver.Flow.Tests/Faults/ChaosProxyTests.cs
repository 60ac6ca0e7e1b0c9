using System.Net;
using System.Net.Sockets;
using LogArchiver.Testing.Chaos;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>What the soak relies on: a run that is called undisturbed is.</summary>
public sealed class ChaosProxyTests
{
    private const int Connections = 40;
    private const int MoreThanAnyPlan = 300_000;

    [Fact]
    public async Task Once_nothing_is_to_go_wrong_connections_that_were_to_be_spoilt_are_let_be()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var proxy = ChaosProxy.Start(
            new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}"), seed: 1, share: 1, TimeProvider.System);
        var open = new List<(TcpClient Client, TcpClient Server)>();
        for (var number = 0; number < Connections; number++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, proxy.Endpoint.Port);
            open.Add((client, await server.AcceptTcpClientAsync()));
        }

        proxy.Spoil(0);
        foreach (var (client, served) in open)
        {
            await SendAsync(client, served);
            await SendAsync(served, client);
        }

        Assert.Empty(proxy.Spoilt);
        open.ForEach(pair =>
        {
            pair.Client.Dispose();
            pair.Server.Dispose();
        });
    }

    private static async Task SendAsync(TcpClient from, TcpClient to)
    {
        var sending = from.GetStream().WriteAsync(new byte[MoreThanAnyPlan]).AsTask();
        await to.GetStream().ReadExactlyAsync(new byte[MoreThanAnyPlan]);
        await sending;
    }
}
