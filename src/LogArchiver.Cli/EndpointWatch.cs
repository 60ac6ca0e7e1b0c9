using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli;

/// <summary>Says once that nobody listens at a custom endpoint. Such a request is tried again for up to a minute, in which the command
/// would seem to work; nearly always the address is wrong, or the server has been stopped.</summary>
internal sealed class EndpointWatch(Screen screen, TimeProvider clock)
{
    /// <summary>Who starts a server and a command together need not hear of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? first;
    private bool isTold;

    /// <summary>Takes note of an attempt that was refused; may be called from several threads.</summary>
    public void Refused(Uri endpoint)
    {
        lock (gate)
        {
            first ??= clock.GetTimestamp();
            if (isTold || clock.GetElapsedTime(first.Value) < Patience)
            {
                return;
            }

            isTold = true;
        }

        Ink.Say(
            screen.RichError, Tone.Warning,
            $"warning: nobody listens at {endpoint.GetLeftPart(UriPartial.Authority)}: asking again, for up to a minute. Is the server running, and the address right?");
    }
}
