using System.Globalization;
using System.Text;
using LogArchiver.Discover;
using LogArchiver.Outcome;

namespace LogArchiver.Plan;

/// <summary>Where in the bucket everything lies. Pure.</summary>
/// <param name="prefix">What every key begins with: empty, or ending in <c>/</c>.</param>
/// <param name="keyTemplate">The key of a file below the prefix.</param>
public sealed class ArchiveLayout(string prefix, string keyTemplate)
{
    /// <summary>The folder of the manifests below the prefix. Athena does not see names that begin with <c>_</c>.</summary>
    public const string ManifestFolder = "_manifests/";

    /// <summary>The folder of the checkpoints below the prefix.</summary>
    public const string CheckpointFolder = "_checkpoints/";

    /// <summary>The folder of what the state machine's runs are told and tell, below the prefix.</summary>
    public const string RunFolder = "_runs/";

    /// <summary>The folder below the prefix that export tasks write to.</summary>
    public const string ExportFolder = "_exports/";

    /// <summary>The longest key S3 takes, in bytes of UTF-8 (source: S3 user guide, Naming Amazon S3 objects).</summary>
    public const int MaxKeyBytes = 1024;

    private const string ManifestExtension = ".json";

    /// <summary>The layout of a plan.</summary>
    public static ArchiveLayout Of(ArchivePlan plan) => new(plan.Prefix, plan.KeyTemplate);

    /// <summary>The layout below a prefix with the default template; enough for whoever only looks for manifests.</summary>
    public static ArchiveLayout Below(string prefix) => new(NormalPrefix(prefix), KeyTemplate.Default);

    /// <summary>The prefix of all manifests.</summary>
    public string ManifestPrefix => $"{prefix}{ManifestFolder}";

    /// <summary>The prefix of all checkpoints.</summary>
    public string CheckpointPrefix => $"{prefix}{CheckpointFolder}";

    /// <summary>The prefix of all that belongs to one run of the state machine.</summary>
    public string RunPrefixOf(string run) => $"{prefix}{RunFolder}{run}/";

    /// <summary>The key of a day's file.</summary>
    public string KeyOf(LogGroup group, DateOnly date, LineFormat format, Compression compression) =>
        prefix + KeyTemplate.Fill(keyTemplate, GroupKey.Of(group), date, ExtensionOf(format, compression));

    /// <summary>The key of a day's manifest.</summary>
    public string ManifestKeyOf(LogGroup group, DateOnly date) =>
        $"{ManifestPrefixOf(group)}{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{ManifestExtension}";

    /// <summary>The key of the checkpoint of a day that is not finished.</summary>
    public string CheckpointKeyOf(LogGroup group, DateOnly date) =>
        $"{CheckpointPrefix}group={GroupKey.Of(group)}/dt={date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The key of the record of a day's export, beside its checkpoint.</summary>
    public string ExportRecordKeyOf(LogGroup group, DateOnly date) => CheckpointKeyOf(group, date) + ".export";

    /// <summary>What the keys of a day's exported files begin with, ending in <c>/</c>.</summary>
    public string ExportPrefixOf(LogGroup group, DateOnly date) =>
        $"{prefix}{ExportFolder}group={GroupKey.Of(group)}/dt={date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/";

    /// <summary>The prefix of a group's manifests, whose listing is in the order of the dates.</summary>
    public string ManifestPrefixOf(LogGroup group) => $"{ManifestPrefix}group={GroupKey.Of(group)}/dt=";

    /// <summary>The longest prefix of a group's manifests that begins those of all dates from the first to the last.</summary>
    public string ManifestPrefixOf(LogGroup group, DateOnly first, DateOnly last)
    {
        var (from, to) = (ManifestKeyOf(group, first), ManifestKeyOf(group, last));
        return from[..from.AsSpan().CommonPrefixLength(to)];
    }

    /// <summary>The prefix of a group's files: its keys up to the first place that a date fills.</summary>
    public string FilePrefixOf(LogGroup group, LineFormat format, Compression compression) =>
        prefix + KeyTemplate.Fill(keyTemplate, GroupKey.Of(group), null, ExtensionOf(format, compression));

    /// <summary>Which day a manifest's key is of; null when the key is no manifest's of this layout.</summary>
    public ArchivedDay? TryParseManifestKey(string key)
    {
        var start = $"{ManifestPrefix}group=";
        if (!key.StartsWith(start, StringComparison.Ordinal) || !key.EndsWith(ManifestExtension, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = key[start.Length..^ManifestExtension.Length].Split("/dt=");
        return parts.Length == 2
            && GroupKey.TryParse(parts[0]) is { } group
            && DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new ArchivedDay(group, date)
            : null;
    }

    /// <summary>What is wrong with the keys a group would get; null when nothing is. Names of 512 characters, twice in the
    /// default template, make keys that S3 refuses.</summary>
    public DayFault? FaultOf(LogGroup group, LineFormat format, Compression compression)
    {
        var (file, manifest) = (KeyOf(group, DateOnly.MaxValue, format, compression), ManifestKeyOf(group, DateOnly.MaxValue));
        var (fileBytes, manifestBytes) = (Encoding.UTF8.GetByteCount(file), Encoding.UTF8.GetByteCount(manifest));
        return manifestBytes > MaxKeyBytes ? TooLong(group, "manifest", manifestBytes, $"Set a shorter {Settings.Prefix.Name}.")
            : fileBytes > MaxKeyBytes ? TooLong(group, "file", fileBytes, $"Set a {Settings.KeyTemplate.Name} that holds {{group}} once, "
                + "such as group={group}/dt={date}/events.{extension}.")
            : null;
    }

    /// <summary>Such as <c>ndjson.gz</c>.</summary>
    public static string ExtensionOf(LineFormat format, Compression compression)
    {
        var lines = format switch { LineFormat.Text => "txt", LineFormat.Raw => "log", _ => "ndjson" };
        return compression == Compression.Gzip ? $"{lines}.gz" : lines;
    }

    /// <summary>The media type of a file. A compressed one is what it is, never its content with a Content-Encoding.</summary>
    public static string ContentTypeOf(LineFormat format, Compression compression) =>
        compression == Compression.Gzip ? "application/gzip"
        : format == LineFormat.Ndjson ? "application/x-ndjson"
        : "text/plain; charset=utf-8";

    /// <summary>The prefix with the <c>/</c> at its end that it needs.</summary>
    internal static string NormalPrefix(string prefix) => prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/";

    /// <summary>Why the prefix does not do; null when it does.</summary>
    internal static string? ProblemWithPrefix(string prefix) => KeyPath.ProblemWith(prefix)
        ?? (Encoding.UTF8.GetByteCount(prefix) > MaxPrefixBytes ? $"is longer than {MaxPrefixBytes} bytes." : null);

    // With this much, the manifest of the longest group name still has a key: 14 + 525 + 18 bytes.
    private const int MaxPrefixBytes = 400;

    private static DayFault TooLong(LogGroup group, string what, int bytes, string fix) =>
        new(nameof(Stage.Discover), group.Name, $"The key of its {what} would have {bytes:N0} bytes, and S3 takes at most {MaxKeyBytes:N0}.") { Fix = fix };
}

/// <summary>A day that has a manifest.</summary>
/// <param name="Group">The group, as far as its key tells: the name, and the account where it is another's.</param>
/// <param name="Date">The date.</param>
public sealed record ArchivedDay(ArchivedGroup Group, DateOnly Date);
