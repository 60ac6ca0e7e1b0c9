using LogArchiver.Cli.Terminal;
using Spectre.Console;

namespace LogArchiver.Cli.Demo;

/// <summary>Tells the steps of the demo as they are done.</summary>
internal sealed class DemoTeller(Screen screen, bool silent)
{
    /// <summary>What the demo is about, once at its start.</summary>
    public void Begin(string title, string subtitle)
    {
        if (!silent)
        {
            Ink.Write(screen.Rich, Tone.Plain, "");
            Ink.Write(screen.Rich, (Tone.Strong, title));
            Ink.Say(screen.Rich, Tone.Faint, subtitle);
            Ink.Write(screen.Rich, Tone.Plain, "");
        }
    }

    /// <summary>Does a step, with a sign of life on a terminal, and says what came of it.</summary>
    public async Task<T> StepAsync<T>(string doing, Func<Task<T>> step, Func<T, string> told)
    {
        var result = silent || !screen.Rich.Profile.Capabilities.Interactive
            ? await step()
            : await screen.Rich.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(doing), _ => step());
        if (!silent)
        {
            Ink.Say(screen.Rich, (Tone.Good, "  ✓ "), (Tone.Plain, told(result)));
        }

        return result;
    }
}
