using System.CommandLine;
using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Terminal;
using LogArchiver.Estimate;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Planning;

/// <summary><c>logarchiver plan</c>: what a run would do, how long it would take and about what it would cost.</summary>
internal static class PlanCommand
{
    private const string Details =
        "Chooses groups and dates as 'archive' does, and writes nothing. Sizes are estimates, and the report says what each stands on: the "
        + "manifests of the group's own archived days, or else the bytes that CloudWatch Logs says it holds, or, with --sample, some pages "
        + "of its events. It costs a listing for each group and at most seven small objects.";

    private static readonly Example[] Examples =
    [
        new("What would October take, and what would it save", "logarchiver plan --group '/app/*' --from 2026-10-01 --to 2026-10-31 \\\n"
            + "    --bucket my-archive"),
        new("What would tonight's run do", "logarchiver plan --group '*' --bucket my-archive"),
        new("Look closer at groups that have never been archived", "logarchiver plan --group '/app/*' --bucket my-archive --sample"),
        new("Its price, for a script", "logarchiver plan --group '*' --bucket my-archive --json | jq .cost.once"),
    ];

    private static readonly Dictionary<Setting, string> Words = new()
    {
        [Settings.LogGroups] = "Log groups to look at: exact names, globs with * and ?, or ARNs (may be given several times)",
        [Settings.MemoryMB] = $"Memory of the function, in MiB (default: {Archiver.UsualMemoryMB})",
    };

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "all that was chosen was looked at"),
        new(Verdict.Failed, "nothing can be looked at"),
        new(Verdict.PartlyDone, "some of the groups that were named cannot"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("plan", "Say what a run would do, take and cost, before it runs", Details, Examples) { ExitCodes = ExitCodes };
        var settings = SettingOptions.AddTo(command, Settings.All.Except([Settings.DryRun, Settings.Concurrency, Settings.NewestFirst]), Words);
        var sample = new Option<bool>("--sample")
        {
            Description = $"Read some pages of events of groups without archived days: at most {RangeEstimate.MostSampledPages} requests a group",
        };
        var prices = new Option<string>("--prices") { HelpName = "FILE", Description = "Prices to reckon with, as JSON (default: those of us-east-1)" };
        command.Add(sample);
        command.Add(prices);
        var output = OutputOptions.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(
            context, settings.Read(parsed, context.Environment), parsed.GetValue(prices), parsed.GetValue(sample), output.Read(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ArchiveRequest request, string? pricesPath, bool samples, OutputMode mode)
    {
        var plan = Planner.Plan(request, context.Clock.GetUtcNow());
        var prices = await PriceFile.ReadAsync(pricesPath, context.Stop);
        using var connection = context.Connect(plan, forMachines: mode.Json);
        var archiver = new Archiver(
            connection.Source, connection.Pace, connection.Store, TemporaryFolder.Of(context.Environment), context.Clock,
            context.Random, new ScreenLoggers(context.Screen, mode.Verbose));
        var estimate = await archiver.EstimateAsync(plan, prices, samples, context.Stop);
        Show(context.Screen, plan, estimate, mode);
        return estimate.Failures.Count == 0 ? Verdict.Done.ExitCode()
            : estimate.Groups.Count == 0 ? Verdict.Failed.ExitCode()
            : Verdict.PartlyDone.ExitCode();
    }

    private static void Show(Screen screen, ArchivePlan plan, RangeEstimate estimate, OutputMode mode)
    {
        if (mode.Json)
        {
            JsonOutput.WriteLine(screen, PlanJson.Write(plan, estimate));
        }
        else
        {
            PlanView.Write(screen, plan, estimate);
        }

        foreach (var warning in estimate.Warnings)
        {
            Ink.Say(screen.RichError, Tone.Warning, $"warning: {warning}");
        }

        if (FailureReport.Of(new ArchiveSummary { Days = estimate.Failures, DryRun = true }) is { } failures)
        {
            ErrorText.Write(screen, failures);
        }
    }
}
