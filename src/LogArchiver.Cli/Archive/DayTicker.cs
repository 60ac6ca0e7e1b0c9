using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using Spectre.Console;

namespace LogArchiver.Cli.Archive;

/// <summary>Tells on standard error how the days come on: a living line on a terminal, and a line for each day that ended.</summary>
internal sealed class DayTicker : IProgress<DayProgress>, IProgress<DayOutcome>
{
    private readonly Screen screen;
    private readonly StatusContext? living;

    private readonly DayGauge? gauge;

    private DayTicker(Screen screen, StatusContext? living, DayGauge? gauge) => (this.screen, this.living, this.gauge) = (screen, living, gauge);

    /// <summary>Runs the work and tells of it; with <c>--json</c> silently.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="mode">How.</param>
    /// <param name="work">What.</param>
    /// <param name="gauge">How far the days are, where their number is known.</param>
    public static Task<ArchiveSummary> ShowAsync(
        Screen screen, OutputMode mode, Func<DayTicker?, Task<ArchiveSummary>> work, DayGauge? gauge = null)
    {
        if (mode.Json)
        {
            return work(null);
        }

        return screen.RichError.Profile.Capabilities.Interactive
            ? screen.RichError.Status().Spinner(Spinner.Known.Dots)
                .StartAsync("Looking for log groups", living => work(new DayTicker(screen, living, gauge)))
            : work(new DayTicker(screen, null, gauge));
    }

    /// <inheritdoc/>
    public void Report(DayProgress value) => living?.Status(Markup.Escape(
        $"{gauge?.Text}{value.Group} {value.Date:yyyy-MM-dd}: {value.Stage.ToString().ToLowerInvariant()}, "
        + $"{Amounts.Of(value.Events, "event")}, {Amounts.Bytes(value.WireBytes)}"));

    /// <inheritdoc/>
    public void Report(DayOutcome value)
    {
        gauge?.DayEnded();
        Ink.Say(screen.RichError, MarkOf(value.Ending), (Tone.Plain, LineOf(value)));
    }

    /// <summary>How a day ended, in a line.</summary>
    internal static string LineOf(DayOutcome day)
    {
        var name = day.Date is { } date ? $"{day.Group} {date:yyyy-MM-dd}" : day.Group;
        var ending = $"{name}: {SummaryView.Word(day.Ending)}";
        return day.Ending switch
        {
            Ending.Sealed => $"{ending}, {Amounts.Of(day.Events, "event")}{Dropped(day)}, {Amounts.Bytes(day.StoredBytes)}, {Amounts.Seconds(day.Elapsed)}",
            Ending.Failed when day.Fault is { } fault => $"{ending} at {fault.Stage}",
            _ => ending,
        };
    }

    private static string Dropped(DayOutcome day) => day.DroppedEvents == 0 ? "" : $", {Amounts.Count(day.DroppedEvents)} dropped";

    private static (Tone Tone, string Text) MarkOf(Ending ending) => ending switch
    {
        Ending.Failed => (Tone.Bad, "✗ "),
        Ending.Paused or Ending.Skipped => (Tone.Warning, "! "),
        _ => (Tone.Good, "✓ "),
    };
}
