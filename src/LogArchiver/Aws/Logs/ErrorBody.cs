using System.Text.Json;

namespace LogArchiver.Aws.Logs;

/// <summary>An error as the awsJson1.1 protocol writes it: <c>{"__type": "ns#Name", "message": "…"}</c>, either spelling of message.</summary>
internal readonly record struct ErrorBody(string? Code, string? Message)
{
    /// <summary>Nothing could be learnt from it.</summary>
    public static ErrorBody Unreadable => default;

    /// <summary>Reads what there is; never throws, for a spoilt error must not hide the error.</summary>
    public static ErrorBody Read(ReadOnlySpan<byte> json)
    {
        string? code = null;
        string? message = null;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Unreadable;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isCode = reader.ValueTextEquals("__type"u8) || reader.ValueTextEquals("code"u8);
                var isMessage = reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("Message"u8);
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                {
                    reader.Skip();
                }
                else if (isCode)
                {
                    code ??= reader.GetString();
                }
                else if (isMessage)
                {
                    message ??= reader.GetString();
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Cut short or garbled: what was read so far is worth more than nothing.
        }

        return new ErrorBody(code, message);
    }

    /// <summary>The name alone: without a namespace before <c>#</c> and a link after <c>:</c> (awsJson1.1 protocol).</summary>
    public static string ShortCode(string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? code : code[..colon];
        return name[(name.LastIndexOf('#') + 1)..];
    }
}
