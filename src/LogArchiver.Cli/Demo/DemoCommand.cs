using System.CommandLine;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Local;
using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Demo;

/// <summary><c>logarchiver demo</c>: the whole flow on this machine, with nothing to set up.</summary>
internal static class DemoCommand
{
    private const string Details =
        "Starts LocalAws (CloudWatch Logs, S3 and Lambda on this machine), fills five log groups with yesterday's sample events, "
        + "lets the Lambda function archive them, and checks every event in the files. No credentials, no network. The files stay "
        + "in the folder; running it again replaces them.";

    private static readonly Example[] Examples =
    [
        new("See it work", "logarchiver demo"),
        new("Keep the files where you choose", "logarchiver demo --folder ./demo-files"),
        new("For a script", "logarchiver demo --json | jq .groups"),
    ];

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "every event is in the files, once and in order"),
        new(Verdict.Failed, "it is not, or the demo could not run"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("demo", "See it work: sample logs, archived on this machine", Details, Examples) { ExitCodes = ExitCodes };
        var folder = LocalOptions.MakeFolder();
        var json = new Option<bool>("--json") { Description = "Print one JSON document for machines, and nothing else" };
        command.Add(folder);
        command.Add(json);
        command.SetAction((parsed, _) => RunAsync(context, parsed.GetValue(folder), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? chosenFolder, bool json)
    {
        var folder = LocalFolder.Of(chosenFolder, context.Environment);
        var teller = new DemoTeller(context.Screen, silent: json);
        var result = await DemoRun.RunAsync(context, folder, teller);
        if (json)
        {
            JsonOutput.WriteLine(context.Screen, DemoJson.Write(result));
        }
        else
        {
            DemoReport.Write(context.Screen, result, chosenFolder);
        }

        return result.Files.All(file => file.Proof.Holds) ? Verdict.Done.ExitCode() : Verdict.Failed.ExitCode();
    }
}
