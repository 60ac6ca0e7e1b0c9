using LogArchiver.Cli.Terminal;
using LogArchiver.Gaps;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Gaps;

/// <summary>Shows what the archive lacks: a row for each stretch of days, then the whole in a sentence.</summary>
internal static class GapsView
{
    private static readonly TextColumn[] Columns = [new("Group"), new("Dates"), new("Days", IsNumber: true), new("State"), new("What can be done", IsExpendable: true)];

    /// <summary>Writes it on standard output.</summary>
    public static void Write(Screen screen, ArchivePlan plan, GapReport report)
    {
        if (TableOf(plan, report) is { Rows.Count: > 0 } table)
        {
            table.Write(screen.Rich);
        }

        Ink.Say(screen.Rich, report.Missing == 0 ? Tone.Good : Tone.Warning, Conclusion(plan, report));
    }

    /// <summary>The report in a sentence.</summary>
    internal static string Conclusion(ArchivePlan plan, GapReport report)
    {
        if (report.Groups.Count == 0)
        {
            return "No log group was chosen: nothing to compare.";
        }

        var states = Enum.GetValues<GapState>().Where(state => report.Count(state) > 0)
            .Select(state => $"{Amounts.Count(report.Count(state))} {Word(state)}");
        var found = string.Join(", ", states.Prepend($"{Amounts.Of(report.Groups.Sum(group => group.Sealed), "day")} sealed"));
        var verdict = report.Missing == 0 ? "No day is missing." : $"{Amounts.Of(report.Missing, "day")} {(report.Missing == 1 ? "is" : "are")} missing.";
        return $"{Amounts.Of(report.Groups.Count, "group")}, {plan.Dates[0].Date:yyyy-MM-dd} to {plan.Dates[^1].Date:yyyy-MM-dd}: {found}. {verdict}";
    }

    /// <summary>The rows.</summary>
    internal static TextTable TableOf(ArchivePlan plan, GapReport report)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var group in report.Groups)
        {
            if (group.Exemption is { } reason)
            {
                rows.Add([group.Group.Name, "all", Amounts.Count(plan.Dates.Count), "not expected", reason]);
            }

            rows.AddRange(GapKind.Stretches(group.Gaps).Select(stretch => (IReadOnlyList<string>)
                [group.Group.Name, stretch.ToString(), Amounts.Count(stretch.Days), Word(stretch.Value.State), Remedy(stretch.Value)]));
        }

        return new TextTable(Columns, rows);
    }

    /// <summary>A state as people say it.</summary>
    internal static string Word(GapState state) => state switch
    {
        GapState.PartlyGone => "partly gone",
        GapState.Gone => "gone for good",
        GapState.Unsettled => "not settled",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string Remedy(GapKind kind) => kind switch
    {
        { State: GapState.Gone } => "nothing: retention has passed",
        { State: GapState.PartlyGone } => "--repair archives what retention has left",
        { State: GapState.Paused } => "--repair goes on with it",
        { State: GapState.Unsettled, CanBeRepaired: true } => "--repair reads it again",
        { State: GapState.Unsettled } => "nothing: retention has passed, the archive stays as it is",
        _ => "--repair archives it",
    };
}
