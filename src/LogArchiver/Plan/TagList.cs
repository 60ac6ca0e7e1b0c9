namespace LogArchiver.Plan;

/// <summary>Tags as they are typed: <c>key=value</c>.</summary>
internal static class TagList
{
    /// <summary>The most tags one listing of groups can ask for (source: API reference of ListLogGroups).</summary>
    public const int MaxTags = 5;

    // Limits of every tag in AWS (source: Tagging AWS Resources user guide).
    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 256;

    /// <summary>The tags given, by key; faults are noted.</summary>
    public static IReadOnlyDictionary<string, string> Judge(RequestJudge judge)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in judge.List(Settings.Tags))
        {
            var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
            var (key, value) = (parts[0], parts.ElementAtOrDefault(1) ?? "");
            if (key.Length is 0 or > MaxKeyLength || value.Length > MaxValueLength)
            {
                judge.Refuse(Settings.Tags, $"holds \"{text}\", which is no tag.");
            }
            else if (!tags.TryAdd(key, value))
            {
                judge.Refuse(Settings.Tags, $"gives {key} twice, and a group has one value for it.");
            }
        }

        if (tags.Count > MaxTags)
        {
            judge.Refuse(Settings.Tags, $"has {tags.Count} tags, more than {MaxTags}.");
        }

        return tags;
    }
}
