using System.Globalization;

namespace LogArchiver.LocalAws.Faults;

/// <summary>The short text of a rule: <c>operation:effect[:setting,setting…]</c>.</summary>
internal static class FaultRuleText
{
    private const string Settings =
        "nth=N, every=N, p=0..1, times=N, key=TEXT, status=NNN, code=NAME, ms=N";

    private static readonly Dictionary<string, FaultEffect> Effects = new(StringComparer.Ordinal)
    {
        ["throttle"] = FaultEffect.Throttle,
        ["error"] = FaultEffect.Error,
        ["drop"] = FaultEffect.Drop,
        ["drop-after"] = FaultEffect.DropAfter,
        ["truncate"] = FaultEffect.Truncate,
        ["delay"] = FaultEffect.Delay,
        ["repeat"] = FaultEffect.Repeat,
        ["ok-with-error"] = FaultEffect.OkWithError,
    };

    public static FaultRule Parse(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 2 || parts[0].Length == 0)
        {
            throw Wrong(text, "it is to be operation:effect[:settings], such as GetLogEvents:throttle:every=5");
        }

        if (!Effects.TryGetValue(parts[1], out var effect))
        {
            throw Wrong(text, $"'{parts[1]}' is no effect; there are {string.Join(", ", Effects.Keys)}");
        }

        var rule = new FaultRule { Operation = parts[0], Effect = effect };
        var settings = parts.Length == 3 ? parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        return settings.Aggregate(rule, (sofar, setting) => Apply(sofar, setting, text));
    }

    private static FaultRule Apply(FaultRule rule, string setting, string text)
    {
        var (name, value) = setting.Split('=', 2) is [var left, var right] ? (left, right) : (setting, "");
        return name switch
        {
            "nth" => rule with { Nth = Count(value, setting, text) },
            "every" => rule with { EveryNth = Count(value, setting, text) },
            "times" => rule with { Times = Count(value, setting, text) },
            "ms" => rule with { Delay = TimeSpan.FromMilliseconds(Count(value, setting, text)) },
            "status" => rule with { Status = Count(value, setting, text) },
            "p" => rule with { Probability = Chance(value, setting, text) },
            "key" when value.Length > 0 => rule with { KeyContains = value },
            "code" when value.Length > 0 => rule with { Code = value },
            _ => throw Wrong(text, $"'{setting}' is no setting; there are {Settings}"),
        };
    }

    private static int Count(string value, string setting, string text) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw Wrong(text, $"'{setting}' needs a whole number of 1 or more");

    private static double Chance(string value, string setting, string text) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var chance) && chance is >= 0 and <= 1
            ? chance
            : throw Wrong(text, $"'{setting}' needs a number from 0 to 1");

    private static FormatException Wrong(string text, string why) => new($"The fault '{text}' cannot be read: {why}.");
}
