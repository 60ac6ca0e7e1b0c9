using LogArchiver.Cli.Terminal;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests;

public sealed class ErrorTextTests : IDisposable
{
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, string?> environment = new(StringComparer.Ordinal);

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
    public void An_endpoint_that_does_not_answer_is_told_with_the_variable_that_points_at_it()
    {
        environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9";
        Assert.Equal(1, Tell(new ServiceFaultException(FaultKind.Transient, "S3", "GetObject", "ConnectionRefused", "No answer")));
        Assert.EndsWith("\n  AWS_ENDPOINT_URL points at http://127.0.0.1:9: see that something listens there, or unset it to work on AWS.\n", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_sentences_are_wrapped_and_a_command_stays_in_one_piece()
    {
        using var output = new StringWriter();
        using var screen = new Screen(output, error, ScreenLooks.Plain with { ErrorIsTerminal = true, Width = 40 });
        ErrorText.Write(screen, "A sentence that is longer than forty columns.\n  To mend it:\n    a-command --with options --that are --longer still");
        Assert.Equal("A sentence that is longer than forty\n  columns.\n  To mend it:\n    a-command --with options --that are --longer still\n", error.ToString());
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
                Environment = environment,
                Stop = stop.Token,
            },
            problem);
    }
}
