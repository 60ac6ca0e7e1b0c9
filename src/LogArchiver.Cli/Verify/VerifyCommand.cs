using System.CommandLine;
using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Local;
using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Verify;

namespace LogArchiver.Cli.Verify;

/// <summary><c>logarchiver verify</c>: whether archived days are what their manifests say, and what CloudWatch has.</summary>
internal static class VerifyCommand
{
    private const string Details =
        "Reads the objects of each day and compares them with its manifest: size, checksums, gzip, number and order of the events, the "
        + "day's edges. Groups are found by their manifests, so those that CloudWatch no longer has are verified as well. With --source the "
        + "day is read from CloudWatch once more and compared event by event. Writes nothing.";

    private static readonly Example[] Examples =
    [
        new("A month of all groups that were ever archived", "logarchiver verify --group '*' --from 2026-10-01 --to 2026-10-31 --bucket my-archive"),
        new("In one request for each object, reading nothing", "logarchiver verify --group '*' --date 2026-11-19 --bucket my-archive --quick"),
        new("Against CloudWatch itself, for a script", "logarchiver verify --group /app/api --date 2026-11-19 --bucket my-archive --source --json \\\n"
            + "    | jq '.days[].source.events'"),
    ];

    private static readonly Dictionary<Setting, string> Words = new()
    {
        [Settings.LogGroups] = "Log groups to verify, found in the archive: exact names, globs with * and ?, or ARNs (may be given several times)",
        [Settings.Date] = "The date to verify (default: yesterday)",
        [Settings.From] = "First date of a range to verify",
        [Settings.To] = "Last date of a range to verify, itself included",
        [Settings.DaysAgo] = "How many days back the date to verify lies",
        [Settings.TimeZone] = "Time zone in which 'yesterday' is meant (default: UTC)",
        [Settings.KeyTemplate] = "Key of a file below the prefix, to look for files of days without a manifest",
    };

    private static readonly Setting[] Asked =
    [
        Settings.LogGroups, Settings.ExcludeLogGroups, Settings.Tags, Settings.Date, Settings.From, Settings.To, Settings.DaysAgo,
        Settings.TimeZone, Settings.Bucket, Settings.Prefix, Settings.KeyTemplate, Settings.Reader, Settings.PaceShare, Settings.MemoryMB,
        Settings.Region,
    ];

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "every day is right"),
        new(Verdict.Failed, "a day differs, or the bucket cannot be read at all"),
        new(Verdict.PartlyDone, "none differs, but one is not archived or could not be checked, or there is none"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("verify", "Compare archived days with their manifests, or with CloudWatch", Details, Examples) { ExitCodes = ExitCodes };
        var settings = SettingOptions.AddTo(command, Asked, Words);
        var quick = new Option<bool>("--quick") { Description = "Compare size and checksum as the store keeps them, and read nothing" };
        var source = new Option<bool>("--source") { Description = "Compare with CloudWatch as well, event by event" };
        var most = new Option<int>("--max-differences")
        {
            HelpName = "COUNT",
            Description = $"Differing events to show of a day, with --source (default: {Verifier.UsualDifferences})",
            DefaultValueFactory = _ => Verifier.UsualDifferences,
        };
        command.Add(quick);
        command.Add(source);
        command.Add(most);
        var output = OutputOptions.AddTo(command);
        var local = LocalOptions.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var depth = new VerifyDepth(parsed.GetValue(quick), parsed.GetValue(source), parsed.GetValue(most));
            depth.Judge();
            await using var world = await local.StartAsync(parsed, context);
            return await RunAsync(world.Context, settings.Read(parsed, world.Context.Environment), depth, output.Read(parsed));
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ArchiveRequest request, VerifyDepth depth, OutputMode mode)
    {
        var plan = Planner.Plan(request, context.Clock.GetUtcNow());
        using var connection = context.Connect(plan, forMachines: mode.Json);
        var verification = await VerifyTicker.ShowAsync(context.Screen, mode, ticker =>
            new Verifier(
                connection.Source, connection.Pace, connection.Store, TemporaryFolder.Of(context.Environment), context.Clock,
                context.Random, new ScreenLoggers(context.Screen, mode.Verbose))
            {
                Quick = depth.Quick,
                WithSource = depth.WithSource,
                MaxDifferences = depth.MaxDifferences,
                Endings = ticker,
            }.RunAsync(plan, ticker, context.Stop));
        if (mode.Json)
        {
            JsonOutput.WriteLine(context.Screen, VerificationJson.Write(verification));
        }
        else
        {
            VerifyView.Write(context.Screen, plan.Bucket, verification);
        }

        foreach (var warning in verification.Warnings)
        {
            Ink.Say(context.Screen.RichError, Tone.Warning, $"warning: {warning}");
        }

        return verification.ExitCode;
    }
}

/// <summary>How closely to look.</summary>
/// <param name="Quick">Size and stored checksum alone.</param>
/// <param name="WithSource">With CloudWatch as well.</param>
/// <param name="MaxDifferences">Differing events to show.</param>
internal readonly record struct VerifyDepth(bool Quick, bool WithSource, int MaxDifferences)
{
    // All of them lie in memory, each of up to 1 MB: 10,000 of a usual 1 kB are 10 MB.
    private const int MostDifferences = 10_000;

    /// <summary>Refuses what contradicts itself.</summary>
    public void Judge()
    {
        if (Quick && WithSource)
        {
            throw CommandException.BadInput("--quick: reads nothing, and --source compares every event.\n  Accepted: one of the two");
        }

        if (MaxDifferences is < 0 or > MostDifferences)
        {
            throw CommandException.BadInput($"--max-differences: {MaxDifferences} is out of range.\n  Accepted: 0 to {MostDifferences}");
        }
    }
}
