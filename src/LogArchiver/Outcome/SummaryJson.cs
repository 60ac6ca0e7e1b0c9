using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LogArchiver.Plan;

namespace LogArchiver.Outcome;

/// <summary>Writes a summary as JSON: UTF-8, one line, the same bytes for the same summary.</summary>
public static class SummaryJson
{
    /// <summary>The most an invocation answers with. Lambda refuses answers over 6 MB (6,291,556 bytes, quotas page of the
    /// Lambda guide); the rest is room for whoever wraps the answer.</summary>
    public const int AnswerBytes = 5 * 1024 * 1024;

    /// <summary>The most a summary takes in a log: a line over 256 KiB is cut in two by some that carry it, and is then no JSON
    /// any more.</summary>
    public const int LogBytes = 200 * 1024;

    /// <summary>What everything but the days may take of the bytes allowed; warnings are cut to fit into half of it, groups that are
    /// told of for their retention into a quarter.</summary>
    private const int FrameBytes = 32 * 1024;

    private static readonly SummaryJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // The JSON is read from logs and terminals, never from inside an HTML page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<Ending>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<DayPurpose>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<RetentionState>(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>The whole summary, however long.</summary>
    public static byte[] Write(ArchiveSummary summary) => Write(summary, int.MaxValue);

    /// <summary>The summary in at most <paramref name="maxBytes"/>. Days that do not fit are left out and counted in
    /// <c>daysLeftOut</c>: those that failed or were paused stay longest, for someone has to act on them.</summary>
    /// <param name="summary">What to write.</param>
    /// <param name="maxBytes">At least 64 KiB.</param>
    public static byte[] Write(ArchiveSummary summary, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 2 * FrameBytes);
        var entries = summary.Days.Select(DayEntry.Of).ToArray();
        var kept = Fitting(entries, maxBytes - FrameBytes);
        var room = maxBytes == int.MaxValue ? int.MaxValue : FrameBytes / 4;
        var document = new SummaryDocument
        {
            DryRun = summary.DryRun,
            Days = kept,
            DaysLeftOut = kept.Count < entries.Length ? entries.Length - kept.Count : null,
            Totals = TotalsEntry.Of(summary),
            Retention = RetentionDocument.Of(
                summary.Retention, entry => (room -= JsonSerializer.SerializeToUtf8Bytes(entry, Json.RetentionEntry).Length + 1) >= 0),
            Warnings = maxBytes == int.MaxValue ? summary.Warnings : FittingWarnings(summary.Warnings),
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, Json.SummaryDocument);
    }

    private static List<DayEntry> Fitting(DayEntry[] days, int budget)
    {
        var keep = new bool[days.Length];
        foreach (var unfinished in (ReadOnlySpan<bool>)[true, false])
        {
            for (var i = 0; i < days.Length; i++)
            {
                if ((days[i].Ending is Ending.Failed or Ending.Paused) != unfinished)
                {
                    continue;
                }

                budget -= JsonSerializer.SerializeToUtf8Bytes(days[i], Json.DayEntry).Length + 1;
                if (budget < 0)
                {
                    return [.. days.Where((_, index) => keep[index])];
                }

                keep[i] = true;
            }
        }

        return [.. days];
    }

    private static List<string> FittingWarnings(IReadOnlyList<string> warnings)
    {
        var budget = FrameBytes / 2;
        var kept = warnings.TakeWhile(warning => (budget -= JsonEncodedText.Encode(warning).EncodedUtf8Bytes.Length + 3) > 0).ToList();
        if (kept.Count < warnings.Count)
        {
            kept.Add($"… and {warnings.Count - kept.Count} more warnings.");
        }

        return kept;
    }
}

[JsonSerializable(typeof(SummaryDocument))]
internal sealed partial class SummaryJsonContext : JsonSerializerContext;
