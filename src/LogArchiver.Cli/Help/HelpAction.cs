using System.CommandLine;
using System.CommandLine.Invocation;
using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Help;

/// <summary>Shows the help of a command: what it does, its options, and examples.</summary>
internal sealed class HelpAction(Screen screen, IReadOnlyList<Example> rootExamples) : SynchronousCommandLineAction
{
    /// <summary>Asking for help is never wrong, whatever else was typed.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        screen.Output.Write(HelpText.Of(parseResult.CommandResult.Command, rootExamples, screen.TextWidth));
        return 0;
    }
}

/// <summary>Shows the version alone, so that scripts can read it.</summary>
internal sealed class VersionAction(Screen screen) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        screen.Output.WriteLine(typeof(VersionAction).Assembly.GetName().Version!.ToString(3));
        return 0;
    }
}
