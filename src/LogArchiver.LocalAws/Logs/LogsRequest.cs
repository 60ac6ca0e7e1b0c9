using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>The JSON body of a request. A member of the wrong type is a SerializationException; an unknown one is ignored, and
/// null is as good as absent, as with the service's JSON protocol.</summary>
internal sealed class LogsRequest(byte[] body, JsonElement members)
{
    private const int LongestName = 512;

    /// <summary>The body as it came, for what is read without making strings.</summary>
    public byte[] Body => body;

    /// <exception cref="LogsException">It is no JSON object.</exception>
    public static LogsRequest Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new LogsRequest(body, document.RootElement.Clone())
                : throw LogsException.Serialization("Start of structure or map found where not expected.");
        }
        catch (JsonException)
        {
            throw LogsException.Serialization("Unexpected character or end of the document.");
        }
    }

    public string? Text(string name) => Member(name, JsonValueKind.String) is { } value ? TextOf(value, name) : null;

    /// <summary>A text that must be there.</summary>
    public string Needed(string name) => Text(name) ?? throw Missing(name);

    public static LogsException Missing(string name) => LogsException.Constraint(name, "null", "not be null");

    /// <summary>A text of the service's name length, 1 to 512 characters.</summary>
    public string? Name(string name) => Text(name) switch
    {
        null => null,
        { Length: 0 } => throw LogsException.Constraint(name, "", "have length greater than or equal to 1"),
        { Length: > LongestName } text => throw LogsException.Constraint(name, text, $"have length less than or equal to {LongestName}"),
        { } text => text,
    };

    public long? Number(string name)
    {
        if (Member(name, JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        return value.TryGetInt64(out var number)
            ? number
            : throw LogsException.Serialization($"NUMBER_VALUE of {name} can not be converted to Long");
    }

    /// <summary>A time: milliseconds since the Unix epoch, not below zero.</summary>
    public long? Time(string name) => Number(name) switch
    {
        < 0 and { } below => throw LogsException.Constraint(name, $"{below}", "have value greater than or equal to 0"),
        var time => time,
    };

    public int Limit(int largest, int usual) => Number("limit") switch
    {
        null => usual,
        < 1 and { } low => throw LogsException.Constraint("limit", $"{low}", "have value greater than or equal to 1"),
        { } high when high > largest => throw LogsException.Constraint("limit", $"{high}", $"have value less than or equal to {largest}"),
        { } fine => (int)fine,
    };

    public bool? Flag(string name)
    {
        if (!members.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw WrongType(name, value.ValueKind, "Boolean");
    }

    public IReadOnlyList<string>? Texts(string name) => Member(name, JsonValueKind.Array) is { } list
        ? [.. list.EnumerateArray().Select(item => TextOf(item, name))]
        : null;

    public IReadOnlyList<JsonElement>? Objects(string name) => Member(name, JsonValueKind.Array) is { } list
        ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? item : throw WrongType(name, item.ValueKind, "structure"))]
        : null;

    public IReadOnlyDictionary<string, string>? Map(string name) => Member(name, JsonValueKind.Object) is { } map
        ? map.EnumerateObject().ToDictionary(pair => pair.Name, pair => TextOf(pair.Value, name), StringComparer.Ordinal)
        : null;

    public static string TextOf(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw WrongType(name, value.ValueKind, "String");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8. Messages of events may hold one; names and tokens may not.
            throw LogsException.Serialization($"The text of {name} cannot be read.");
        }
    }

    private JsonElement? Member(string name, JsonValueKind kind)
    {
        if (!members.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == kind ? value : throw WrongType(name, value.ValueKind, $"{kind}");
    }

    private static LogsException WrongType(string name, JsonValueKind found, string wanted) =>
        LogsException.Serialization($"{found} of {name} can not be converted to {wanted}");
}
