using System.Globalization;
using LogArchiver.Discover;
using LogArchiver.Retain;
using NodaTime;

namespace LogArchiver.Plan;

/// <summary>Turns a request into a plan, or tells every fault of it at once.</summary>
public static class Planner
{
    /// <summary>Makes the plan. Pure.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="now">The clock's time; days count from <see cref="ArchiveRequest.ScheduledTime"/> where that is given.</param>
    /// <exception cref="BadRequestException">Something in it is wrong.</exception>
    public static ArchivePlan Plan(ArchiveRequest request, DateTimeOffset now)
    {
        var judge = new RequestJudge(request);
        var groups = JudgeGroups(judge);
        var zone = JudgeZone(judge);
        var plan = new ArchivePlan
        {
            Groups = groups,
            Bucket = Judge(judge, Settings.Bucket, BucketName.ProblemWith),
            Prefix = ArchiveLayout.NormalPrefix(Judge(judge, Settings.Prefix, ArchiveLayout.ProblemWithPrefix)),
            KeyTemplate = Judge(judge, Settings.KeyTemplate, KeyTemplate.ProblemWith),
            TimeZone = zone?.Id ?? "",
            Dates = DateChoice.Of(judge, zone, request.ScheduledTime, now),
            LooksBack = DateChoice.IsDaily(judge),
            DaysAgo = DaysAgo(judge),
            CatchUpDays = JudgeLookBack(judge, Settings.CatchUpDays),
            SettleAfterDays = JudgeLookBack(judge, Settings.SettleAfterDays),
            Format = judge.Choice<LineFormat>(Settings.Format),
            Compression = judge.Choice<Compression>(Settings.Compression),
            Rules = RuleList.Judge(judge),
            Reader = judge.Choice(Settings.Reader, ReaderKind.Export),
            ExportTasks = judge.Flag(Settings.ExportTasks),
            MaxMergedBytes = (long)judge.Number(Settings.MaxMergedBytes, bytes => bytes >= 1 && bytes <= long.MaxValue && decimal.IsInteger(bytes)),
            PaceShare = (double)judge.Number(Settings.PaceShare, share => share is > 0 and <= 1),
            MemoryMB = judge.Given(Settings.MemoryMB) is null
                ? null
                : (int)judge.Number(Settings.MemoryMB, memory => memory is >= 128 and <= 10240 && decimal.IsInteger(memory)),
            SetRetentionDays = JudgeRetention(judge),
            Concurrency = (int)judge.Number(Settings.Concurrency, days => days is >= 1 and <= 10 && decimal.IsInteger(days)),
            NewestFirst = judge.Flag(Settings.NewestFirst),
            DryRun = judge.Flag(Settings.DryRun),
            Region = judge.Given(Settings.Region) is null ? null : Judge(judge, Settings.Region, ProblemWithRegion),
        };
        judge.ThrowIfFaulty();
        return plan;
    }

    private static GroupChoice JudgeGroups(RequestJudge judge)
    {
        var include = JudgePatterns(judge, Settings.LogGroups);
        var exclude = JudgePatterns(judge, Settings.ExcludeLogGroups);
        var tags = TagList.Judge(judge);
        if (include.Count == 0 && judge.List(Settings.Tags).Count == 0)
        {
            judge.Add(Settings.LogGroups, "No log group is chosen.");
        }

        // Tags of another account's groups cannot be read from here (source: API reference of ListLogGroups, ListTagsForResource).
        if (tags.Count > 0 && include.FirstOrDefault(GroupArn.LooksLikeOne) is { } arn)
        {
            judge.Add(Settings.LogGroups, $"{arn} is an ARN, and cannot stand beside {judge.Describe(Settings.Tags)}: "
                + "tags choose among the groups of one's own account.");
        }

        return new GroupChoice { Include = include, Exclude = exclude, Tags = tags };
    }

    private static IReadOnlyList<string> JudgePatterns(RequestJudge judge, Setting setting)
    {
        var texts = judge.List(setting);
        foreach (var text in texts)
        {
            if (GroupPattern.ProblemWith(text) is { } problem)
            {
                judge.Add(setting, $"\"{text}\" ({judge.Given(setting)!.Origin}) {problem}");
            }
        }

        return texts;
    }

    private static DateTimeZone? JudgeZone(RequestJudge judge)
    {
        var id = judge.Text(Settings.TimeZone);
        var zone = id is null ? null : ZoneLookup.TryFind(id);
        if (id is not null && zone is null)
        {
            judge.Refuse(Settings.TimeZone, $"is no time zone{Nearest.Hint(ZoneLookup.NearestTo(id))}");
        }

        return zone;
    }

    private static string Judge(RequestJudge judge, Setting setting, Func<string, string?> problemWith)
    {
        var text = judge.Text(setting);
        if (text is null)
        {
            if (judge.Given(setting) is null)
            {
                judge.Add(setting, "It is not set, and has no default.");
            }

            return "";
        }

        if (problemWith(text) is { } problem)
        {
            judge.Refuse(setting, problem);
        }

        return text;
    }

    private static int JudgeLookBack(RequestJudge judge, Setting setting) =>
        (int)judge.Number(setting, days => days is >= 0 and <= Settings.MaxLookBackDays && decimal.IsInteger(days));

    // A retention that took days before they are read for the last time would be wrong every night: it is refused at once.
    private static int? JudgeRetention(RequestJudge judge)
    {
        if (judge.Given(Settings.SetRetentionDays) is null
            || judge.Number(Settings.SetRetentionDays, RetentionDays.MayBeSet) is not (> 0 and var days))
        {
            return null;
        }

        // What is wrong with the others is told of them.
        var last = RetentionDays.LastReading(DaysAgo(judge), Count(judge, Settings.CatchUpDays), Count(judge, Settings.SettleAfterDays));
        if (days <= last)
        {
            judge.Refuse(Settings.SetRetentionDays, $"is too short: with {judge.Describe(Settings.CatchUpDays)} and {judge.Describe(Settings.SettleAfterDays)}, "
                + $"a day may be read for the last time {last} days after it began, and must not be gone by then. Choose more than {last}, or make those smaller.");
        }

        return (int)days;
    }

    private static int DaysAgo(RequestJudge judge) => DateChoice.IsDaily(judge) ? Count(judge, Settings.DaysAgo) : 1;

    // What was given, or the default; 0 for what is refused elsewhere.
    private static int Count(RequestJudge judge, Setting setting) =>
        int.TryParse(
            judge.Given(setting) is { Texts: [var text, ..] } ? text : setting.Default, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count <= DateChoice.MaxDays
            ? count
            : 0;

    // Only the shape: new Regions open oftener than this program is built.
    private static string? ProblemWithRegion(string region) =>
        region.Length is > 0 and <= 63 && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : "is no Region code.";
}
