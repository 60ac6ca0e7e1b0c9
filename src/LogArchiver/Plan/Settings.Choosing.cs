namespace LogArchiver.Plan;

/// <content>Settings that say which groups.</content>
public static partial class Settings
{
    /// <summary>Which groups: names, globs, ARNs.</summary>
    public static readonly Setting LogGroups = new()
    {
        Name = "logGroups",
        EnvironmentName = "LOGARCHIVER_LOG_GROUPS",
        OptionName = "--group",
        ValueName = "NAME",
        Kind = SettingKind.List,
        Summary = "Log groups to archive: exact names, globs with * and ?, or ARNs of groups in linked accounts.",
        Accepted = "names of log groups (1-512 of a-z A-Z 0-9 _ - / . #), globs such as /aws/lambda/*, or ARNs of log groups; "
            + "at least one, unless tags choose the groups",
    };

    /// <summary>Which groups to leave out.</summary>
    public static readonly Setting ExcludeLogGroups = new()
    {
        Name = "excludeLogGroups",
        EnvironmentName = "LOGARCHIVER_EXCLUDE_LOG_GROUPS",
        OptionName = "--exclude",
        ValueName = "NAME",
        Kind = SettingKind.List,
        Summary = "Log groups to leave out, written like those to archive.",
        Accepted = "names of log groups, globs such as /aws/lambda/dev-*, or ARNs of log groups",
    };

    /// <summary>Tags the groups must carry.</summary>
    public static readonly Setting Tags = new()
    {
        Name = "tags",
        EnvironmentName = "LOGARCHIVER_TAGS",
        OptionName = "--tag",
        ValueName = "KEY=VALUE",
        Kind = SettingKind.Tags,
        Summary = "Tags a log group must carry, all of them; without a value, any value will do.",
        Accepted = $"at most {TagList.MaxTags} tags as key=value, or in a payload an object such as {{\"team\": \"web\"}}",
    };
}
