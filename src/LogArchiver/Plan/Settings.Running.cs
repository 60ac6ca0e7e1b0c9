using LogArchiver.Retain;

namespace LogArchiver.Plan;

/// <content>Settings that say how a run goes.</content>
public static partial class Settings
{
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

    /// <summary>Whether to use export tasks.</summary>
    public static readonly Setting ExportTasks = new()
    {
        Name = "exportTasks",
        EnvironmentName = "LOGARCHIVER_EXPORT_TASKS",
        OptionName = "--export-tasks",
        Kind = SettingKind.Flag,
        Summary = "Archive groups of the class INFREQUENT_ACCESS through CreateExportTask, which alone reads them; otherwise they are skipped.",
        Default = "false",
        Accepted = "true or false",
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

    /// <summary>How long groups keep their events once they are archived.</summary>
    public static readonly Setting SetRetentionDays = new()
    {
        Name = "setRetentionDays",
        EnvironmentName = "LOGARCHIVER_SET_RETENTION_DAYS",
        OptionName = "--set-retention-days",
        ValueName = "N",
        Kind = SettingKind.Number,
        Summary = "Retention to set on a group once all its days are archived and settled; never lengthened. Otherwise groups are left as they are.",
        Accepted = RetentionDays.Accepted,
    };

    /// <summary>How many days the state machine works on at once.</summary>
    public static readonly Setting Concurrency = new()
    {
        Name = "concurrency",
        EnvironmentName = "LOGARCHIVER_CONCURRENCY",
        OptionName = "--concurrency",
        ValueName = "DAYS",
        Kind = SettingKind.Number,
        Summary = "How many days the state machine archives at once; each gets that part of the pace. Only for its runs.",
        Default = "4",
        Accepted = "a whole number from 1 to 10; more is not faster, as all share the account's request quotas",
    };

    /// <summary>The order of a backfill.</summary>
    public static readonly Setting NewestFirst = new()
    {
        Name = "newestFirst",
        EnvironmentName = "LOGARCHIVER_NEWEST_FIRST",
        OptionName = "--newest-first",
        Kind = SettingKind.Flag,
        Summary = "Begin a backfill with its newest days; always after those that retention is about to delete.",
        Default = "false",
        Accepted = "true or false",
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
}
