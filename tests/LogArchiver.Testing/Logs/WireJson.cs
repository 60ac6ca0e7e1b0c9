using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogArchiver.Read;

namespace LogArchiver.Testing.Logs;

/// <summary>Writes the JSON that CloudWatch Logs sends.</summary>
public static class WireJson
{
    /// <summary>The text between the quotes: quotes, backslashes and control characters escaped, all else as it is.</summary>
    public static string Escape(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    /// <summary>The way back.</summary>
    public static string Unescape(string escaped) => JsonSerializer.Deserialize<string>($"\"{escaped}\"")!;

    /// <summary>A page over the JSON given, in a rented buffer, as a source hands it over.</summary>
    public static EventPage Parse(string json, string? sentToken = null)
    {
        var body = new byte[Encoding.UTF8.GetMaxByteCount(json.Length)];
        return EventPage.Parse(body, Encoding.UTF8.GetBytes(json, body), sentToken);
    }

    internal static EventPage Page(
        IEnumerable<MemoryEvent> events, string tokenName, string? token, bool withStream, string? sentToken)
    {
        var json = new StringBuilder("{\"events\":[");
        var separator = "";
        foreach (var put in events)
        {
            json.Append(separator).Append('{');
            if (withStream)
            {
                json.Append($"\"eventId\":\"{put.Put:D56}\",\"logStreamName\":\"{Escape(put.Stream)}\",");
            }

            json.Append($"\"timestamp\":{put.TimestampMs},\"message\":\"{put.EscapedMessage}\",\"ingestionTime\":{put.IngestionMs}}}");
            separator = ",";
        }

        json.Append(']');
        if (token is not null)
        {
            json.Append($",\"{tokenName}\":\"{token}\"");
        }

        return Parse(json.Append('}').ToString(), sentToken);
    }
}
