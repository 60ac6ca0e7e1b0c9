using System.CommandLine;

namespace LogArchiver.Cli.Terminal;

/// <summary>How a command is to speak.</summary>
/// <param name="Json">One JSON document on standard output and nothing else.</param>
/// <param name="Verbose">Say what happens in between as well.</param>
internal readonly record struct OutputMode(bool Json, bool Verbose);

/// <summary>The options for it.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON document for machines, and nothing else" };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Say on standard error what happens in between" };

    private OutputOptions()
    {
    }

    /// <summary>Adds them to the command.</summary>
    public static OutputOptions AddTo(Command command)
    {
        var options = new OutputOptions();
        command.Add(options.json);
        command.Add(options.verbose);
        return options;
    }

    /// <summary>What was chosen.</summary>
    public OutputMode Read(ParseResult parsed) => new(parsed.GetValue(json), parsed.GetValue(verbose));
}
