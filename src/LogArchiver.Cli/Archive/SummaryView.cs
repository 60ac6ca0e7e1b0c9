using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Archive;

/// <summary>Shows how a run ended: a row for each day, then the objects written.</summary>
internal static class SummaryView
{
    private const int RetentionLines = 20;

    /// <summary>The column that the figures begin with.</summary>
    private const int Figures = 3;

    private static readonly TextColumn Late = new("Late", IsNumber: true);
    private static readonly TextColumn Dropped = new("Dropped", IsNumber: true);

    private static readonly TextColumn[] Columns =
    [
        new("Group"), new("Day"), new("Ending"), new("Events", IsNumber: true), Late, Dropped, new("Raw", IsNumber: true, IsExpendable: true),
        new("Stored", IsNumber: true), new("Ratio", IsNumber: true, IsExpendable: true),
    ];

    /// <summary>Writes it on standard output.</summary>
    public static void Write(Screen screen, string bucket, ArchiveSummary summary)
    {
        if (summary.Days.Count > 0)
        {
            TableOf(summary).Write(screen.Rich);
        }

        // Of a month of days that have the same reason, one says it for all.
        foreach (var alike in summary.Days.Where(day => day.Reason is not null).GroupBy(day => (day.Group, day.Reason)))
        {
            var first = alike.First();
            var others = alike.Count() > 1 ? $" and {Amounts.Of(alike.Count() - 1, "more day")}" : "";
            Ink.Say(screen.Rich, Tone.Faint, $"{first.Group} {first.Date:yyyy-MM-dd}{others}: {first.Reason}");
        }

        var written = summary.Days.Where(day => day is { Ending: Ending.Sealed, ObjectKey: not null }).ToArray();
        if (written.Length > 0)
        {
            Ink.Write(screen.Rich, Tone.Strong, "Written");
            foreach (var day in written)
            {
                Ink.Write(screen.Rich, Tone.Plain, $"  s3://{bucket}/{day.ObjectKey}");
            }
        }

        WriteRetention(screen, summary.Retention);
        Ink.Say(screen.Rich, Verdicts.Of(summary) == Verdict.Done ? Tone.Good : Tone.Warning, Conclusion(summary));
    }

    // Of hundreds of groups that wait for the same backfill, some say it for all; --json has every one.
    private static void WriteRetention(Screen screen, IReadOnlyList<RetentionOutcome> outcomes)
    {
        var told = outcomes.Where(outcome => outcome.State != RetentionState.Kept).ToArray();
        foreach (var outcome in told.Take(RetentionLines))
        {
            Ink.Say(screen.Rich, outcome.State == RetentionState.Refused ? Tone.Warning : Tone.Plain, $"Retention of {outcome.Group} {outcome.InWords}.");
        }

        if (told.Length > RetentionLines)
        {
            Ink.Write(screen.Rich, Tone.Faint, $"… and of {Amounts.Of(told.Length - RetentionLines, "more group")}.");
        }
    }

    /// <summary>The run in a sentence.</summary>
    internal static string Conclusion(ArchiveSummary summary)
    {
        if (summary.Days.Count == 0)
        {
            return "No log group was chosen: nothing to archive.";
        }

        var endings = Enum.GetValues<Ending>().Where(ending => summary.Count(ending) > 0)
            .Select(ending => $"{Amounts.Count(summary.Count(ending))} {Word(ending)}");
        var before = summary.DoneBefore == 0 ? "" : $" Of the days before, {Amounts.Count(summary.DoneBefore)} were looked at and done already.";
        return $"{Amounts.Of(summary.Days.Count, "day")}: {string.Join(", ", endings)}.{before}";
    }

    /// <summary>The rows. What came late, and what filters dropped, has a column where there was any; figures have one where any day
    /// was measured, and a dash where that day was not.</summary>
    internal static TextTable TableOf(ArchiveSummary summary)
    {
        var days = summary.Days;
        var measured = days.Where(day => day.IsMeasured).ToArray();
        var rows = days.Select(day => Row(
            [day.Group, day.Date?.ToString("yyyy-MM-dd") ?? "–", Word(day.Ending)], day.IsMeasured ? [day] : [])).ToArray();
        // Beside days that are still to be archived, a part of the sum would look like all of it.
        var isPart = days.Any(day => day is { Ending: Ending.Planned, IsMeasured: false });
        var total = rows.Length < 2 || measured.Length == 0 || isPart ? null : Row(["Total", "", ""], measured);
        TextColumn[] hidden = measured.Length == 0 ? Columns[Figures..] :
        [
            .. measured.Any(day => day.LateEvents > 0) ? [] : (TextColumn[])[Late],
            .. measured.Any(day => day.DroppedEvents > 0) ? [] : (TextColumn[])[Dropped],
        ];
        return new TextTable(Shown(Columns, hidden), [.. rows.Select(row => Shown(row, hidden))], total is null ? null : Shown(total, hidden));
    }

    private static IReadOnlyList<string> Row(string[] head, DayOutcome[] days)
    {
        if (days.Length == 0)
        {
            return [.. head, .. Enumerable.Repeat("–", Columns.Length - Figures)];
        }

        var (raw, stored) = (days.Sum(day => day.RawBytes), days.Sum(day => day.StoredBytes));
        return
        [
            .. head, Amounts.Count(days.Sum(day => day.Events)), Amounts.Count(days.Sum(day => day.LateEvents)),
            Amounts.Count(days.Sum(day => day.DroppedEvents)), Amounts.Bytes(raw), Amounts.Bytes(stored), Amounts.Ratio(raw, stored),
        ];
    }

    private static T[] Shown<T>(IReadOnlyList<T> all, TextColumn[] hidden) => [.. all.Where((_, index) => !hidden.Contains(Columns[index]))];

    /// <summary>An ending as people say it.</summary>
    internal static string Word(Ending ending) => ending switch
    {
        Ending.AlreadySealed => "already sealed",
        Ending.Planned => "would archive",
        _ => ending.ToString().ToLowerInvariant(),
    };
}
