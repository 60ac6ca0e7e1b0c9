using System.CommandLine;
using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Backfill;
using LogArchiver.Cli.Cat;
using LogArchiver.Cli.Demo;
using LogArchiver.Cli.Gaps;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Invoke;
using LogArchiver.Cli.Local;
using LogArchiver.Cli.Planning;
using LogArchiver.Cli.Verify;
using LogArchiver.Outcome;

namespace LogArchiver.Cli;

/// <summary>The command line as a whole: reads it, runs the command it names, and turns whatever went wrong into words and an
/// exit code.</summary>
internal static class CommandLine
{
    private static readonly Example[] Examples =
    [
        new("See it work: sample logs, archived on this machine", "logarchiver demo"),
        new("Archive yesterday's logs of every Lambda function", "logarchiver archive --group '/aws/lambda/*' --bucket my-archive"),
        new("Read a day back", "logarchiver cat --group /aws/lambda/orders --date 2026-11-19 --bucket my-archive | grep ERROR"),
    ];

    /// <summary>Runs one command to its end.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 bad input, 3 partly done, 4 days are missing, 130 stopped.</returns>
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        try
        {
            // No response files: '--grep @someone' means what it says.
            var parsed = Root(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            {
                ErrorText.Write(context.Screen, ParseErrorText.Of(parsed));
                return Verdicts.BadInputExitCode;
            }

            // Ctrl-C is ours to handle, and so are exceptions.
            var ours = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = context.Screen.Output,
                Error = context.Screen.Error,
            };
            return await parsed.InvokeAsync(ours, context.Stop);
        }
        catch (Exception problem)
        {
            return ErrorText.Write(context, problem);
        }
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand(
            "Archives each day of chosen CloudWatch log groups into one merged, time-ordered, sealed file in S3, and reads it back.");
        root.Add(DemoCommand.Make(context));
        root.Add(PlanCommand.Make(context));
        root.Add(ArchiveCommand.Make(context));
        root.Add(BackfillCommand.Make(context));
        root.Add(CatCommand.Make(context));
        root.Add(GapsCommand.Make(context));
        root.Add(VerifyCommand.Make(context));
        root.Add(InvokeCommand.Make(context));
        root.Add(LocalCommand.Make(context));

        var help = new HelpAction(context.Screen, Examples);
        root.Options.OfType<System.CommandLine.Help.HelpOption>().Single().Action = help;
        root.Options.OfType<System.CommandLine.Help.HelpOption>().Single().Description = "Show help, also of a single command";
        root.Options.OfType<VersionOption>().Single().Description = "Show the version";
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(context.Screen);
        root.SetAction(help.Invoke);
        return root;
    }
}
