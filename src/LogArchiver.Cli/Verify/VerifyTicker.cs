using LogArchiver.Cli.Terminal;
using LogArchiver.Verify;
using Spectre.Console;

namespace LogArchiver.Cli.Verify;

/// <summary>Tells on standard error how the days come on: a living line on a terminal, and a line for each day that ended.</summary>
internal sealed class VerifyTicker : IProgress<VerifyProgress>, IProgress<DayVerification>
{
    private readonly Screen screen;
    private readonly StatusContext? living;

    private VerifyTicker(Screen screen, StatusContext? living) => (this.screen, this.living) = (screen, living);

    /// <summary>Runs the work and tells of it; with <c>--json</c> silently.</summary>
    public static Task<Verification> ShowAsync(Screen screen, OutputMode mode, Func<VerifyTicker?, Task<Verification>> work)
    {
        if (mode.Json)
        {
            return work(null);
        }

        return screen.RichError.Profile.Capabilities.Interactive
            ? screen.RichError.Status().Spinner(Spinner.Known.Dots)
                .StartAsync("Looking for manifests", living => work(new VerifyTicker(screen, living)))
            : work(new VerifyTicker(screen, null));
    }

    /// <inheritdoc/>
    public void Report(VerifyProgress value) => living?.Status(Markup.Escape(
        $"{value.Group} {value.Date:yyyy-MM-dd}: {value.Doing}, {Amounts.Count(value.Events)} of {Amounts.Of(value.OfEvents, "event")}"));

    /// <inheritdoc/>
    public void Report(DayVerification value) =>
        Ink.Say(screen.RichError, MarkOf(value.Verdict), (Tone.Plain, $"{value.Group} {value.Date:yyyy-MM-dd}: {VerifyView.Word(value.Verdict)}"));

    private static (Tone Tone, string Text) MarkOf(DayVerdict verdict) => verdict switch
    {
        DayVerdict.Right => (Tone.Good, "✓ "),
        DayVerdict.Differs => (Tone.Bad, "✗ "),
        _ => (Tone.Warning, "! "),
    };
}
