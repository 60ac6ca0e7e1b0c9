using System.CommandLine;
using LogArchiver.Cli.Demo;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Local;
using LogArchiver.Cli.Terminal;
using LogArchiver.LocalAws;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Invoke;

/// <summary><c>logarchiver invoke</c>: the built function as Lambda would run it, with a payload of your choice.</summary>
internal static class InvokeCommand
{
    private const string Details =
        "Starts the function as a process of its own and hands it the payload through a Lambda Runtime API on this machine. "
        + "It works on whatever AWS the environment points at, with settings from LOGARCHIVER_ variables as when deployed; with "
        + "--local on LocalAws, filled with the demo's sample groups. Its answer goes to standard output, its log to standard error.";

    // The function's name for an invocation that was told something wrong.
    private const string BadRequestType = "LogArchiver.BadRequest";

    private static readonly Example[] Examples =
    [
        new("The daily invocation, on sample logs on this machine", "logarchiver invoke events/daily.json --local"),
        new("The same on your AWS, as the schedule would", "logarchiver invoke events/daily.json"),
        new("A payload from a pipe", "echo '{\"date\": \"2026-11-19\", \"dryRun\": true}' | logarchiver invoke -"),
    ];

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "the function answered"),
        new(Verdict.Failed, "it failed"),
        new(Verdict.PartlyDone, "it failed, but some of the days ended well"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("invoke", "Run the built Lambda function with a payload", Details, Examples) { ExitCodes = ExitCodes };
        var payload = new Argument<string>("payload") { Description = "A file that holds JSON, such as events/daily.json, or - for standard input" };
        var function = new Option<string>("--function")
        {
            HelpName = "PATH", Description = "Another build of the function: its assembly or its folder",
        };
        command.Add(payload);
        command.Add(function);
        var local = LocalOptions.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var assembly = FunctionLocation.Find(parsed.GetValue(function));
            var text = await PayloadFile.ReadAsync(parsed.GetRequiredValue(payload), context.Clock.GetUtcNow(), context.Stop);
            await using var world = await local.StartAsync(parsed, context);
            return await RunAsync(world, assembly, text);
        });
        return command;
    }

    private static async Task<int> RunAsync(LocalWorld world, string assembly, string payload)
    {
        var context = world.Context;
        if (world.Server is { } local)
        {
            SampleDay.Yesterday(context.Clock).Fill(local);
            return Tell(context, await InvokeAsync(local, assembly, payload, context));
        }

        // The Runtime API alone is wanted of this LocalAws: nothing is pointed at the rest of it, and its folder goes again.
        var folder = Path.Combine(TemporaryFolder.Of(context.Environment), $"logarchiver-runtime-{Environment.ProcessId}");
        try
        {
            await using var runtime = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder, Clock = context.Clock }, context.Stop);
            return Tell(context, await InvokeAsync(runtime, assembly, payload, context));
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static Task<FunctionAnswer> InvokeAsync(LocalAwsServer server, string assembly, string payload, CommandContext context) =>
        FunctionRun.InvokeAsync(
            server, assembly, context.Environment, payload,
            line => Ink.Write(context.Screen.RichError, Tone.Faint, line), context.Stop);

    private static int Tell(CommandContext context, FunctionAnswer answer)
    {
        context.Screen.Output.WriteLine(answer.Text);
        if (answer.ErrorMessage is { } message)
        {
            ErrorText.Write(context.Screen, message);
        }

        return answer.ErrorType switch
        {
            null => Verdict.Done.ExitCode(),
            BadRequestType => Verdicts.BadInputExitCode,
            _ => (answer.PartlyDone ? Verdict.PartlyDone : Verdict.Failed).ExitCode(),
        };
    }
}
