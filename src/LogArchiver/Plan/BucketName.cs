namespace LogArchiver.Plan;

/// <summary>The rules for names of S3 buckets (source: S3 user guide, General purpose bucket naming rules).</summary>
internal static class BucketName
{
    private const int MinLength = 3;
    private const int MaxLength = 63;

    /// <summary>Why the name cannot be a bucket's; null when it can.</summary>
    public static string? ProblemWith(string name) =>
        name.StartsWith("s3://", StringComparison.OrdinalIgnoreCase) ? "is a URL: give the name alone, and what follows it as prefix."
        : name.StartsWith("arn:", StringComparison.Ordinal) ? "is an ARN: give the name alone."
        : name.Length is < MinLength or > MaxLength ? $"has {name.Length} {(name.Length == 1 ? "character" : "characters")}."
        : !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') ? "holds a character that no bucket name may hold."
        : !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]) ? "begins or ends with neither letter nor digit."
        : name.Contains("..", StringComparison.Ordinal) ? "holds two dots in a row."
        : LooksLikeAddress(name) ? "has the form of an IP address."
        : null;

    private static bool LooksLikeAddress(string name)
    {
        var parts = name.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
    }
}
