using LogArchiver.Cli.Terminal;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Cat;

/// <summary>Says which of the days that were asked for are not archived, and how to archive them. Pure.</summary>
internal static class MissingDays
{
    private const int MostStretches = 5;

    /// <summary>In words.</summary>
    /// <param name="group">The group, as it was asked for.</param>
    /// <param name="missing">The dates without a manifest, oldest first; at least one.</param>
    /// <param name="plan">What was asked for.</param>
    /// <param name="isLocal">Whether it was LocalAws that was asked.</param>
    public static string Text(string group, IReadOnlyList<PlannedDate> missing, ArchivePlan plan, bool isLocal)
    {
        var where = $"s3://{plan.Bucket}/{plan.Prefix}";
        var (first, last) = (missing[0].Date, missing[^1].Date);
        var what = first == last
            ? $"{group} {first:yyyy-MM-dd} is not archived in {where}: it has no manifest there."
            : $"{Amounts.Of(missing.Count, "day")} of {group} are not archived in {where}, and have no manifests there: {Stretches(missing)}.";
        if (isLocal)
        {
            return $"{what}\n  To fill LocalAws:\n    logarchiver demo";
        }

        var dates = first == last ? $"--date {first:yyyy-MM-dd}" : $"--from {first:yyyy-MM-dd} --to {last:yyyy-MM-dd}";
        return $"{what}\n  If the names of group, bucket and prefix are right, this archives what CloudWatch still has:\n"
            + $"    logarchiver archive --group {ShellText.Quote(group)} {dates} --bucket {plan.Bucket}"
            + (plan.Prefix.Length > 0 ? $" --prefix {ShellText.Quote(plan.Prefix)}" : "")
            + (plan.TimeZone != Settings.TimeZone.Default ? $" --time-zone {plan.TimeZone}" : "");
    }

    private static string Stretches(IReadOnlyList<PlannedDate> missing)
    {
        var stretches = DateStretches.Of(missing.Select(date => (date, true)));
        return string.Join(", ", stretches.Take(MostStretches)) + (stretches.Count > MostStretches ? $" and {stretches.Count - MostStretches} more" : "");
    }
}
