using System.CommandLine;
using System.Text;
using LogArchiver.Aws.StepFunctions;
using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Backfill;

/// <summary><c>logarchiver backfill</c>: archives all that a range lacks, from here or by the deployed state machine.</summary>
internal static class BackfillCommand
{
    private const string Details =
        "Lists what is sealed already and archives only the rest: first the days of which retention is about to take something, then "
        + "from the oldest on. Ctrl-C stops it, and the same command goes on. For a few days, 'archive' does the same and tells of each "
        + "day; for the last weeks, 'gaps' also tells what is missing. With --state-machine the days are archived in AWS, several at "
        + "once, with the function's own settings: only the options given here go with it.";

    private static readonly Example[] Examples =
    [
        new("Everything since January, from this machine", "logarchiver backfill --group '/app/*' --from 2026-01-01 --bucket my-archive"),
        new("The same in AWS, for hundreds of groups", "logarchiver backfill --from 2026-01-01 --to 2026-11-19 \\\n"
            + "    --state-machine arn:aws:states:eu-central-1:123456789012:stateMachine:archiver"),
        new("How much there is to do", "logarchiver backfill --group '*' --from 2026-01-01 --bucket my-archive --dry-run"),
    ];

    /// <summary>How long the answer to starting an execution is awaited, retries included.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    // A range is what it is for, and it looks back at nothing else.
    private static readonly Setting[] NotAsked =
    [
        Settings.Date, Settings.DaysAgo, Settings.CatchUpDays, Settings.SettleAfterDays, Settings.SetRetentionDays,
    ];

    private static readonly Dictionary<Setting, string> Words = new()
    {
        [Settings.From] = "First date to archive",
        [Settings.To] = "Last date to archive, itself included (default: yesterday)",
        [Settings.Concurrency] = "With --state-machine: days to archive at once, each with its part of the pace (default: what was deployed)",
    };

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "all that the range lacked is archived; with --no-wait: it is begun"),
        new(Verdict.Failed, "no day ended well"),
        new(Verdict.PartlyDone, "some days failed or were paused"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("backfill", "Archive what a range of dates lacks", Details, Examples) { ExitCodes = ExitCodes };
        var settings = SettingOptions.AddTo(command, Settings.All.Except(NotAsked), Words);
        var machine = new Option<string>("--state-machine")
        {
            HelpName = "ARN", Description = "Let the deployed state machine do it: output StateMachineArn of the stack",
        };
        var noWait = new Option<bool>("--no-wait") { Description = "With --state-machine: start it, and do not follow it" };
        command.Add(machine);
        command.Add(noWait);
        var output = OutputOptions.AddTo(command);
        command.SetAction((parsed, _) => parsed.GetValue(machine) is { } arn
            ? RunMachineAsync(context, settings.ReadGiven(parsed), arn, parsed.GetValue(noWait), output.Read(parsed))
            : parsed.GetValue(noWait) ? throw CommandException.BadInput("--no-wait: It goes with --state-machine alone.")
            : RunHereAsync(context, settings.Read(parsed, context.Environment), output.Read(parsed)));
        return command;
    }

    private static async Task<int> RunHereAsync(CommandContext context, ArchiveRequest request, OutputMode mode)
    {
        var plan = BackfillRange.Plan(request, context.Clock.GetUtcNow());
        using var connection = context.Connect(plan, forMachines: mode.Json);
        var agenda = await ArchiverOf(null).FindUnsealedAsync(plan, context.Stop);
        if (!mode.Json)
        {
            Ink.Say(context.Screen.RichError, Tone.Plain, BackfillView.Begin(agenda));
        }

        var tokens = new RunTokens(CancellationToken.None, context.Stop);
        var summary = await DayTicker.ShowAsync(
            context.Screen, mode, ticker => ArchiverOf(ticker).BackfillAsync(plan, agenda, tokens, ticker), new DayGauge(agenda.Count, context.Clock));
        if (summary.Days.Count > 0 || mode.Json)
        {
            ArchiveCommand.Show(context, plan, summary, mode);
        }

        return context.Stop.IsCancellationRequested ? Verdicts.StoppedExitCode : Verdicts.Of(summary).ExitCode();

        Archiver ArchiverOf(IProgress<DayOutcome>? endings) => new(
            connection.Source, connection.Pace, connection.Store, TemporaryFolder.Of(context.Environment), context.Clock,
            context.Random, new ScreenLoggers(context.Screen, mode.Verbose)) { Endings = endings };
    }

    private static async Task<int> RunMachineAsync(CommandContext context, ArchiveRequest given, string arn, bool noWait, OutputMode mode)
    {
        var parsed = StateMachineArn.TryParse(arn) ?? throw CommandException.BadInput(
            $"--state-machine: \"{arn}\" is not the ARN of a state machine.\n  Accepted: the output StateMachineArn of the stack, such as "
            + "arn:aws:states:eu-central-1:123456789012:stateMachine:archiver");
        var input = Encoding.UTF8.GetString(BackfillRange.MachineInput(given, context.Clock.GetUtcNow()));
        using var machine = StateMachine.Connect(parsed);
        // Not to be stopped: an execution whose name never came back would run on without anybody's knowing.
        using var patience = new CancellationTokenSource(StartTime, context.Clock);
        var execution = await machine.StartAsync($"backfill-{context.Clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}", input, patience.Token);
        var follower = new MachineFollower(machine, execution, context, mode);
        return noWait ? follower.Leave(ExecutionState.Started) : await follower.FollowAsync();
    }
}
