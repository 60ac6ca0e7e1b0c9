using Amazon.S3.Model;

namespace LogArchiver.Aws.S3;

/// <summary>User metadata as the port gives it: names without S3's <c>x-amz-meta-</c>.</summary>
internal static class S3Metadata
{
    private const string Prefix = "x-amz-meta-";

    /// <summary>The metadata of an answer.</summary>
    public static IReadOnlyDictionary<string, string> Of(MetadataCollection? metadata) =>
        (metadata?.Keys ?? []).ToDictionary(
            name => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name,
            name => metadata![name],
            StringComparer.Ordinal);
}
