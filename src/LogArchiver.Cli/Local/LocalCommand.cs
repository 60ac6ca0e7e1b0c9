using System.CommandLine;
using System.Net;
using LogArchiver.Cli.Demo;
using LogArchiver.Cli.Help;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Local;

/// <summary><c>logarchiver local</c>: LocalAws alone, for the AWS CLI, boto3 and any other client, until Ctrl-C.</summary>
internal static class LocalCommand
{
    private const string Details =
        "Plays CloudWatch Logs, S3 and the Lambda Runtime API on 127.0.0.1, as strictly as the services are documented to be. "
        + "Objects are plain files in the folder and stay there; log groups live as long as the command.\n"
        + "A fault is written OPERATION:EFFECT and settings: 'GetLogEvents:throttle:every=5', 'PutObject:error:status=503,nth=1'.";

    private static readonly Example[] Examples =
    [
        new("Start it, then paste the lines it prints into another terminal", "logarchiver local"),
        new("With the sample groups of the demo, on a port of your choice", "logarchiver local --samples --port 4566"),
        new("See how a client takes it when every fifth read is throttled", "logarchiver local --samples --fault GetLogEvents:throttle:every=5"),
    ];

    // Ctrl-C is how it is meant to end.
    private static readonly ExitCodeNote[] ExitCodes =
    [
        new(Verdict.Done, "it ran until it was stopped"), new(Verdict.Failed, "it could not start"), new(Verdicts.BadInputExitCode, "wrong input"),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("local", "Run CloudWatch Logs and S3 on this machine, for trying things out", Details, Examples) { ExitCodes = ExitCodes };
        var port = new Option<int>("--port") { HelpName = "PORT", Description = "Port on 127.0.0.1 (default: a free one)" };
        var folder = LocalOptions.MakeFolder();
        var samples = new Option<bool>("--samples") { Description = "Fill the sample log groups of 'logarchiver demo'" };
        var faults = new Option<string[]>("--fault")
        {
            HelpName = "RULE", Arity = ArgumentArity.OneOrMore, Description = "Let requests go wrong (may be given several times)",
        };
        command.Add(port);
        command.Add(folder);
        command.Add(samples);
        command.Add(faults);
        command.SetAction((parsed, _) => RunAsync(
            context,
            new LocalAwsOptions
            {
                Port = JudgePort(parsed.GetValue(port)),
                Folder = LocalFolder.Of(parsed.GetValue(folder), context.Environment),
                Clock = context.Clock,
                Region = LocalEnvironment.Region,
                Faults = [.. (parsed.GetValue(faults) ?? []).Select(ParseFault)],
            },
            parsed.GetValue(samples)));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, LocalAwsOptions options, bool samples)
    {
        LocalFolder.Prepare(options.Folder, empty: false);
        await using var server = await StartAsync(options, context.Stop);
        server.S3.CreateBucket(LocalEnvironment.Bucket);
        var filled = samples ? SampleDay.Yesterday(context.Clock) : null;
        filled?.Fill(server);
        LocalWelcome.Write(context.Screen, server.Endpoint, options.Folder, filled);
        var stopped = new TaskCompletionSource();
        await using var stop = context.Stop.Register(stopped.SetResult);
        await stopped.Task;
        // Ctrl-C is how this command is meant to end.
        return Verdict.Done.ExitCode();
    }

    private static async Task<LocalAwsServer> StartAsync(LocalAwsOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await LocalAwsServer.StartAsync(options, cancellationToken);
        }
        catch (IOException problem)
        {
            throw CommandException.Failed($"LocalAws cannot listen on port {options.Port}: {problem.Message}\n  Choose another with --port, or leave it out to take a free one.", problem);
        }
    }

    private static int JudgePort(int port) => port is >= 0 and <= IPEndPoint.MaxPort
        ? port
        : throw CommandException.BadInput($"--port: {port} is no port.\n  Accepted: 1 to {IPEndPoint.MaxPort}, or 0 for a free one");

    private static FaultRule ParseFault(string text)
    {
        try
        {
            return FaultRule.Parse(text);
        }
        catch (FormatException problem)
        {
            throw CommandException.BadInput($"--fault: {problem.Message}", problem);
        }
    }
}
