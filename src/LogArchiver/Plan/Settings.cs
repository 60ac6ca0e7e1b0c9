namespace LogArchiver.Plan;

/// <summary>Every setting there is.</summary>
public static partial class Settings
{
    /// <summary>What every environment variable of ours begins with.</summary>
    public const string EnvironmentPrefix = "LOGARCHIVER_";

    // In a constructor, because what is in other files is set before it runs, and not surely before an initialiser here.
    static Settings()
    {
        All =
        [
            LogGroups, ExcludeLogGroups, Tags,
            Bucket, Prefix, KeyTemplate,
            TimeZone, Date, From, To, DaysAgo, CatchUpDays, SettleAfterDays,
            Format, Compression,
            IncludeEvents, ExcludeEvents, KeepEvents,
            Reader, ExportTasks, MaxMergedBytes, PaceShare, MemoryMB, Concurrency, NewestFirst,
            SetRetentionDays,
            DryRun, Region,
        ];
        Dates = [Date, From, To, DaysAgo];
    }

    /// <summary>All of them, in the order of help and README.</summary>
    public static IReadOnlyList<Setting> All { get; }

    /// <summary>The settings that together are one choice: which dates. A later source's choice replaces an earlier one's whole.</summary>
    public static IReadOnlyList<Setting> Dates { get; }

    /// <summary>The setting of that exact name; null when there is none.</summary>
    public static Setting? TryFind(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
