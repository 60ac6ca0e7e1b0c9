using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LogArchiver.Outcome;

namespace LogArchiver.Backfill;

/// <summary>The answer to planning, which the state machine passes on from state to state: counts and keys alone, for a state holds
/// 256 KiB at most (source: Step Functions, Service quotas).</summary>
public sealed record PlannedRun
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key of the list of payloads, a JSON array; null when there is none.</summary>
    public required string? ItemsKey { get; init; }

    /// <summary>Where the state machine is to write how they ended.</summary>
    public required string ResultsPrefix { get; init; }

    /// <summary>How many payloads there are.</summary>
    public required int Items { get; init; }

    /// <summary>How many of them to run at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Groups that were chosen.</summary>
    public required int Groups { get; init; }

    /// <summary>Days to archive; in a daily run, as many as there are groups, and those that they look back at besides.</summary>
    public required int Days { get; init; }

    /// <summary>Days that have a seal already.</summary>
    public required int AlreadySealed { get; init; }

    /// <summary>Days whose events retention has deleted.</summary>
    public required int Gone { get; init; }

    /// <summary>Groups that cannot be read.</summary>
    public required int GroupsLeftOut { get; init; }

    /// <summary>Groups and patterns that failed before any day of them.</summary>
    public required IReadOnlyList<FailedItem> Failures { get; init; }

    /// <summary>How many more failed so.</summary>
    public required int FailuresLeftOut { get; init; }

    /// <summary>Remarks for the person who reads.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What the state machine adds once the days are over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MapResults? Results { get; init; }

    /// <summary>As JSON, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackfillJson.Told.PlannedRun);
}

/// <summary>What a Map with a ResultWriter gives to the next state (source: Step Functions, ResultWriter).</summary>
/// <param name="MapRunArn">The Map Run.</param>
/// <param name="ResultWriterDetails">Where its results are.</param>
public sealed record MapResults(
    [property: JsonPropertyName("MapRunArn")] string MapRunArn,
    [property: JsonPropertyName("ResultWriterDetails")] ResultPlace ResultWriterDetails);

/// <summary>An object of the bucket.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The manifest of the results.</param>
public sealed record ResultPlace(
    [property: JsonPropertyName("Bucket")] string Bucket,
    [property: JsonPropertyName("Key")] string Key);

/// <summary>A day, or a group, that was not archived.</summary>
/// <param name="Group">The group.</param>
/// <param name="Date">The date; null where it concerns the group as a whole.</param>
/// <param name="Error">The sort of error, such as <c>LogArchiver.DaysFailed</c> or <c>States.Timeout</c>.</param>
/// <param name="Message">What happened and what to do.</param>
public sealed record FailedItem(string Group, DateOnly? Date, string Error, string Message)
{
    /// <summary>A group that failed while the groups were looked for.</summary>
    internal static FailedItem Of(DayOutcome outcome) =>
        new(outcome.Group, outcome.Date, "LogArchiver.GroupFailed", RunText.Cut($"{outcome.Fault?.Cause} {outcome.Fault?.Fix}".Trim()));
}

/// <summary>The JSON of the state machine's payloads, answers and files.</summary>
[JsonSerializable(typeof(PlannedRun))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(ResultManifest))]
[JsonSerializable(typeof(ItemResult))]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class BackfillJson : JsonSerializerContext
{
    /// <summary>Readable where people meet it: only what JSON itself requires is escaped.</summary>
    public static BackfillJson Told { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
