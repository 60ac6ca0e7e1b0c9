using System.CommandLine;
using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Help;
using LogArchiver.Cli.Local;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver.Cli.Cat;

/// <summary><c>logarchiver cat</c>: prints archived days, straight from the bucket.</summary>
internal static class CatCommand
{
    private const string Details =
        "Lines are '<time> <stream> <message>', with the time in the day's own time zone. The events come as they are read, in "
        + "constant memory, so a day of any size can be piped on.";

    private static readonly Example[] Examples =
    [
        new("One day of one group", "logarchiver cat --group /aws/lambda/orders --date 2026-11-19 --bucket my-archive | less"),
        new("Errors of a week, as stored, through jq", "logarchiver cat --group /app/api --from 2026-11-13 --to 2026-11-19 --bucket my-archive \\\n"
            + "    --grep ERROR --json | jq -r .message"),
        new("From what 'logarchiver demo' left on this machine", "logarchiver cat --local --group /demo/java/orders --grep Exception"),
    ];

    private static readonly Dictionary<Setting, string> Words = new()
    {
        [Settings.LogGroups] = "The log group: its exact name, or its ARN in a linked account",
        [Settings.Date] = "The date to print (default: yesterday)",
        [Settings.From] = "First date of a range to print",
        [Settings.To] = "Last date of a range to print, itself included",
        [Settings.DaysAgo] = "How many days back the date to print lies",
        [Settings.TimeZone] = "Time zone in which 'yesterday' is meant (default: UTC)",
        [Settings.Region] = "AWS Region of the bucket; otherwise the one the environment names",
    };

    private static readonly Setting[] Asked =
    [
        Settings.LogGroups, Settings.Date, Settings.From, Settings.To, Settings.DaysAgo, Settings.TimeZone,
        Settings.Bucket, Settings.Prefix, Settings.Region,
    ];

    private static readonly ExitCodeNote[] ExitCodes = ExitCodeNotes.With(
        new(Verdict.Done, "all was printed"),
        new(Verdict.Failed, "no day is archived and whole; what can be read was printed"),
        new(Verdict.PartlyDone, "some days are not archived, damaged, or could not be read"));

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandContext context)
    {
        var command = new ExplainedCommand("cat", "Print an archived day as readable lines", Details, Examples) { ExitCodes = ExitCodes };
        var settings = SettingOptions.AddTo(command, Asked, Words);
        var grep = new Option<string>("--grep") { HelpName = "TEXT", Description = "Only events whose message contains the text" };
        var stream = new Option<string>("--stream") { HelpName = "TEXT", Description = "Only events of streams whose name contains the text" };
        var json = new Option<bool>("--json") { Description = "Print the lines as they are stored" };
        command.Add(grep);
        command.Add(stream);
        command.Add(json);
        var local = LocalOptions.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var filter = new EventFilter(parsed.GetValue(stream), parsed.GetValue(grep));
            await using var world = await local.StartAsync(parsed, context);
            return await RunAsync(world.Context, settings.Read(parsed, world.Context.Environment), filter, parsed.GetValue(json), world.Server is not null);
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ArchiveRequest request, EventFilter filter, bool asStored, bool isLocal)
    {
        var plan = Planner.Plan(request, context.Clock.GetUtcNow());
        var group = OneGroup(plan);
        using var connection = context.Connect(plan, forMachines: asStored);
        var days = new ArchivedDays(connection.Store, ArchiveLayout.Of(plan));
        var output = context.Screen.OpenOutput();
        var missing = new List<PlannedDate>();
        var broken = 0;
        foreach (var date in plan.Dates)
        {
            try
            {
                if (await days.TryFindAsync(group, date.Date, context.Stop) is not { } day)
                {
                    missing.Add(date);
                    continue;
                }

                var printer = EventPrinter.For(day.Manifest, filter, asStored, context.Screen.Looks.OutputIsTerminal);
                if (await ProblemOfPrintingAsync(context, day, output, printer, plan.Bucket) is { } problem)
                {
                    broken++;
                    ErrorText.Write(context.Screen, problem);
                }
            }
            catch (UnreadableManifestException unreadable)
            {
                broken++;
                ErrorText.Write(context.Screen, ErrorText.Of(unreadable));
            }
        }

        await output.FlushAsync(context.Stop);
        if (missing.Count > 0)
        {
            ErrorText.Write(context.Screen, MissingDays.Text(group, missing, plan, isLocal));
        }

        return Verdicts.Of(unfinished: missing.Count + broken, all: plan.Dates.Count).ExitCode();
    }

    /// <summary>Prints a day; says what kept it from being printed whole. A store that gave its manifest may well give the other days: only
    /// one that gives no manifest ends the command.</summary>
    private static async Task<string?> ProblemOfPrintingAsync(
        CommandContext context, ArchivedDayReader day, Stream output, ILinePrinter printer, string bucket)
    {
        try
        {
            var trouble = await day.PrintAsync(output, printer, context.Stop);
            return trouble.IsThere ? trouble.Text(day.Manifest, bucket) : null;
        }
        catch (ServiceFaultException fault)
        {
            return $"The archive of {day.Manifest.Group} {day.Manifest.Date:yyyy-MM-dd} could not be read to its end. What came was printed.\n"
                + ErrorText.Of(context, fault);
        }
    }

    private static string OneGroup(ArchivePlan plan) => plan.Groups.Include is [var group] && group.IndexOfAny(['*', '?']) < 0
        ? group
        : throw CommandException.BadInput($"--group: \"{string.Join(", ", plan.Groups.Include)}\" is not one log group.\n  Accepted: the exact name of one log group, or its ARN");
}
