using System.Diagnostics;
using LogArchiver.Cli.Tests.Support;

namespace LogArchiver.Cli.Tests.Local;

public sealed class LocalCommandTests : IDisposable
{
    private readonly CommandProcess command = new();

    public void Dispose() => command.Dispose();

    [Fact]
    public async Task The_lines_it_prints_point_another_command_at_it_until_Ctrl_C()
    {
        var local = command.Start("local", "--samples");
        using var other = new CommandProcess();
        var lines = new List<string>();
        while (await local.StandardOutput.ReadLineAsync() is { } line && line != "# Ctrl-C stops it.")
        {
            lines.Add(line);
        }

        Assert.All(lines, line => Assert.True(line.StartsWith('#') || line.StartsWith("export ", StringComparison.Ordinal), line));
        foreach (var pair in lines.Where(line => line.StartsWith("export ", StringComparison.Ordinal)).Select(line => line["export ".Length..].Split('=', 2)))
        {
            other.Environment[pair[0]] = pair[1];
        }

        var archived = await other.RunAsync("archive", "--group", "/demo/chat/messages");
        Assert.Equal(0, archived.ExitCode);
        Assert.Contains("오늘의 마지막 순간", (await other.RunAsync("cat", "--group", "/demo/chat/messages")).Output, StringComparison.Ordinal);
        using var interrupt = Process.Start("kill", ["-INT", $"{local.Id}"]);
        await local.WaitForExitAsync();
        Assert.Equal(0, local.ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_with_the_way_out()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var ran = await command.RunAsync("local", "--port", $"{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("--port", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }
}
