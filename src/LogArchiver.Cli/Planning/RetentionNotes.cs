using LogArchiver.Cli.Terminal;
using LogArchiver.Estimate;
using LogArchiver.Retain;

namespace LogArchiver.Cli.Planning;

/// <summary>What would become of the groups' retention after the run: a line for each group. Pure.</summary>
internal static class RetentionNotes
{
    /// <summary>Groups that are told of one by one; <c>--json</c> tells of all.</summary>
    private const int MostGroups = 20;

    /// <summary>The lines; none where no retention is to be set.</summary>
    public static IEnumerable<string> Of(RangeEstimate estimate)
    {
        if (estimate.WantedRetentionDays is not { } wanted)
        {
            yield break;
        }

        var days = Amounts.Of(wanted, "day");
        var told = estimate.Groups.Where(group => group.Retention?.Step is RetentionStep.Set or RetentionStep.Wait).ToArray();
        foreach (var group in told.Take(MostGroups))
        {
            var before = group.Group.RetentionDays is { } now ? Amounts.Of(now, "day") : "never expiring";
            yield return group.Retention!.Step == RetentionStep.Set
                ? $"Retention of {group.Group.Name}: from {before} to {days}, once all of this is archived."
                : $"Retention of {group.Group.Name} would not be set to {days}: {group.Retention.Reason}.";
        }

        if (told.Length > MostGroups)
        {
            yield return $"… and of {Amounts.Of(told.Length - MostGroups, "more group")}.";
        }

        var kept = estimate.Groups.Count(group => group.Retention?.Step == RetentionStep.Keep);
        if (kept > 0)
        {
            yield return $"Retention of {Amounts.Of(kept, "group")} stays: it is {days} already, or shorter.";
        }
    }
}
