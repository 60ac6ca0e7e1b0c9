using LogArchiver.Cli.Terminal;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests;

public sealed class ErrorTextTests : IDisposable
{
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly CancellationTokenSource stop = new();

    public void Dispose()
    {
        error.Dispose();
        stop.Dispose();
    }

    [Fact]
    public void A_bug_looks_like_one()
    {
        Assert.Equal(1, Tell(new InvalidOperationException("impossible")));
        Assert.StartsWith("This is a bug in LogArchiver.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: impossible", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_does_not_look_like_a_bug()
    {
        Assert.Equal(1, Tell(new IOException("No space left on device")));
        Assert.Equal("No space left on device\n", error.ToString());
    }

    [Fact]
    public void A_reader_that_went_away_is_no_failure()
    {
        Assert.Equal(0, Tell(new IOException("Broken pipe", 32)));
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void A_refusal_of_the_service_is_told_in_its_words()
    {
        Assert.Equal(1, Tell(new ServiceFaultException(FaultKind.AccessDenied, "S3", "PutObject", "AccessDenied", "no such right")));
        Assert.Contains("no such right", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_is_no_failure_and_has_a_code_of_its_own()
    {
        stop.Cancel();
        Assert.Equal(130, Tell(new OperationCanceledException()));
        Assert.Equal("Stopped.\n", error.ToString());
    }

    [Fact]
    public void Being_cancelled_without_being_asked_to_is_a_bug() => Assert.Equal(1, Tell(new OperationCanceledException()));

    private int Tell(Exception problem)
    {
        using var output = new StringWriter();
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        return ErrorText.Write(
            new CommandContext
            {
                Screen = screen,
                Clock = new ManualClock(DateTimeOffset.UnixEpoch),
                Random = new Random(1),
                Environment = new Dictionary<string, string?>(StringComparer.Ordinal),
                Stop = stop.Token,
            },
            problem);
    }
}
