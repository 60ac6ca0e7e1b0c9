namespace LogArchiver.LocalAws.S3;

/// <summary>Which bucket and key a request is about, and as which resource an error names it.</summary>
/// <param name="Bucket">The bucket; null when the request is for the service.</param>
/// <param name="Key">The key, unescaped; null when the request is for the bucket.</param>
internal sealed record S3Address(string? Bucket, string? Key)
{
    private static readonly string[] HostEndings = [".localhost", ".127.0.0.1"];

    /// <summary>What an error names.</summary>
    public string Resource => "/" + Bucket + (Key is null ? "" : "/" + Key);

    /// <summary>Reads the request target as it was sent: a server's own decoding would swallow <c>..</c>, and keys may hold it.</summary>
    /// <param name="rawTarget">Path and query, or a whole URI.</param>
    /// <param name="host">The host without port. <c>bucket.localhost</c> and <c>bucket.127.0.0.1</c> name the bucket.</param>
    public static S3Address Parse(string rawTarget, string host)
    {
        var path = rawTarget;
        if (!path.StartsWith('/'))
        {
            var scheme = path.IndexOf("://", StringComparison.Ordinal);
            var slash = scheme < 0 ? -1 : path.IndexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path[slash..];
        }

        var end = path.IndexOfAny(['?', '#']);
        path = (end < 0 ? path : path[..end])[1..];
        if (BucketOfHost(host) is { } bucket)
        {
            return new S3Address(bucket, path.Length == 0 ? null : Uri.UnescapeDataString(path));
        }

        if (path.Length == 0)
        {
            return new S3Address(null, null);
        }

        var cut = path.IndexOf('/', StringComparison.Ordinal);
        return cut < 0 || cut == path.Length - 1
            ? new S3Address(Uri.UnescapeDataString(cut < 0 ? path : path[..cut]), null)
            : new S3Address(Uri.UnescapeDataString(path[..cut]), Uri.UnescapeDataString(path[(cut + 1)..]));
    }

    private static string? BucketOfHost(string host)
    {
        foreach (var ending in HostEndings)
        {
            if (host.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                var name = host[..^ending.Length];
                return name.EndsWith(".s3", StringComparison.Ordinal) ? name[..^3] : name is "s3" ? null : name;
            }
        }

        return null;
    }
}
