using System.Net;
using System.Text.RegularExpressions;

namespace LogArchiver.LocalAws.S3;

/// <summary>The naming rules of general purpose buckets.</summary>
internal static partial class BucketName
{
    /// <summary>Whether S3 would let a bucket have this name.</summary>
    public static bool IsValid(string name) =>
        Shape().IsMatch(name)
        && !name.Contains("..", StringComparison.Ordinal)
        && !IPAddress.TryParse(name, out _)
        && !name.StartsWith("xn--", StringComparison.Ordinal)
        && !name.EndsWith("-s3alias", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
