using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogArchiver.Function.Logging;

/// <summary>Turns an entry into the bytes of one line, its final newline included. Pure.</summary>
internal static class LogLine
{
    /// <summary>RFC 3339, UTC, milliseconds: what Lambda asks of a runtime's own JSON logs.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Characters of a message, of a value and of a stack trace. A line of a few of them, in UTF-8 and escaped, stays below
    /// the 256 KiB at which some that carry lines cut them in two.</summary>
    private const int MaxChars = 16 * 1024;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names that mean something to whoever reads the lines; a value of a message that has one of them gets a <c>_</c> after it.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "timestamp", "level", "requestId", "logger", "message", "errorType", "errorMessage", "stackTrace",
    };

    /// <summary>One JSON object: timestamp, level, requestId, logger, message, the message's values by name, and for an exception
    /// errorType, errorMessage and stackTrace, as the managed runtimes call them.</summary>
    public static ReadOnlyMemory<byte> Json(LogEntry entry)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", entry.Time.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", LogSettings.NameOf(entry.Level));
            if (entry.RequestId is { } requestId)
            {
                json.WriteString("requestId", requestId);
            }

            json.WriteString("logger", entry.Logger);
            json.WriteString("message", Cut(Message(entry)));
            WriteValues(json, entry.Values);
            if (entry.Exception is { } exception)
            {
                WriteException(json, exception);
            }

            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    /// <summary>Time, request id, level, class and message; an exception with its stack trace after it. Whatever is said stays on
    /// one line, since each line is a log event of its own.</summary>
    public static ReadOnlyMemory<byte> Text(LogEntry entry)
    {
        var line = new StringBuilder(entry.Time.ToString(TimeFormat, CultureInfo.InvariantCulture))
            .Append(' ').Append(entry.RequestId ?? "-")
            .Append(' ').Append(LogSettings.NameOf(entry.Level).PadRight(5))
            .Append(' ').Append(entry.Logger)
            .Append(": ").Append(OneLine(entry.Message));
        if (entry.Exception is { } exception)
        {
            line.Append(" | ").Append(OneLine(Cut(exception.ToString())));
        }

        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }

    /// <summary>The text with line breaks written as <c>\n</c> and other control characters left out, so that nothing said can
    /// pass for a line of its own or drive a terminal.</summary>
    public static string OneLine(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.Contains('\x7f', StringComparison.Ordinal))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (var character in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            _ = character switch
            {
                '\n' or '\r' => line.Append("\\n"),
                '\t' => line.Append(' '),
                < ' ' or '\x7f' => line,
                _ => line.Append(character),
            };
        }

        return line.ToString();
    }

    /// <summary>The message; where a value of it is a document, the words alone, since the document stands beside them.</summary>
    private static string Message(LogEntry entry) =>
        entry.Values.Any(value => value.Value is JsonDocumentText)
            ? entry.Values.FirstOrDefault(value => value.Key == "{OriginalFormat}").Value as string ?? entry.Message
            : entry.Message;

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(key);
            if (key == "{OriginalFormat}" || !written.Add(name))
            {
                continue;
            }

            json.WritePropertyName(Reserved.Contains(name) ? name + "_" : name);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case JsonDocumentText document:
                json.WriteRawValue(document.Utf8, skipInputValidation: true);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    private static void WriteException(Utf8JsonWriter json, Exception exception)
    {
        json.WriteString("errorType", exception.GetType().FullName);
        json.WriteString("errorMessage", Cut(exception.Message));
        json.WriteStartArray("stackTrace");
        foreach (var frame in Cut(exception.ToString()).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            json.WriteStringValue(frame);
        }

        json.WriteEndArray();
    }

    private static string Cut(string text) => text.Length <= MaxChars ? text : string.Concat(text.AsSpan(0, MaxChars), "…");
}
