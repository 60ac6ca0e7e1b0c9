using System.Text.Json;
using System.Text.Unicode;
using LogArchiver.Outcome;

namespace LogArchiver.Plan;

/// <summary>Reads the payload of an invocation: settings by name and a scheduled time, either alone or in the envelope of a
/// scheduled event. Nothing is thrown: what is wrong is in <see cref="ArchiveRequest.Faults"/>, all of it.</summary>
public static class PayloadReader
{
    /// <summary>The name under which faults of the payload as a whole are told.</summary>
    internal const string Whole = "payload";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads it. Nothing at all and <c>null</c> mean <c>{}</c>.</summary>
    /// <param name="utf8Json">The payload as the function gets it.</param>
    public static ArchiveRequest Read(ReadOnlyMemory<byte> utf8Json)
    {
        var json = utf8Json.Span.StartsWith(ByteOrderMark) ? utf8Json[ByteOrderMark.Length..] : utf8Json;
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new ArchiveRequest();
        }

        if (!Utf8.IsValid(json.Span))
        {
            return Refuse("It is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return ReadRoot(document.RootElement);
        }
        catch (JsonException problem)
        {
            return Refuse($"I{JsonWords.Of(problem)[1..]}.");
        }
        catch (InvalidOperationException)
        {
            // JSON can spell half a character (a lone surrogate), which no text can hold.
            return Refuse("It holds a string that is not text: half of a surrogate pair.");
        }
    }

    private static ArchiveRequest ReadRoot(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Null)
        {
            return new ArchiveRequest();
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return Refuse($"It is {PayloadFields.KindOf(root)}, not an object.");
        }

        var fields = new PayloadFields();
        if (ScheduledEvent.IsEnvelope(root))
        {
            ScheduledEvent.Read(root, fields);
        }
        else
        {
            fields.Read(root);
        }

        return fields.ToRequest();
    }

    private static ArchiveRequest Refuse(string problem) =>
        new() { Faults = [new RequestFault(Whole, problem, "a JSON object such as {\"date\": \"2026-11-19\"}, or {}")] };
}
