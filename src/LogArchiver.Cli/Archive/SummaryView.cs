using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Archive;

/// <summary>Shows how a run ended: a row for each day, then the objects written.</summary>
internal static class SummaryView
{
    private static readonly TextColumn Dropped = new("Dropped", IsNumber: true);

    private static readonly TextColumn[] Columns =
    [
        new("Group"), new("Day"), new("Ending"), new("Events", IsNumber: true), Dropped, new("Raw", IsNumber: true, IsExpendable: true),
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

        Ink.Write(screen.Rich, Verdicts.Of(summary) == Verdict.Done ? Tone.Good : Tone.Warning, Conclusion(summary));
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

    /// <summary>The rows. What filters dropped has a column where they dropped anything.</summary>
    internal static TextTable TableOf(ArchiveSummary summary)
    {
        var rows = summary.Days.Select(day => Row(
            [day.Group, day.Date?.ToString("yyyy-MM-dd") ?? "–", Word(day.Ending)], day.Events, day.DroppedEvents, day.RawBytes, day.StoredBytes)).ToArray();
        var total = rows.Length < 2 ? null : Row(
            ["Total", "", ""], summary.Days.Sum(day => day.Events), summary.Days.Sum(day => day.DroppedEvents),
            summary.Days.Sum(day => day.RawBytes), summary.Days.Sum(day => day.StoredBytes));
        if (summary.Days.Any(day => day.DroppedEvents > 0))
        {
            return new TextTable(Columns, rows, total);
        }

        var place = Array.IndexOf(Columns, Dropped);
        return new TextTable(Without(Columns, place), [.. rows.Select(row => Without(row, place))], total is null ? null : Without(total, place));
    }

    private static IReadOnlyList<string> Row(string[] head, long events, long dropped, long raw, long stored) =>
        [.. head, Amounts.Count(events), Amounts.Count(dropped), Amounts.Bytes(raw), Amounts.Bytes(stored), Amounts.Ratio(raw, stored)];

    private static T[] Without<T>(IReadOnlyList<T> all, int place) => [.. all.Where((_, index) => index != place)];

    /// <summary>An ending as people say it.</summary>
    internal static string Word(Ending ending) => ending switch
    {
        Ending.AlreadySealed => "already sealed",
        Ending.Planned => "would archive",
        _ => ending.ToString().ToLowerInvariant(),
    };
}
