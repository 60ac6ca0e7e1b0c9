using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Discover;

/// <summary>Looks at the groups found: which cannot be archived at all, and what a person should know about the others. Pure.</summary>
internal static class GroupReview
{
    private const string StageName = nameof(Stage.Discover);

    /// <summary>The result of discovery.</summary>
    public static DiscoveredGroups Of(FoundGroups found, ArchivePlan plan, DateTimeOffset now)
    {
        var layout = ArchiveLayout.Of(plan);
        var groups = new List<LogGroup>();
        var failures = found.Missing.Order(StringComparer.Ordinal).Select(name => Failure(name, Missing(name))).ToList();
        failures.AddRange(found.Refused.Select(refusal => Failure(refusal.Subject, DayFaults.Of(Stage.Discover, refusal.Subject, refusal.Fault))));
        foreach (var group in found.Groups)
        {
            if (layout.FaultOf(group, plan.Format, plan.Compression) is { } fault)
            {
                failures.Add(Failure(group.Name, fault));
            }
            else
            {
                groups.Add(group);
            }
        }

        return new DiscoveredGroups
        {
            Groups = groups,
            Missing = found.Missing,
            Failures = failures,
            Warnings =
            [
                .. ChoiceWarnings(found, plan.Groups),
                .. groups.SelectMany(group => GroupWarnings(group, plan, now)),
            ],
        };
    }

    private static IEnumerable<string> ChoiceWarnings(FoundGroups found, GroupChoice choice)
    {
        if (choice.Tags.Count > 0)
        {
            return found.Groups.Count > 0 ? [] : [$"No log group carries {string.Join(" and ", choice.Tags.Select(TagText))}"
                + (choice.Include.Count > 0 ? " among those that logGroups names." : ".")];
        }

        return found.IdlePatterns.Select(pattern => $"No log group matches {pattern}"
            + (choice.Exclude.Count > 0 ? ", or all that do are excluded." : "."));
    }

    private static IEnumerable<string> GroupWarnings(LogGroup group, ArchivePlan plan, DateTimeOffset now)
    {
        var oldest = plan.Dates[0];
        if (Readability.ReasonToSkip(group, plan.ExportTasks) is { } reason)
        {
            yield return $"{group.Name} will be skipped: {reason}.";
        }
        else if (group.RetentionDays is { } days && oldest.Window.Start + TimeSpan.FromDays(days) < now)
        {
            yield return $"{group.Name} keeps events for {days} {(days == 1 ? "day" : "days")}: of {oldest.Date:yyyy-MM-dd}, "
                + "the oldest date to archive, some or all may be gone.";
        }
    }

    private static DayOutcome Failure(string group, DayFault fault) =>
        new() { Group = group, Date = null, Ending = Ending.Failed, Fault = fault };

    private static DayFault Missing(string name) => new(StageName, name, "There is no such log group.")
    {
        Fix = "Check its name, letter case included, and the account and Region; a prefix is written with a * at its end.",
    };

    private static string TagText(KeyValuePair<string, string> tag) =>
        tag.Value is "" or "*" ? $"the tag {tag.Key}" : $"the tag {tag.Key}={tag.Value}";
}
