using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Tests.Terminal;

public sealed class InkTests
{
    private const string Sentence = "  About one hundred requests to the service that keeps the files.";

    [Fact]
    public void A_sentence_is_one_line_where_no_person_reads() =>
        Assert.Equal(Sentence + "\n", Said(ScreenLooks.Plain, screen => Ink.Say(screen.Rich, Tone.Good, Sentence)));

    [Fact]
    public void On_a_terminal_it_is_broken_between_words_and_set_in() => Assert.Equal(
        "  About one hundred requests to the\e[K\n    service that keeps the files.\e[K\n",
        Said(Terminal(width: 40), screen => Ink.Say(screen.Rich, Tone.Good, Sentence)));

    [Fact]
    public void What_follows_a_mark_stands_behind_it() => Assert.Equal(
        "✓ /app/one 2026-11-19: sealed, 12\e[K\n    events\e[K\n",
        Said(Terminal(width: 40), screen => Ink.Say(screen.Rich, (Tone.Good, "✓ "), (Tone.Plain, "/app/one 2026-11-19: sealed, 12 events"))));

    private static ScreenLooks Terminal(int width) => ScreenLooks.Plain with { OutputIsTerminal = true, Ansi = true, Width = width };

    private static string Said(ScreenLooks looks, Action<Screen> say)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        using var screen = new Screen(output, error, looks);
        say(screen);
        return output.ToString();
    }
}
