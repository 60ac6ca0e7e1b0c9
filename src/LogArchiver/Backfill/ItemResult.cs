using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogArchiver.Backfill;

/// <summary>What the state machine writes of its results (source: Step Functions, ResultWriter: manifest.json).</summary>
internal sealed record ResultManifest
{
    [JsonPropertyName("ResultFiles")]
    public required ResultFiles Files { get; init; }
}

/// <summary>The files by how their items ended.</summary>
internal sealed record ResultFiles(
    [property: JsonPropertyName("SUCCEEDED")] IReadOnlyList<ResultFile>? Succeeded,
    [property: JsonPropertyName("FAILED")] IReadOnlyList<ResultFile>? Failed,
    [property: JsonPropertyName("PENDING")] IReadOnlyList<ResultFile>? Pending);

/// <summary>A JSON array of <see cref="ItemResult"/>, up to 5 GB.</summary>
internal sealed record ResultFile([property: JsonPropertyName("Key")] string Key);

/// <summary>How one item ended. Input and output are JSON inside of strings.</summary>
internal sealed record ItemResult
{
    [JsonPropertyName("Status")]
    public string? Status { get; init; }

    [JsonPropertyName("Input")]
    public string? Input { get; init; }

    [JsonPropertyName("Output")]
    public string? Output { get; init; }

    [JsonPropertyName("Error")]
    public string? Error { get; init; }

    [JsonPropertyName("Cause")]
    public string? Cause { get; init; }

    /// <summary>Of a failed item: which day it was, and why. Where either cannot be read, it says so much.</summary>
    public FailedItem ToFailure()
    {
        var (group, date) = Asked();
        return new FailedItem(group, date, Error ?? Status ?? "unknown", RunText.Cut(Message() ?? "The state machine gave no cause."));
    }

    private (string Group, DateOnly? Date) Asked()
    {
        using var json = TryParse(Input);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return ("an item whose input cannot be read", null);
        }

        var group = json.RootElement.TryGetProperty("logGroups", out var groups) && groups is { ValueKind: JsonValueKind.Array } && groups.GetArrayLength() > 0
            ? groups[0].ToString()
            : "an item without a group";
        return (group, json.RootElement.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String
            && DateOnly.TryParse(date.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : null);
    }

    // The cause of a function's failure is what it told the Runtime API: {"errorType": …, "errorMessage": …}.
    private string? Message()
    {
        using var json = TryParse(Cause);
        return json?.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("errorMessage", out var message)
            ? message.ToString()
            : Cause;
    }

    private static JsonDocument? TryParse(string? text)
    {
        try
        {
            return text is null ? null : JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The part of an item's answer that is added up.</summary>
internal sealed record ItemAnswer(ItemTotals Totals);

/// <summary>Counts and sums: of one item, or of a run. The names are those of a summary's <c>totals</c>.</summary>
public sealed record ItemTotals
{
    /// <summary>Days.</summary>
    public long Days { get; init; }

    /// <summary>Archived and sealed.</summary>
    public long Sealed { get; init; }

    /// <summary>Sealed before.</summary>
    public long AlreadySealed { get; init; }

    /// <summary>Without an event.</summary>
    public long Empty { get; init; }

    /// <summary>Could not be archived, with a reason.</summary>
    public long Skipped { get; init; }

    /// <summary>Looked back at, and found done.</summary>
    public long DoneBefore { get; init; }

    /// <summary>Events archived.</summary>
    public long Events { get; init; }

    /// <summary>Events that rules dropped.</summary>
    public long DroppedEvents { get; init; }

    /// <summary>Events that came late, in days that were settled.</summary>
    public long LateEvents { get; init; }

    /// <summary>Bytes before compression.</summary>
    public long RawBytes { get; init; }

    /// <summary>Bytes as stored.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Requests to CloudWatch Logs.</summary>
    public long Requests { get; init; }

    /// <summary>Both together.</summary>
    public ItemTotals Plus(ItemTotals other) => new()
    {
        Days = Days + other.Days,
        Sealed = Sealed + other.Sealed,
        AlreadySealed = AlreadySealed + other.AlreadySealed,
        Empty = Empty + other.Empty,
        Skipped = Skipped + other.Skipped,
        DoneBefore = DoneBefore + other.DoneBefore,
        Events = Events + other.Events,
        DroppedEvents = DroppedEvents + other.DroppedEvents,
        LateEvents = LateEvents + other.LateEvents,
        RawBytes = RawBytes + other.RawBytes,
        StoredBytes = StoredBytes + other.StoredBytes,
        Requests = Requests + other.Requests,
    };
}
