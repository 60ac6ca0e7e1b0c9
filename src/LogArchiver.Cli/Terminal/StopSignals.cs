using System.Runtime.InteropServices;

namespace LogArchiver.Cli.Terminal;

/// <summary>Ctrl-C and SIGTERM: the first asks the command to put things down and clean up, the second ends the process.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    private StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Listens from now until disposed of.</summary>
    public static StopSignals Listen() => new();

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
        // Once stopping has begun, a further signal takes its usual course.
        if (source.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        // Not on the signal's own thread: what is cancelled may have much to clean away.
        _ = Task.Run(source.Cancel);
    }
}
