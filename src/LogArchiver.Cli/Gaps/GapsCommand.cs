using System.CommandLine;
using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Terminal;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Gaps;

/// <summary><c>logarchiver gaps</c>: which days the archive lacks, and getting those back that can be.</summary>
internal static class GapsCommand
{
    private const string Details =
        "Compares the log groups there are with the manifests in the bucket, and reads no event and no manifest: a listing for each "
        + "group. Days before a group was made are not expected. With --repair, what is missing or paused is archived and what is not "
        + "settled is read again, as far as CloudWatch still has it. Exit code: 0 when no day is missing, 4 when days are, also those "
        + "that are gone for good.";

    private static readonly Example[] Examples =
    [
        new("What is missing of the last 30 days", "logarchiver gaps --group '/aws/lambda/*' --bucket my-archive"),
        new("Get October back, as far as it is there", "logarchiver gaps --group '/app/*' --from 2026-10-01 --to 2026-10-31 \\\n"
            + "    --bucket my-archive --repair"),
        new("Which groups lack a day, for a script", "logarchiver gaps --group '*' --bucket my-archive --json \\\n"
            + "    | jq -r '.groups[] | select(.gaps != []).group'"),
    ];

    private static readonly Dictionary<Setting, string> Words = new()
    {
        [Settings.LogGroups] = "Log groups to look at: exact names, globs with * and ?, or ARNs (may be given several times)",
        [Settings.From] = "First date of a range to look at",
        [Settings.To] = "Last date of a range to look at, itself included",
        [Settings.DryRun] = "With --repair: say what would be archived, and write nothing",
    };

    // The dates are chosen by a range or a number here, and nothing is looked back at from one of them.
    private static readonly Setting[] NotAsked =
    [
        Settings.Date, Settings.DaysAgo, Settings.CatchUpDays, Settings.SetRetentionDays, Settings.Concurrency, Settings.NewestFirst,
    ];

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "no day is missing"),
        new(Verdict.Failed, "a name stands for nothing, or the bucket or the groups cannot be looked at; with --repair: no repair ended well"),
        new(Verdict.PartlyDone, "with --repair: some of the repairs failed or were paused"),
        new(Verdicts.DaysMissingExitCode, "days are missing, also those that are gone for good"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("gaps", "Show the days that the archive lacks, and get them back", Details, Examples) { ExitCodes = ExitCodes };
        var settings = SettingOptions.AddTo(command, Settings.All.Except(NotAsked), Words);
        var days = new Option<string>("--days")
        {
            HelpName = "N", Description = $"How many days to look at, up to yesterday (default: {GapRange.UsualDays})",
        };
        var repair = new Option<bool>("--repair") { Description = "Archive what can still be had, then say what remains" };
        command.Add(days);
        command.Add(repair);
        var output = OutputOptions.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var plan = GapRange.Plan(settings.Read(parsed, context.Environment), parsed.GetValue(days), context.Clock.GetUtcNow());
            return RunAsync(context, plan, parsed.GetValue(repair), output.Read(parsed));
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ArchivePlan plan, bool repairs, OutputMode mode)
    {
        using var connection = context.Connect(plan, forMachines: mode.Json);
        var report = await ArchiverOf(null).FindGapsAsync(plan, context.Stop);
        if (!repairs || report.Repairable == 0)
        {
            Tell(context.Screen, plan, report, null, mode);
            return ExitCode(report, Verdict.Done);
        }

        var tokens = new RunTokens(CancellationToken.None, context.Stop);
        var repair = await DayTicker.ShowAsync(context.Screen, mode, ticker => ArchiverOf(ticker).RepairAsync(plan, report, tokens, ticker));
        if (context.Stop.IsCancellationRequested)
        {
            TellStopped(context, plan, repair, mode);
            return Verdicts.StoppedExitCode;
        }

        var remains = plan.DryRun ? report : await ArchiverOf(null).FindGapsAsync(plan, context.Stop);
        Tell(context.Screen, plan, remains, repair, mode);
        return ExitCode(remains, Verdicts.Of(repair));

        Archiver ArchiverOf(IProgress<DayOutcome>? endings) => new(
            connection.Source, connection.Pace, connection.Store, TemporaryFolder.Of(context.Environment), context.Clock,
            context.Random, new ScreenLoggers(context.Screen, mode.Verbose)) { Endings = endings };
    }

    // A repair that failed goes before what is missing: it needs another hand than days that nobody can get back. Without one, what is
    // missing is what a script asks for.
    private static int ExitCode(GapReport report, Verdict repair) => repair != Verdict.Done ? repair.ExitCode()
        : report.Missing > 0 ? Verdicts.DaysMissingExitCode
        : report.Failures.Count > 0 ? Verdict.Failed.ExitCode()
        : Verdict.Done.ExitCode();

    private static void Tell(Screen screen, ArchivePlan plan, GapReport report, ArchiveSummary? repair, OutputMode mode)
    {
        if (mode.Json)
        {
            JsonOutput.WriteLine(screen, GapsJson.Write(plan, report, repair));
        }
        else
        {
            if (repair is not null)
            {
                SummaryView.Write(screen, plan.Bucket, repair);
            }

            GapsView.Write(screen, plan, report);
        }

        foreach (var warning in report.Warnings)
        {
            Ink.Say(screen.RichError, Tone.Warning, $"warning: {warning}");
        }

        var failed = new ArchiveSummary { Days = [.. report.Failures, .. repair?.Days ?? []], DryRun = plan.DryRun };
        if (FailureReport.Of(failed) is { } failures)
        {
            ErrorText.Write(screen, failures);
        }
    }

    private static void TellStopped(CommandContext context, ArchivePlan plan, ArchiveSummary repair, OutputMode mode)
    {
        if (mode.Json)
        {
            JsonOutput.WriteLine(context.Screen, GapsJson.WriteStopped(repair));
        }
        else
        {
            SummaryView.Write(context.Screen, plan.Bucket, repair);
        }

        ArchiveCommand.TellFailures(context, repair);
    }
}
