using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Backfill;

/// <summary>What a backfill asks for: a range, whose end may be left out. Pure.</summary>
internal static class BackfillRange
{
    /// <summary>The plan for a backfill from here: without a last date, up to yesterday.</summary>
    /// <exception cref="BadRequestException">Something in it is wrong.</exception>
    /// <exception cref="CommandException">There is no first date.</exception>
    public static ArchivePlan Plan(ArchiveRequest request, DateTimeOffset now)
    {
        RequireFirst(request);
        if (!request.Values.ContainsKey(Settings.To.Name))
        {
            var yesterday = Planner.Plan(request.OverriddenBy(Only(Settings.DaysAgo, "1")), now).Dates[^1].Date;
            request = Adding(request, Settings.To, yesterday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return Planner.Plan(request, now);
    }

    /// <summary>The input for the state machine: what was asked for on the command line, and nothing else, for all other settings are
    /// the deployed function's own.</summary>
    /// <exception cref="BadRequestException">Something in it is wrong, whatever the function's settings are.</exception>
    /// <exception cref="CommandException">A date is missing.</exception>
    public static byte[] MachineInput(ArchiveRequest given, DateTimeOffset now)
    {
        RequireFirst(given);
        if (!given.Values.ContainsKey(Settings.To.Name))
        {
            throw CommandException.BadInput("--to: It is missing. With --state-machine the last date must be named: which day is over "
                + "there, the function's time zone decides.\n  Accepted: " + Settings.To.Accepted);
        }

        if (given.Values.ContainsKey(Settings.DryRun.Name))
        {
            throw CommandException.BadInput("--dry-run: The state machine writes. Leave --state-machine away to see from here what would be done.");
        }

        // What is wrong in any case is told at once rather than by a failed execution.
        _ = Planner.Plan(Only(Settings.Bucket, "of-the-function").OverriddenBy(Only(Settings.LogGroups, "*")).OverriddenBy(given), now);
        return PayloadWriter.Write(given);
    }

    private static void RequireFirst(ArchiveRequest request)
    {
        if (!request.Values.ContainsKey(Settings.From.Name))
        {
            throw CommandException.BadInput($"--from: It is missing. A backfill needs the first date to archive.\n  Accepted: {Settings.From.Accepted}");
        }
    }

    private static ArchiveRequest Only(Setting setting, string text) => Adding(new ArchiveRequest(), setting, text);

    private static ArchiveRequest Adding(ArchiveRequest request, Setting setting, string text) => request with
    {
        Values = new Dictionary<string, GivenValue>(request.Values, StringComparer.Ordinal) { [setting.Name] = new GivenValue([text], "the end left open") },
    };
}
