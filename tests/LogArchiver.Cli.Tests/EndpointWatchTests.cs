using LogArchiver.Cli.Terminal;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests;

public sealed class EndpointWatchTests : IDisposable
{
    private static readonly Uri Endpoint = new("http://127.0.0.1:9/");

    private readonly StringWriter output = new();
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly ManualClock clock = new(DateTimeOffset.UnixEpoch);

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public void Refusals_of_the_first_second_are_not_told()
    {
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        var watch = new EndpointWatch(screen, clock);
        watch.Refused(Endpoint);
        clock.Advance(EndpointWatch.Patience - TimeSpan.FromMilliseconds(1));
        watch.Refused(Endpoint);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void One_that_comes_after_it_is_told_and_no_other()
    {
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        var watch = new EndpointWatch(screen, clock);
        watch.Refused(Endpoint);
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(EndpointWatch.Patience);
            watch.Refused(Endpoint);
        }

        Assert.Equal(
            "warning: nobody listens at http://127.0.0.1:9: asking again, for up to a minute. Is the server running, and the address right?\n", error.ToString());
    }

    [Theory]
    [InlineData("gaps")]
    [InlineData("plan")]
    public async Task Whoever_waits_for_a_server_that_is_not_there_reads_so_long_before_the_command_gives_up(string name)
    {
        using var command = new CommandProcess();
        command.PointAt(NobodysAddress());
        var process = command.Start(name, "--group", "/app/one", "--bucket", "archive");
        var told = await process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith("warning: nobody listens at http://127.0.0.1:", told, StringComparison.Ordinal);
        Assert.False(process.HasExited);
    }

    private static Uri NobodysAddress()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
