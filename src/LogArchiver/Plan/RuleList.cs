using System.Text.Json;
using LogArchiver.Filter;

namespace LogArchiver.Plan;

/// <summary>Rules about events as they are given. They hold commas and blanks, so each is taken as it is; where all of them come as
/// one text, they are lines, or a JSON array.</summary>
internal static class RuleList
{
    /// <summary>Why a text is no list, to follow its origin.</summary>
    public const string Misread = "begins with [ and is no JSON array of strings; a pattern that begins so is written in one: [\"[0-9]+ ms\"].";

    /// <summary>The rules of one text; null when it begins as an array does and is none. Not told apart by whether it can be read: half
    /// of a list must not pass for a pattern, a set of letters, that drops nearly everything.</summary>
    public static IReadOnlyList<string>? TryRead(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("["))
        {
            return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return PayloadValue.TryRead(SettingKind.Rules, json.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The second: JSON can spell half a character, which no text can hold.
            return null;
        }
    }

    /// <summary>The rules of a request; what is wrong with them is noted, all of it.</summary>
    public static EventRules Judge(RequestJudge judge)
    {
        var (include, exclude, keep) = (
            Readable(judge, Settings.IncludeEvents), Readable(judge, Settings.ExcludeEvents), Readable(judge, Settings.KeepEvents));
        var count = include.Count + exclude.Count + keep.Count;
        if (count > EventRules.MaxRules)
        {
            judge.Add(
                Settings.ExcludeEvents,
                $"{Settings.IncludeEvents.Name}, {Settings.ExcludeEvents.Name} and {Settings.KeepEvents.Name} have {count} rules, more than {EventRules.MaxRules}.");
            return EventRules.None;
        }

        return EventRules.Parse(include, exclude, keep);
    }

    private static List<string> Readable(RequestJudge judge, Setting setting)
    {
        var readable = new List<string>();
        foreach (var rule in judge.Texts(setting).Distinct(StringComparer.Ordinal))
        {
            try
            {
                EventRules.Parse([rule], [], []);
                readable.Add(rule);
            }
            catch (BadRuleException problem)
            {
                judge.Add(setting, $"{problem.Rule} ({judge.Given(setting)!.Origin}) {problem.Problem}");
            }
        }

        return readable;
    }
}
