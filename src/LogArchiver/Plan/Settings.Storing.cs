namespace LogArchiver.Plan;

/// <content>Settings that say where the archive goes and what its files are.</content>
public static partial class Settings
{
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
}
