using System.CommandLine;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Archive;

/// <summary><c>logarchiver archive</c>: the same work as the function's, from a terminal.</summary>
internal static class ArchiveCommand
{
    private const string Details =
        "Works on whatever AWS the environment points at: credentials, profile, Region and endpoints as any AWS SDK finds them. "
        + "Days that are archived already are left alone, so running it again is safe. Every option can be set by an environment "
        + "variable as well, such as LOGARCHIVER_BUCKET for --bucket or LOGARCHIVER_LOG_GROUPS for --group.";

    private static readonly Example[] Examples =
    [
        new("Yesterday's logs of every Lambda function", "logarchiver archive --group '/aws/lambda/*' --bucket my-archive"),
        new("What would be archived of all groups tagged team=web", "logarchiver archive --tag team=web --bucket my-archive --dry-run"),
        new("October, in days of Seoul", "logarchiver archive --group /app/api --from 2026-10-01 --to 2026-10-31 \\\n"
            + "    --time-zone Asia/Seoul --bucket my-archive"),
        new("Without the noise of health checks, and with every error", "logarchiver archive --group /app/api --bucket my-archive \\\n"
            + "    --exclude-events '$.path = /health' --keep-events '(?i)error|exception'"),
    ];

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "every day is archived, was before, or was skipped for the reason given"),
        new(Verdict.Failed, "no day ended well"),
        new(Verdict.PartlyDone, "some days ended well; others failed or were paused"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("archive", "Archive days of log groups into a bucket", Details, Examples) { ExitCodes = ExitCodes };
        var settings = SettingOptions.AddTo(command, Settings.All.Except([Settings.Concurrency, Settings.NewestFirst]));
        var output = OutputOptions.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(context, settings.Read(parsed, context.Environment), output.Read(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ArchiveRequest request, OutputMode mode)
    {
        var plan = Planner.Plan(request, context.Clock.GetUtcNow());
        using var connection = context.Connect(plan, forMachines: mode.Json);
        var tokens = new RunTokens(CancellationToken.None, context.Stop);
        var summary = await DayTicker.ShowAsync(context.Screen, mode, ticker =>
            new Archiver(
                connection.Source, connection.Pace, connection.Store, TemporaryFolder.Of(context.Environment), context.Clock,
                context.Random, new ScreenLoggers(context.Screen, mode.Verbose)) { Endings = ticker }.RunAsync(plan, tokens, ticker));
        Show(context, plan, summary, mode);
        return context.Stop.IsCancellationRequested ? Verdicts.StoppedExitCode : Verdicts.Of(summary).ExitCode();
    }

    /// <summary>Tells how a run ended: as a table or as JSON, and what failed.</summary>
    internal static void Show(CommandContext context, ArchivePlan plan, ArchiveSummary summary, OutputMode mode)
    {
        var screen = context.Screen;
        if (mode.Json)
        {
            JsonOutput.WriteLine(screen, SummaryJson.Write(summary));
        }
        else
        {
            SummaryView.Write(screen, plan.Bucket, summary);
        }

        foreach (var warning in summary.Warnings)
        {
            Ink.Say(screen.RichError, Tone.Warning, $"warning: {warning}");
        }

        TellFailures(context, summary);
    }

    /// <summary>Tells what failed. Who stopped the run knows why days are paused.</summary>
    internal static void TellFailures(CommandContext context, ArchiveSummary summary)
    {
        var stopped = context.Stop.IsCancellationRequested;
        if (FailureReport.Of(stopped ? summary with { Days = [.. summary.Days.Where(day => day.Ending != Ending.Paused)] } : summary) is { } report)
        {
            ErrorText.Write(context.Screen, report);
        }

        if (stopped)
        {
            ErrorText.Write(context.Screen, "Stopped. The same command goes on from here.");
        }
    }
}
