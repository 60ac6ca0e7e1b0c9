using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Finds the events in the body of a PutLogEvents request. The messages stay bytes: a string reader would refuse half a
/// surrogate pair, which the service takes.</summary>
internal static class PutEvents
{
    public static List<PutEvent> Read(byte[] body)
    {
        // That the body is a JSON object has been seen already.
        var reader = new Utf8JsonReader(body);
        reader.Read();
        List<PutEvent>? events = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueTextEquals("logEvents"u8);
            reader.Read();
            if (isEvents && reader.TokenType != JsonTokenType.Null)
            {
                events = ReadList(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return events ?? throw LogsRequest.Missing("logEvents");
    }

    private static List<PutEvent> ReadList(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray, "logEvents");
        var events = new List<PutEvent>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.StartObject, "a log event");
            events.Add(ReadOne(ref reader, events.Count + 1));
        }

        return events;
    }

    private static PutEvent ReadOne(ref Utf8JsonReader reader, int ordinal)
    {
        long? timestamp = null;
        (int Start, int Length)? message = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isTimestamp, isMessage) = (reader.ValueTextEquals("timestamp"u8), reader.ValueTextEquals("message"u8));
            reader.Read();
            if (isTimestamp)
            {
                Expect(ref reader, JsonTokenType.Number, "timestamp");
                timestamp = reader.TryGetInt64(out var value) ? value : throw LogsException.Serialization("NUMBER_VALUE can not be converted to Long");
            }
            else if (isMessage)
            {
                Expect(ref reader, JsonTokenType.String, "message");
                message = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            }
            else
            {
                reader.Skip();
            }
        }

        if (timestamp is < 0)
        {
            throw LogsException.Constraint($"logEvents.{ordinal}.member.timestamp", $"{timestamp}", "have value greater than or equal to 0");
        }

        return new PutEvent(
            timestamp ?? throw LogsRequest.Missing($"logEvents.{ordinal}.member.timestamp"),
            message?.Start ?? throw LogsRequest.Missing($"logEvents.{ordinal}.member.message"),
            message.Value.Length);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
        {
            throw LogsException.Serialization($"{reader.TokenType} can not be converted to {what}");
        }
    }
}

/// <summary>One event of a batch.</summary>
/// <param name="Timestamp">Milliseconds since the Unix epoch.</param>
/// <param name="Start">Where in the body the message begins, after its quote.</param>
/// <param name="Length">Its bytes there, escapes and all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PutEvent(long Timestamp, int Start, int Length);
