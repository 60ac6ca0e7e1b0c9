using System.Runtime.InteropServices;

namespace LogArchiver.Cli.Terminal;

/// <summary>Ctrl-C and SIGTERM: the first asks the command to put things down and clean up, a later one ends the process.</summary>
internal sealed class StopSignals : IDisposable
{
    // One wish to stop may arrive twice: `timeout` and some shells send it to the process and then to its whole group.
    private static readonly TimeSpan SameWish = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    private long firstAt;

    private StopSignals(TimeProvider clock)
    {
        this.clock = clock;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Listens from now until disposed of.</summary>
    public static StopSignals Listen(TimeProvider clock) => new(clock);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        var now = clock.GetTimestamp();
        var first = Interlocked.CompareExchange(ref firstAt, now, 0);
        if (first == 0)
        {
            signal.Cancel = true;
            // Not on the signal's own thread: what is cancelled may have much to clean away.
            _ = Task.Run(source.Cancel);
        }
        else
        {
            // Later than that it is meant: the signal takes its usual course.
            signal.Cancel = clock.GetElapsedTime(first, now) < SameWish;
        }
    }
}
