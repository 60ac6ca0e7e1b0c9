using LogArchiver.Ports;

namespace LogArchiver.Export;

/// <summary>The files that an export task has written.</summary>
/// <param name="Streams">The files of each stream, in the order of their numbers, by the stream's name.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Bytes">Bytes of all of them, as stored.</param>
internal sealed record ExportedFiles(IReadOnlyDictionary<string, IReadOnlyList<StoredObject>> Streams, int Count, long Bytes)
{
    /// <summary>The most files of one day that are listed: at some 300 bytes for each, 60 MB of memory.</summary>
    public const int MostFiles = 200_000;

    private const string Extension = ".gz";

    /// <summary>Lists them.</summary>
    /// <param name="store">The bucket.</param>
    /// <param name="prefix">The task's prefix, without a <c>/</c> at its end.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="ExportException">There are too many.</exception>
    public static async Task<ExportedFiles> ListAsync(IArchiveStore store, string prefix, CancellationToken cancellationToken)
    {
        var streams = new SortedDictionary<string, List<StoredObject>>(StringComparer.Ordinal);
        var (count, bytes) = (0, 0L);
        await foreach (var file in store.ListAsync(prefix + "/", cancellationToken))
        {
            if (StreamOf(file.Key) is not { } stream)
            {
                continue;
            }

            if (++count > MostFiles)
            {
                throw new ExportException($"The export has more than {MostFiles:N0} files, more than can be read at one time.");
            }

            bytes += file.Bytes;
            if (!streams.TryGetValue(stream, out var files))
            {
                streams.Add(stream, files = []);
            }

            files.Add(file);
        }

        // The listing is in the order of the keys, and so of the numbers.
        return new ExportedFiles(
            streams.ToDictionary(each => each.Key, each => (IReadOnlyList<StoredObject>)each.Value, StringComparer.Ordinal), count, bytes);
    }

    /// <summary>Deletes everything below a prefix: exported files, and the object by which the service tries whether it may write.</summary>
    public static async Task DeleteAsync(IArchiveStore store, string prefix, CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(prefix, cancellationToken))
        {
            await store.TryDeleteAsync(file.Key, WriteCondition.Unchanged(file.ETag), cancellationToken);
        }
    }

    /// <summary>The stream of a file, whose key ends in <c>…/{stream}/000000.gz</c>; null for anything else. Where the stream's own name
    /// has a <c>/</c>, the service has written a <c>-</c>.</summary>
    private static string? StreamOf(string key) =>
        key.EndsWith(Extension, StringComparison.Ordinal) && key.Split('/') is [.., var stream, _] ? stream : null;
}
