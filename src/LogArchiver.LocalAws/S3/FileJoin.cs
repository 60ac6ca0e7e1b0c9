using System.Buffers;

namespace LogArchiver.LocalAws.S3;

/// <summary>Writes streams one after another into one new file, digesting on the way.</summary>
internal static class FileJoin
{
    private const int CopyBytes = 1 << 18;

    /// <summary>Joins them; each is read from where it stands.</summary>
    public static async Task<BodyDigest> JoinAsync(
        IEnumerable<Stream> sources, string path, ChecksumAlgorithm algorithm, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        using var sink = new BodySink(file, algorithm, withSha256: false, limit: long.MaxValue);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            foreach (var source in sources)
            {
                await using (source)
                {
                    int count;
                    while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
                    {
                        await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return sink.Finish();
    }
}
