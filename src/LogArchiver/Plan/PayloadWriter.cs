using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogArchiver.Plan;

/// <summary>Writes settings as a payload has them, so that <see cref="PayloadReader"/> reads the same from it. Pure.</summary>
public static class PayloadWriter
{
    internal static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All settings given, as one payload: JSON, UTF-8.</summary>
    public static byte[] Write(ArchiveRequest request)
    {
        using var payload = new MemoryStream();
        using (var json = new Utf8JsonWriter(payload, Readable))
        {
            json.WriteStartObject();
            WriteGiven(json, request, Settings.All);
            json.WriteEndObject();
        }

        return payload.ToArray();
    }

    /// <summary>Those of the settings that were given, into an object that is being written.</summary>
    /// <param name="json">The object.</param>
    /// <param name="request">A request that could be planned: numbers and flags are such.</param>
    /// <param name="settings">Which to write.</param>
    internal static void WriteGiven(Utf8JsonWriter json, ArchiveRequest request, IEnumerable<Setting> settings)
    {
        foreach (var setting in settings)
        {
            if (request.Values.TryGetValue(setting.Name, out var given))
            {
                json.WritePropertyName(setting.Name);
                WriteValue(json, setting.Kind, given.Texts);
            }
        }
    }

    private static void WriteValue(Utf8JsonWriter json, SettingKind kind, IReadOnlyList<string> texts)
    {
        switch (kind)
        {
            case SettingKind.Number:
                json.WriteNumberValue(decimal.Parse(texts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
                break;
            case SettingKind.Flag:
                json.WriteBooleanValue(bool.Parse(texts[0]));
                break;
            case SettingKind.Text:
                json.WriteStringValue(texts[0]);
                break;
            default:
                json.WriteStartArray();
                texts.ToList().ForEach(json.WriteStringValue);
                json.WriteEndArray();
                break;
        }
    }
}
