using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogArchiver.Read;

/// <summary>What a page holds besides its events' slots.</summary>
/// <param name="Events">How many events there are.</param>
/// <param name="Token">The token it gives for the next page; null where it gives none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PageOutline(int Events, string? Token);

/// <summary>Walks the JSON of a page once and notes where each event lies: quickly where the page has the shape that the service
/// sends (<see cref="QuickPageParser"/>), with the framework's reader where anything about it is unusual or wrong.</summary>
internal static class EventPageParser
{
    /// <summary>Objects and arrays within each other, at most; the framework's own default.</summary>
    public const int MaxDepth = 64;

    private const int FirstSlots = 64;

    public static EventPage Parse(byte[] body, int length, string? sentToken, PagePool? pool)
    {
        var slots = pool?.RentSlots() ?? new EventSlot[FirstSlots];
        try
        {
            var json = body.AsSpan(0, length);
            if (!QuickPageParser.TryRead(json, ref slots, out var outline))
            {
                outline = ReadFully(json, ref slots);
            }

            return new EventPage(
                body, length, slots, outline.Events, outline.Token == sentToken ? null : outline.Token, pool);
        }
        catch (Exception problem)
        {
            pool?.Return(body);
            pool?.Return(slots);
            if (problem is JsonException or InvalidOperationException or FormatException)
            {
                throw new MalformedPageException($"The answer of {length} bytes is not a page of events: {problem.Message}", problem);
            }

            throw;
        }
    }

    /// <summary>Reads any page that is one, and says what is wrong with what is not.</summary>
    public static PageOutline ReadFully(ReadOnlySpan<byte> json, ref EventSlot[] slots)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        int? count = null;
        string? token = null;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("events"u8))
            {
                count = ReadEvents(ref reader, ref slots);
            }
            else if (reader.ValueTextEquals("nextForwardToken"u8) || reader.ValueTextEquals("nextToken"u8))
            {
                reader.Read();
                token = reader.GetString();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Reading on past the closing brace is what finds an answer that was cut short.
        Expect(reader.TokenType == JsonTokenType.EndObject && !reader.Read(), "the end of the object");
        // Neither events nor a token is no answer at all, and must not be taken for the end of a stream.
        Expect(count is not null || token is not null, "events");
        return new PageOutline(count ?? 0, token);
    }

    private static int ReadEvents(ref Utf8JsonReader reader, ref EventSlot[] slots)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "an array of events");
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (count == slots.Length)
            {
                Grow(ref slots);
            }

            slots[count++] = ReadEvent(ref reader);
        }

        Expect(reader.TokenType == JsonTokenType.EndArray, "the end of the events");
        return count;
    }

    private static EventSlot ReadEvent(ref Utf8JsonReader reader)
    {
        long? timestamp = null;
        long? ingestionTime = null;
        JsonRange? message = null;
        JsonRange stream = default;
        JsonRange id = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("timestamp"u8))
            {
                timestamp = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                message = ReadRange(ref reader);
            }
            else if (reader.ValueTextEquals("ingestionTime"u8))
            {
                ingestionTime = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("logStreamName"u8))
            {
                stream = ReadRange(ref reader);
            }
            else if (reader.ValueTextEquals("eventId"u8))
            {
                id = ReadRange(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        Expect(reader.TokenType == JsonTokenType.EndObject, "the end of an event");
        Expect(timestamp is not null && message is not null, "an event with a timestamp and a message");
        return new EventSlot(timestamp!.Value, ingestionTime ?? timestamp.Value, message!.Value, stream, id, IsCanonical: false);
    }

    private static long? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
    }

    private static JsonRange ReadRange(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.String, "a string");
        return new JsonRange((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    /// <summary>Makes room for more events; those found so far are kept.</summary>
    public static void Grow(ref EventSlot[] slots)
    {
        var larger = GC.AllocateUninitializedArray<EventSlot>(slots.Length * 2);
        slots.CopyTo(larger, 0);
        slots = larger;
    }

    private static void Expect(bool met, string what)
    {
        if (!met)
        {
            throw new FormatException($"expected {what}");
        }
    }
}
