using System.Text.Json;

namespace LogArchiver.Plan;

/// <summary>Turns a JSON value into the texts of a setting, the form in which every source gives them.</summary>
internal static class PayloadValue
{
    /// <summary>The texts; null when the value is of the wrong kind.</summary>
    public static IReadOnlyList<string>? TryRead(SettingKind kind, JsonElement value) => (kind, value.ValueKind) switch
    {
        (SettingKind.Text or SettingKind.List or SettingKind.Tags or SettingKind.Rules, JsonValueKind.String) => [value.GetString()!],
        (SettingKind.List or SettingKind.Tags or SettingKind.Rules, JsonValueKind.Array) => TryReadArray(value),
        (SettingKind.Tags, JsonValueKind.Object) => TryReadTags(value),
        (SettingKind.Number, JsonValueKind.Number) => [value.GetRawText()],
        (SettingKind.Flag, JsonValueKind.True) => ["true"],
        (SettingKind.Flag, JsonValueKind.False) => ["false"],
        _ => null,
    };

    /// <summary>What a kind wants, in words.</summary>
    public static string Wanted(SettingKind kind) => kind switch
    {
        SettingKind.List or SettingKind.Rules => "a string or an array of strings",
        SettingKind.Tags => "an object of strings or an array of \"key=value\"",
        SettingKind.Number => "a number",
        SettingKind.Flag => "true or false without quotes",
        _ => "a string",
    };

    private static List<string>? TryReadArray(JsonElement array) =>
        array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. array.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    // A key with a = in it, or a comma anywhere, would mean something else once it is text.
    private static List<string>? TryReadTags(JsonElement tags) =>
        tags.EnumerateObject().All(tag => tag.Value.ValueKind == JsonValueKind.String
            && !tag.Name.AsSpan().ContainsAny('=', ',')
            && !tag.Value.GetString()!.Contains(','))
            ? [.. tags.EnumerateObject().Select(tag => $"{tag.Name}={tag.Value.GetString()}")]
            : null;
}
