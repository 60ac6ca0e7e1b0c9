namespace LogArchiver.Plan;

/// <summary>What a path inside a bucket may look like, so that S3, its console and every tool that copies keys to files agree.</summary>
internal static class KeyPath
{
    /// <summary>Why the path does not do; null when it does.</summary>
    public static string? ProblemWith(string path) =>
        path.StartsWith('/') ? "begins with a /."
        : path.Contains("//", StringComparison.Ordinal) ? "holds an empty step (//)."
        : path.Split('/').Any(step => step is "." or "..") ? "holds a step of dots alone."
        : path.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\\') ? "holds a character that makes trouble in keys."
        : null;
}
