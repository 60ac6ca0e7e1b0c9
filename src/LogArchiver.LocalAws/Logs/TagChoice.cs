using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>The tag filters of ListLogGroups: all of the filters must fit, any of a filter's values does; no values: any.
/// <c>*</c> stands for anything (then case does not matter), <c>!</c> turns a value round (source: its API reference).</summary>
internal static class TagChoice
{
    private const int MostFilters = 5;
    private const int MostValues = 5;

    public static Func<IReadOnlyDictionary<string, string>, bool> Of(LogsRequest request)
    {
        if (request.Objects("logGroupTags") is not { } filters)
        {
            return _ => true;
        }

        if (filters.Count is 0 or > MostFilters)
        {
            throw LogsException.Constraint("logGroupTags", $"{filters.Count} filters", $"have length between 1 and {MostFilters}");
        }

        var checks = filters.Select(Parse).ToList();
        return tags => checks.TrueForAll(check => check(tags));
    }

    private static Func<IReadOnlyDictionary<string, string>, bool> Parse(JsonElement filter)
    {
        var key = filter.TryGetProperty("key", out var named) ? LogsRequest.TextOf(named, "key") : throw LogsRequest.Missing("key");
        List<string> values = [];
        if (filter.TryGetProperty("values", out var listed) && listed.ValueKind == JsonValueKind.Array)
        {
            values.AddRange(listed.EnumerateArray().Select(value => LogsRequest.TextOf(value, "values")));
        }

        if (values.Count > MostValues)
        {
            throw LogsException.Constraint("values", $"{values.Count} values", $"have length less than or equal to {MostValues}");
        }

        return tags => tags.TryGetValue(key, out var has) && (values.Count == 0 || values.Exists(value => Fits(has, value)));
    }

    private static bool Fits(string has, string wanted)
    {
        if (wanted.StartsWith('!'))
        {
            return !Fits(has, wanted[1..]);
        }

        var bare = wanted.Trim('*');
        return (wanted.Length > 1 && wanted[0] == '*', wanted.EndsWith('*')) switch
        {
            (true, true) => has.Contains(bare, StringComparison.OrdinalIgnoreCase),
            (true, false) => has.EndsWith(bare, StringComparison.OrdinalIgnoreCase),
            (false, true) => has.StartsWith(bare, StringComparison.OrdinalIgnoreCase),
            _ => has == wanted,
        };
    }
}
