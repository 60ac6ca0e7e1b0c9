using System.Text.Json.Serialization;

namespace LogArchiver.Export;

/// <summary>How far the export of a day is. It lies beside the day's checkpoint from before the task is asked for until the exported files
/// are deleted.</summary>
internal sealed record ExportRecord
{
    /// <summary>The version of this form.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Another version is not gone on from.</summary>
    public required int Version { get; init; }

    /// <summary>Group and window: an export of another stretch is not gone on from.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What the keys of the exported files begin with. No other task ever had it, so a task whose id was never heard of can be
    /// found by it, and files of one that was given up cannot be taken for this one's.</summary>
    public required string Prefix { get; init; }

    /// <summary>How many tasks have been begun, this one included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Whether the service may have been asked, though no answer came.</summary>
    public bool MayBeAsked { get; init; }

    /// <summary>The task; null before the service has said.</summary>
    public string? TaskId { get; init; }

    /// <summary>How many files a completed task has written; null before.</summary>
    public int? Files { get; init; }

    /// <summary>Bytes of those.</summary>
    public long FileBytes { get; init; }

    /// <summary>Why the task before this one came to nothing.</summary>
    public string? EarlierCause { get; init; }
}

/// <summary>The record as JSON.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportRecord))]
internal sealed partial class ExportJson : JsonSerializerContext;
