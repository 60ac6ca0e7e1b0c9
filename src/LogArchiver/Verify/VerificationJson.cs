using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LogArchiver.Outcome;
using LogArchiver.Readback;

namespace LogArchiver.Verify;

/// <summary>Writes what verifying came to as JSON: UTF-8, one line. Field names are a promise: they may be added to, never changed.</summary>
public static class VerificationJson
{
    private static readonly VerificationJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // The JSON is read from logs and terminals, never from inside an HTML page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter<DayVerdict>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<DamageKind>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<EventSide>(JsonNamingPolicy.CamelCase),
        },
    });

    /// <summary>The whole of it.</summary>
    public static byte[] Write(Verification verification) => JsonSerializer.SerializeToUtf8Bytes(
        new VerificationDocument
        {
            Days = [.. verification.Days.Select(VerifiedDayEntry.Of)],
            Totals = new VerifiedTotals(
                verification.Days.Count, verification.Count(DayVerdict.Right), verification.Count(DayVerdict.Differs),
                verification.Count(DayVerdict.NotArchived), verification.Count(DayVerdict.Unchecked)),
            Warnings = verification.Warnings,
        },
        Json.VerificationDocument);
}

/// <summary>The document.</summary>
internal sealed record VerificationDocument
{
    public required IReadOnlyList<VerifiedDayEntry> Days { get; init; }

    public required VerifiedTotals Totals { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>One day of one group.</summary>
internal sealed record VerifiedDayEntry
{
    public required string Group { get; init; }

    public required DateOnly Date { get; init; }

    public required DayVerdict Verdict { get; init; }

    public required string Manifest { get; init; }

    public required long Events { get; init; }

    public required long RawBytes { get; init; }

    public required long StoredBytes { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyList<Damage> Damage { get; init; }

    public required long DamageLeftOut { get; init; }

    public SourceComparison? Source { get; init; }

    public ErrorEntry? Error { get; init; }

    public static VerifiedDayEntry Of(DayVerification day) => new()
    {
        Group = day.Group,
        Date = day.Date,
        Verdict = day.Verdict,
        Manifest = day.ManifestKey,
        Events = day.Events,
        RawBytes = day.RawBytes,
        StoredBytes = day.StoredBytes,
        Seconds = Math.Round(day.Elapsed.TotalSeconds, 3),
        Damage = day.Damage,
        DamageLeftOut = day.DamageLeftOut,
        Source = day.Source,
        Error = day.Fault is { } fault ? ErrorEntry.Of(fault) : null,
    };
}

/// <summary>Days by verdict.</summary>
internal sealed record VerifiedTotals(int Days, int Right, int Differs, int NotArchived, int Unchecked);

[JsonSerializable(typeof(VerificationDocument))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;
