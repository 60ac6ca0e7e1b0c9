using System.Text;
using Spectre.Console;

namespace LogArchiver.Cli.Terminal;

/// <summary>Where a command speaks: results on standard output, everything else on standard error. Colours and boxes only where
/// a person reads them on a terminal; plain lines otherwise.</summary>
internal sealed class Screen : IDisposable
{
    // Lines longer than this are hard to read, however wide the terminal is.
    private const int WidestText = 110;
    private const int PlainWidth = 80;

    /// <summary>Makes a screen of two writers.</summary>
    /// <param name="output">For results; disposed of with the screen.</param>
    /// <param name="error">For everything else; disposed of with the screen.</param>
    /// <param name="looks">How to speak.</param>
    public Screen(TextWriter output, TextWriter error, ScreenLooks looks)
    {
        (Output, Error, Looks) = (output, error, looks);
        Rich = Make(output, looks.OutputIsTerminal);
        RichError = Make(error, looks.ErrorIsTerminal);
    }

    /// <summary>For results.</summary>
    public TextWriter Output { get; }

    /// <summary>For errors, warnings and progress.</summary>
    public TextWriter Error { get; }

    /// <summary>How to speak.</summary>
    public ScreenLooks Looks { get; }

    /// <summary>Standard output with colours, where it is a terminal.</summary>
    public IAnsiConsole Rich { get; }

    /// <summary>Standard error with colours, where it is a terminal.</summary>
    public IAnsiConsole RichError { get; }

    /// <summary>Columns for running text and help.</summary>
    public int TextWidth => Looks.OutputIsTerminal || Looks.ErrorIsTerminal ? Math.Min(Looks.Width, WidestText) : PlainWidth;

    /// <summary>Standard output for bytes; nothing else may be written meanwhile.</summary>
    public Stream OpenOutput()
    {
        Output.Flush();
        return Output is StreamWriter { BaseStream: var stream } ? new PipeOutput(stream) : throw new NotSupportedException("The output takes no bytes.");
    }

    /// <summary>This process's screen.</summary>
    public static Screen OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows())
        {
            System.Console.OutputEncoding = utf8;
        }

        var output = new StreamWriter(System.Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" };
        var error = new StreamWriter(System.Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new Screen(output, error, ScreenLooks.OfProcess());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
    }

    private IAnsiConsole Make(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal && Looks.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && Looks.Ansi && Looks.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal && Looks.Ansi ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = isTerminal ? Looks.Width : PlainWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
