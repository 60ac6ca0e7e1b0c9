namespace LogArchiver.Plan;

/// <summary>Every setting there is.</summary>
public static class Settings
{
    /// <summary>What every environment variable of ours begins with.</summary>
    public const string EnvironmentPrefix = "LOGARCHIVER_";

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

    /// <summary>Where the archive goes.</summary>
    public static readonly Setting Bucket = new()
    {
        Name = "bucket",
        EnvironmentName = "LOGARCHIVER_BUCKET",
        OptionName = "--bucket",
        ValueName = "NAME",
        Summary = "S3 bucket that holds the archive.",
        Accepted = "the name of an S3 bucket: 3-63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends",
    };

    /// <summary>What every key begins with.</summary>
    public static readonly Setting Prefix = new()
    {
        Name = "prefix",
        EnvironmentName = "LOGARCHIVER_PREFIX",
        OptionName = "--prefix",
        ValueName = "PREFIX",
        Summary = "What every key begins with; a / at its end is added where it is missing.",
        Default = "",
        Accepted = "a path such as logs/ without a / at its start, or nothing",
    };

    /// <summary>The key of a file.</summary>
    public static readonly Setting KeyTemplate = new()
    {
        Name = "keyTemplate",
        EnvironmentName = "LOGARCHIVER_KEY_TEMPLATE",
        OptionName = "--key-template",
        ValueName = "TEMPLATE",
        Summary = "Key of a file below the prefix.",
        Default = Plan.KeyTemplate.Default,
        Accepted = "a path with {group} and {date} (or {yyyy}, {MM} and {dd}) in it, and {extension} where it is wanted; "
            + $"not below {ArchiveLayout.ManifestFolder}",
    };

    /// <summary>Whose midnights cut the days.</summary>
    public static readonly Setting TimeZone = new()
    {
        Name = "timeZone",
        EnvironmentName = "LOGARCHIVER_TIME_ZONE",
        OptionName = "--time-zone",
        ValueName = "ZONE",
        Summary = "Time zone whose midnights cut the days.",
        Default = "UTC",
        Accepted = "the IANA name of a time zone, such as UTC, Europe/Berlin or Asia/Seoul",
    };

    /// <summary>One date.</summary>
    public static readonly Setting Date = new()
    {
        Name = "date",
        EnvironmentName = "LOGARCHIVER_DATE",
        OptionName = "--date",
        ValueName = "DATE",
        Summary = "The one date to archive.",
        Accepted = AcceptedDate,
    };

    /// <summary>The first date of a range.</summary>
    public static readonly Setting From = new()
    {
        Name = "from",
        EnvironmentName = "LOGARCHIVER_FROM",
        OptionName = "--from",
        ValueName = "DATE",
        Summary = "First date of a range to archive.",
        Accepted = $"{AcceptedDate}; together with to, not after it, and at most {DateChoice.MaxDays:N0} dates in all",
    };

    /// <summary>The last date of a range.</summary>
    public static readonly Setting To = new()
    {
        Name = "to",
        EnvironmentName = "LOGARCHIVER_TO",
        OptionName = "--to",
        ValueName = "DATE",
        Summary = "Last date of a range to archive, itself included.",
        Accepted = $"{AcceptedDate}; together with from, not before it",
    };

    /// <summary>How many days back.</summary>
    public static readonly Setting DaysAgo = new()
    {
        Name = "daysAgo",
        EnvironmentName = "LOGARCHIVER_DAYS_AGO",
        OptionName = "--days-ago",
        ValueName = "DAYS",
        Kind = SettingKind.Number,
        Summary = "How many days back the date to archive lies, from the scheduled time: 1 is yesterday.",
        Default = "1",
        Accepted = $"a whole number from 1 to {DateChoice.MaxDays:N0}, without commas",
    };

    /// <summary>How events become lines.</summary>
    public static readonly Setting Format = new()
    {
        Name = "format",
        EnvironmentName = "LOGARCHIVER_FORMAT",
        OptionName = "--format",
        ValueName = "FORMAT",
        Summary = "How an event becomes a line: ndjson (lossless), text (time and message) or raw (the message alone).",
        Default = "ndjson",
        Accepted = "ndjson, text or raw",
    };

    /// <summary>How files are compressed.</summary>
    public static readonly Setting Compression = new()
    {
        Name = "compression",
        EnvironmentName = "LOGARCHIVER_COMPRESSION",
        OptionName = "--compression",
        ValueName = "KIND",
        Summary = "How the file is compressed.",
        Default = "gzip",
        Accepted = "gzip or none",
    };

    /// <summary>Which API reads.</summary>
    public static readonly Setting Reader = new()
    {
        Name = "reader",
        EnvironmentName = "LOGARCHIVER_READER",
        OptionName = "--reader",
        ValueName = "READER",
        Summary = "How events are read: stream by stream, the whole group at once, or whichever suits the group.",
        Default = "auto",
        Accepted = "auto, streams or group",
    };

    /// <summary>The largest object.</summary>
    public static readonly Setting MaxMergedBytes = new()
    {
        Name = "maxMergedBytes",
        EnvironmentName = "LOGARCHIVER_MAX_MERGED_BYTES",
        OptionName = "--max-merged-bytes",
        ValueName = "N",
        Kind = SettingKind.Number,
        Summary = "Largest object to write, as stored; a day that would be larger is kept in several, each in order.",
        Default = "274877906944",
        Accepted = "a whole number of bytes from 1 on, without commas",
    };

    /// <summary>The share of the quota.</summary>
    public static readonly Setting PaceShare = new()
    {
        Name = "paceShare",
        EnvironmentName = "LOGARCHIVER_PACE_SHARE",
        OptionName = "--pace-share",
        ValueName = "SHARE",
        Kind = SettingKind.Number,
        Summary = "Share of the account's request quotas to use; where several run at once, what each of them may use.",
        Default = "0.8",
        Accepted = "a number above 0 and up to 1, such as 0.4",
    };

    /// <summary>The memory to keep to.</summary>
    public static readonly Setting MemoryMB = new()
    {
        Name = "memoryMb",
        EnvironmentName = "LOGARCHIVER_MEMORY_MB",
        OptionName = "--memory-mb",
        ValueName = "MB",
        Kind = SettingKind.Number,
        Summary = "Memory to keep to, in MiB; otherwise what the function has, or 512.",
        Accepted = "a whole number from 128 to 10240",
    };

    /// <summary>Write nothing.</summary>
    public static readonly Setting DryRun = new()
    {
        Name = "dryRun",
        EnvironmentName = "LOGARCHIVER_DRY_RUN",
        OptionName = "--dry-run",
        Kind = SettingKind.Flag,
        Summary = "Say what would be archived, and write nothing.",
        Default = "false",
        Accepted = "true or false",
    };

    /// <summary>Where to work.</summary>
    public static readonly Setting Region = new()
    {
        Name = "region",
        EnvironmentName = "LOGARCHIVER_REGION",
        OptionName = "--region",
        ValueName = "REGION",
        Summary = "AWS Region of the log groups and the bucket; otherwise the one the environment or the profile names.",
        Accepted = "the code of an AWS Region, such as eu-central-1",
    };

    private const string AcceptedDate = "a date that is over, as yyyy-MM-dd, such as 2026-11-19";

    /// <summary>All of them, in the order of help and README.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        LogGroups, ExcludeLogGroups, Tags, Bucket, Prefix, KeyTemplate, TimeZone, Date, From, To, DaysAgo, Format, Compression,
        Reader, MaxMergedBytes, PaceShare, MemoryMB, DryRun, Region,
    ];

    /// <summary>The settings that together are one choice: which dates. A later source's choice replaces an earlier one's whole.</summary>
    public static IReadOnlyList<Setting> Dates { get; } = [Date, From, To, DaysAgo];

    /// <summary>The setting of that exact name; null when there is none.</summary>
    public static Setting? TryFind(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
