using System.Text;
using Spectre.Console;

namespace LogArchiver.Cli.Terminal;

/// <summary>The tones in which a piece of text may be written.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Faint,
    Good,
    Warning,
    Bad,
    Accent,
}

/// <summary>Writes lines in tones. What is written is never taken for markup and never broken at the width: a path or a command
/// must stay in one piece to be copied.</summary>
internal static class Ink
{
    private const string Hanging = "  ";

    /// <summary>A line in one tone.</summary>
    public static void Write(IAnsiConsole console, Tone tone, string line) => Write(console, (tone, line));

    /// <summary>A sentence: broken between words where a person reads it on a terminal, one line otherwise. What follows the first line is
    /// set in, so that it is seen to belong to it.</summary>
    public static void Say(IAnsiConsole console, Tone tone, string sentence)
    {
        var words = sentence.TrimStart(' ');
        Say(console, (tone, sentence[..^words.Length]), (tone, words));
    }

    /// <summary>A sentence with a mark before it.</summary>
    public static void Say(IAnsiConsole console, (Tone Tone, string Text) mark, (Tone Tone, string Text) sentence)
    {
        var room = console.Profile.Width - mark.Text.Length - Hanging.Length;
        var lines = console.Profile.Capabilities.Ansi ? Wrapping.Wrap(sentence.Text, room) : [sentence.Text];
        Write(console, mark, (sentence.Tone, lines[0]));
        foreach (var line in lines.Skip(1))
        {
            Write(console, sentence.Tone, new string(' ', mark.Text.Length) + Hanging + line);
        }
    }

    /// <summary>A line of pieces in different tones.</summary>
    public static void Write(IAnsiConsole console, params ReadOnlySpan<(Tone Tone, string Text)> pieces)
    {
        var colors = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        var line = new StringBuilder();
        foreach (var (tone, text) in pieces)
        {
            line.Append(colors && text.Length > 0 && Code(tone) is { } code ? $"\e[{code}m{text}\e[0m" : text);
        }

        if (console.Profile.Capabilities.Ansi)
        {
            // As a control code it is not broken at the width, and still goes above whatever lives at the bottom; what that left
            // on the row is erased (EL, ECMA-48 8.3.41).
            console.Write(new ControlCode(line.Append("\e[K\n").ToString()));
        }
        else
        {
            console.Profile.Out.Writer.Write(line.Append('\n'));
        }
    }

    // Select Graphic Rendition (ECMA-48 8.3.117): the colours of the terminal's own theme.
    private static string? Code(Tone tone) => tone switch
    {
        Tone.Strong => "1",
        Tone.Faint => "2",
        Tone.Good => "32",
        Tone.Warning => "33",
        Tone.Bad => "31",
        Tone.Accent => "36",
        _ => null,
    };
}
