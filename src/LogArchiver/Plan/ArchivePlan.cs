using LogArchiver.Filter;

namespace LogArchiver.Plan;

/// <summary>What will be done, checked: if a plan exists, it is right. <see cref="Planner"/> makes it from an
/// <see cref="ArchiveRequest"/>.</summary>
public sealed record ArchivePlan
{
    /// <summary>The dates to archive, oldest first; at least one.</summary>
    public required IReadOnlyList<PlannedDate> Dates { get; init; }

    /// <summary>Whether the run is a daily one, which looks back at days before the asked one as well: the one date counts from
    /// the scheduled time. Where the user names a date or a range, exactly those are archived.</summary>
    public bool LooksBack { get; init; }

    /// <summary>How many days back the day lies that a daily run archives; 1, yesterday, where dates are named.</summary>
    public int DaysAgo { get; init; } = 1;

    /// <summary>How many days before the asked one a run that looks back archives if they have no seal; 0 for none.</summary>
    public int CatchUpDays { get; init; } = 3;

    /// <summary>How many days after its end a day is read again and settled; 0 for never.</summary>
    public int SettleAfterDays { get; init; } = 14;

    /// <summary>The IANA name of the zone whose midnights cut the days, such as <c>UTC</c> or <c>Asia/Seoul</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Which groups to archive.</summary>
    public required GroupChoice Groups { get; init; }

    /// <summary>The S3 bucket that holds the archive.</summary>
    public required string Bucket { get; init; }

    /// <summary>What every key begins with: empty, or ending in <c>/</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>The key of a file below the prefix, with <c>{group}</c>, <c>{date}</c> and the like still to be filled.</summary>
    public required string KeyTemplate { get; init; }

    /// <summary>How an event becomes a line.</summary>
    public required LineFormat Format { get; init; }

    /// <summary>How the file is compressed.</summary>
    public required Compression Compression { get; init; }

    /// <summary>Which events to archive; all of them unless something else is said.</summary>
    public EventRules Rules { get; init; } = EventRules.None;

    /// <summary>Which reader to use.</summary>
    public required ReaderKind Reader { get; init; }

    /// <summary>Whether groups that only export tasks can read are archived through them.</summary>
    public bool ExportTasks { get; init; }

    /// <summary>The largest object to write, in bytes as stored; a day that would be larger is kept in several, unmerged.</summary>
    public long MaxMergedBytes { get; init; } = long.MaxValue;

    /// <summary>The share of the account's request quotas to use, above 0 and at most 1.</summary>
    public double PaceShare { get; init; } = 0.8;

    /// <summary>Memory to keep to, in MiB; null for what the function has.</summary>
    public int? MemoryMB { get; init; }

    /// <summary>The retention to set on a group whose days are all archived and settled, in days; null to leave the groups as they
    /// are. Longer than any day may have to wait for the run that reads it last.</summary>
    public int? SetRetentionDays { get; init; }

    /// <summary>How many days the state machine archives at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Whether a backfill begins with its newest days.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Look and say, but write nothing.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The Region to work in, or null for the one the environment names.</summary>
    public string? Region { get; init; }
}

/// <summary>How an event becomes a line of the file.</summary>
public enum LineFormat
{
    /// <summary>One JSON object a line: timestamp, ingestionTime, logStream, message. Lossless; the default.</summary>
    Ndjson,

    /// <summary><c>&lt;ISO time&gt; &lt;message&gt;</c>, as an export task writes it.</summary>
    Text,

    /// <summary>The message alone.</summary>
    Raw,
}

/// <summary>How the file is compressed.</summary>
public enum Compression
{
    /// <summary>gzip (RFC 1952); the default.</summary>
    Gzip,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>Which API reads the events.</summary>
public enum ReaderKind
{
    /// <summary>Chosen day by day, from the Region's quotas, how much there is and the number of streams.</summary>
    Auto,

    /// <summary>DescribeLogStreams, then GetLogEvents stream by stream.</summary>
    Streams,

    /// <summary>FilterLogEvents over the whole group.</summary>
    Group,

    /// <summary>CreateExportTask, then the files it writes, stream by stream. Nobody's choice: it is used where nothing else reads.</summary>
    Export,
}

/// <summary>Which groups to archive: those that an include names, less those that an exclude names.</summary>
public sealed record GroupChoice
{
    /// <summary>Exact names, globs (<c>/aws/lambda/*</c>; <c>*</c> and <c>?</c>) or ARNs of groups in linked accounts. Empty
    /// when tags alone choose.</summary>
    public required IReadOnlyList<string> Include { get; init; }

    /// <summary>Exact names or globs of groups to leave out.</summary>
    public required IReadOnlyList<string> Exclude { get; init; }

    /// <summary>Tags that a group must carry, all of them; a value of <c>*</c> or the empty string accepts any value.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}
