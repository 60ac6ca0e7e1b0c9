using System.Globalization;
using LogArchiver.Cli.Terminal;
using LogArchiver.Estimate;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Planning;

/// <summary>Shows what a run would do: a row for each group, the whole in sentences, what it costs, and what the figures stand on.</summary>
internal static class PlanView
{
    /// <summary>Stretches of dates that a row shows; a group with more gaps than that is better read with <c>gaps</c> or <c>--json</c>.</summary>
    private const int MostStretches = 2;

    private static readonly TextColumn[] Columns =
    [
        new("Group"), new("Dates"), new("Days", IsNumber: true), new("Lines", IsNumber: true, IsExpendable: true), new("Stored", IsNumber: true),
        new("Requests", IsNumber: true), new("Time", IsNumber: true), new("Stands on", IsExpendable: true), new("Not to be done", IsExpendable: true),
    ];

    /// <summary>Writes it on standard output.</summary>
    public static void Write(Screen screen, ArchivePlan plan, RangeEstimate estimate)
    {
        if (estimate.Groups.Count == 0)
        {
            Ink.Say(screen.Rich, Tone.Warning, "No log group was chosen: nothing to plan.");
            return;
        }

        TableOf(estimate).Write(screen.Rich);
        foreach (var sentence in Sentences(estimate).Concat(RetentionNotes.Of(estimate)))
        {
            Ink.Say(screen.Rich, Tone.Strong, sentence);
        }

        if (estimate.Work.Days > 0)
        {
            CostView.TableOf(estimate).Write(screen.Rich);
            foreach (var line in PlanNotes.Of(plan, estimate).SelectMany(note => Wrapping.Wrap(note, screen.TextWidth - 2)))
            {
                Ink.Write(screen.Rich, Tone.Faint, $"  {line}");
            }
        }
    }

    /// <summary>The rows.</summary>
    internal static TextTable TableOf(RangeEstimate estimate)
    {
        var rows = estimate.Groups.Select(Row).ToArray();
        var total = rows.Length < 2 ? null : Row("Total", "", estimate.Work, estimate.UnknownDays > 0, "", "", estimate.Groups.Sum(WorkDays));
        var table = new TextTable(Columns, rows, total);
        // Where everything is to be done, the last column has nothing to say.
        return rows.All(row => row[^1].Length == 0) ? table.Without(Columns.Length - 1) : table;
    }

    /// <summary>The whole in sentences.</summary>
    internal static IEnumerable<string> Sentences(RangeEstimate estimate)
    {
        var fates = Enum.GetValues<DayFate>().Where(fate => estimate.Count(fate) > 0)
            .Select(fate => $"{Amounts.Count(estimate.Count(fate))} {Word(fate)}");
        yield return $"{Amounts.Of(estimate.Groups.Count, "group")}, {Amounts.Of(estimate.Groups.Sum(group => group.Days.Count), "day")}: {string.Join(", ", fates)}.";
        var work = estimate.Work;
        if (work.Days == 0)
        {
            yield return "Nothing is to be done.";
            yield break;
        }

        yield return $"About {Bytes(work.RawBytes)} of lines, {Bytes(work.StoredBytes)} as stored; {Requests(work.LogRequests)} to CloudWatch Logs, "
            + $"{Requests(work.Puts + work.Gets)} to S3{(work.ExportTasks > 0 ? $"; {Amounts.Of(work.ExportTasks, "export task")}" : "")}.";
        yield return $"About {Amounts.Duration(work.Seconds)} at {(estimate.PaceShare * 100).ToString("0.#", CultureInfo.InvariantCulture)} % of the quotas of "
            + $"{estimate.Region}, one day after another: {Amounts.Of(estimate.Invocations, "invocation")} of 15 minutes.";
    }

    /// <summary>A fate as people say it.</summary>
    internal static string Word(DayFate fate) => fate switch
    {
        DayFate.Archive => "to archive",
        DayFate.Paused => "paused",
        DayFate.PartlyGone => "partly gone",
        DayFate.BeforeGroup => "before the group was made",
        DayFate.Settle => "to settle",
        DayFate.Sealed => "sealed already",
        DayFate.Gone => "gone for good",
        _ => "not readable",
    };

    private static IReadOnlyList<string> Row(GroupEstimate group)
    {
        var stretches = DateStretches.Of(group.Days.Where(day => IsWork(day.Fate)).Select(day => (day.Date, true)));
        var dates = stretches.Count == 0 ? "–"
            : string.Join(", ", stretches.Take(MostStretches)) + (stretches.Count > MostStretches ? $" and {stretches.Count - MostStretches} more" : "");
        var others = group.Days.Where(day => !IsWork(day.Fate)).CountBy(day => day.Fate).OrderBy(one => one.Key)
            .Select(one => $"{Amounts.Count(one.Value)} {(one.Key == DayFate.Unreadable ? $"not readable ({PlanJson.Word(group.Group.Class)})" : Word(one.Key))}");
        var basis = group.Volume is { } volume ? PlanNotes.Word(volume.Basis) : group.UnknownDays > 0 ? "nothing" : "–";
        return Row(group.Group.Name, dates, group.Work, group.UnknownDays > 0, basis, string.Join(", ", others), WorkDays(group));
    }

    private static IReadOnlyList<string> Row(
        string name, string dates, Workload work, bool isUnknown, string basis, string others, int days)
    {
        // What is known of a whole of which something is not known is its least.
        var mark = work.Days == 0 ? isUnknown ? "?" : "–" : isUnknown ? "> " : "";
        string[] figures = work.Days == 0
            ? [mark, mark, mark, mark]
            : [mark + Bytes(work.RawBytes), mark + Bytes(work.StoredBytes), mark + Amounts.Count(Up(work.LogRequests)), mark + Amounts.Duration(work.Seconds)];
        return [name, dates, Amounts.Count(days), .. figures, basis, others];
    }

    private static int WorkDays(GroupEstimate group) => group.Days.Count(day => IsWork(day.Fate));

    private static bool IsWork(DayFate fate) => fate.NeedsVolume() || fate.IsArchived();

    private static string Bytes(double bytes) => Amounts.Bytes(Up(bytes));

    private static string Requests(double requests) => Amounts.Of(Up(requests), "request");

    private static long Up(double value) => (long)Math.Min(Math.Ceiling(value), long.MaxValue / 2);
}
