namespace LogArchiver.Discover;

/// <summary>The rules for names of log groups (source: API reference of CreateLogGroup).</summary>
internal static class GroupName
{
    /// <summary>Characters of the longest name.</summary>
    public const int MaxLength = 512;

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && name.All(IsNameCharacter);

    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.' or '#';
}
