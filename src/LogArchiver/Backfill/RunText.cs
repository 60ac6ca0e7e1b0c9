namespace LogArchiver.Backfill;

/// <summary>Texts of bounded length. Pure.</summary>
internal static class RunText
{
    /// <summary>Characters of one failure's message.</summary>
    public const int MessageChars = 600;

    /// <summary>The text in one line, cut where it is too long.</summary>
    public static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MessageChars ? line
            : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MessageChars - 1]) ? MessageChars - 1 : MessageChars), "…");
    }

    /// <summary>As many warnings as a state can carry, the rest counted.</summary>
    public static IReadOnlyList<string> Bounded(IReadOnlyList<string> warnings, int most) => warnings.Count <= most
        ? [.. warnings.Select(Cut)]
        : [.. warnings.Take(most).Select(Cut), $"… and {warnings.Count - most} more warnings."];
}
