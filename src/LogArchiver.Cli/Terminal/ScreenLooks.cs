namespace LogArchiver.Cli.Terminal;

/// <summary>How to speak to whoever reads.</summary>
internal sealed record ScreenLooks
{
    private const int UsualWidth = 80;
    private const int NarrowestWidth = 40;

    /// <summary>Whether standard output is a terminal.</summary>
    public required bool OutputIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public required bool ErrorIsTerminal { get; init; }

    /// <summary>Whether the terminal understands escape sequences.</summary>
    public required bool Ansi { get; init; }

    /// <summary>Whether colours are welcome.</summary>
    public required bool Color { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public required int Width { get; init; }

    /// <summary>Plain lines, as into a file.</summary>
    public static ScreenLooks Plain { get; } = new()
    {
        OutputIsTerminal = false, ErrorIsTerminal = false, Ansi = false, Color = false, Width = UsualWidth,
    };

    /// <summary>This process's terminal. NO_COLOR (no-color.org) and TERM=dumb are heeded.</summary>
    public static ScreenLooks OfProcess() => new()
    {
        OutputIsTerminal = !System.Console.IsOutputRedirected,
        ErrorIsTerminal = !System.Console.IsErrorRedirected,
        Ansi = Environment.GetEnvironmentVariable("TERM") is not "dumb",
        Color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        Width = WidthOfProcess(),
    };

    private static int WidthOfProcess()
    {
        try
        {
            return System.Console.WindowWidth is var width && width >= NarrowestWidth ? width : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }
}
