using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Archive;

/// <summary>Shows how a run ended: a row for each day, then the objects written.</summary>
internal static class SummaryView
{
    private const int RetentionLines = 20;

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

        foreach (var day in summary.Days.Where(day => day.Reason is not null))
        {
            Ink.Write(screen.Rich, Tone.Faint, $"{day.Group} {day.Date:yyyy-MM-dd}: {day.Reason}");
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
        Ink.Write(screen.Rich, Verdicts.Of(summary) == Verdict.Done ? Tone.Good : Tone.Warning, Conclusion(summary));
    }

    // Of hundreds of groups that wait for the same backfill, some say it for all; --json has every one.
    private static void WriteRetention(Screen screen, IReadOnlyList<RetentionOutcome> outcomes)
    {
        var told = outcomes.Where(outcome => outcome.State != RetentionState.Kept).ToArray();
        foreach (var outcome in told.Take(RetentionLines))
        {
            Ink.Write(screen.Rich, outcome.State == RetentionState.Refused ? Tone.Warning : Tone.Plain, $"Retention of {outcome.Group} {outcome.InWords}.");
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

    /// <summary>The rows. What came late, and what filters dropped, has a column where there was any.</summary>
    internal static TextTable TableOf(ArchiveSummary summary)
    {
        var days = summary.Days;
        var rows = days.Select(day => Row(
            [day.Group, day.Date?.ToString("yyyy-MM-dd") ?? "–", Word(day.Ending)],
            day.Events, day.LateEvents, day.DroppedEvents, day.RawBytes, day.StoredBytes)).ToArray();
        var total = rows.Length < 2 ? null : Row(
            ["Total", "", ""], days.Sum(day => day.Events), days.Sum(day => day.LateEvents), days.Sum(day => day.DroppedEvents),
            days.Sum(day => day.RawBytes), days.Sum(day => day.StoredBytes));
        TextColumn[] hidden = [.. days.Any(day => day.LateEvents > 0) ? [] : (TextColumn[])[Late], .. days.Any(day => day.DroppedEvents > 0) ? [] : (TextColumn[])[Dropped]];
        return new TextTable(Shown(Columns, hidden), [.. rows.Select(row => Shown(row, hidden))], total is null ? null : Shown(total, hidden));
    }

    private static IReadOnlyList<string> Row(string[] head, long events, long late, long dropped, long raw, long stored) =>
        [.. head, Amounts.Count(events), Amounts.Count(late), Amounts.Count(dropped), Amounts.Bytes(raw), Amounts.Bytes(stored), Amounts.Ratio(raw, stored)];

    private static T[] Shown<T>(IReadOnlyList<T> all, TextColumn[] hidden) => [.. all.Where((_, index) => !hidden.Contains(Columns[index]))];

    /// <summary>An ending as people say it.</summary>
    internal static string Word(Ending ending) => ending switch
    {
        Ending.AlreadySealed => "already sealed",
        Ending.Planned => "would archive",
        _ => ending.ToString().ToLowerInvariant(),
    };
}
