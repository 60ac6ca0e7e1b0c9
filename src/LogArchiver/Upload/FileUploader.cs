using LogArchiver.Pack;
using LogArchiver.Ports;

namespace LogArchiver.Upload;

/// <summary>Sends a packed file to its key, and makes sure that what is stored is what was packed.</summary>
internal sealed class FileUploader(IArchiveStore store)
{
    /// <summary>User metadata that marks a file of ours, and says its SHA-256 to whoever looks at the object alone.</summary>
    public const string Sha256Metadata = "logarchiver-sha256";

    /// <summary>Stores the file. Called only for a day without a seal, so an object under the key is what an interrupted run left:
    /// the same bytes are taken as they are, others are replaced. An object that is not ours is left alone.</summary>
    /// <exception cref="ForeignObjectException">Something else lies under the key.</exception>
    /// <exception cref="StoredDifferentlyException">The store holds other bytes than were sent.</exception>
    public async Task<StoredObject> UploadAsync(PackedFile file, string key, string contentType, CancellationToken cancellationToken)
    {
        var upload = new FileUpload
        {
            Key = key,
            Path = file.Path,
            Bytes = file.StoredBytes,
            Crc32 = file.Crc32,
            ContentType = contentType,
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Sha256Metadata] = file.Sha256 },
        };
        if (await store.TryUploadAsync(upload, WriteCondition.Absent, cancellationToken) is null)
        {
            await ReplaceLeftOverAsync(upload, file, cancellationToken);
        }

        var stored = await store.TryDescribeAsync(key, cancellationToken);
        return stored is not null && Holds(stored, file) ? stored : throw new StoredDifferentlyException(key, file.StoredBytes, file.Crc32, stored);
    }

    private async Task ReplaceLeftOverAsync(FileUpload upload, PackedFile file, CancellationToken cancellationToken)
    {
        var leftOver = await store.TryDescribeAsync(upload.Key, cancellationToken);
        if (leftOver is null)
        {
            throw new StoredDifferentlyException(upload.Key, file.StoredBytes, file.Crc32, stored: null);
        }

        if (!leftOver.Metadata.TryGetValue(Sha256Metadata, out var sha256))
        {
            throw new ForeignObjectException(upload.Key);
        }

        if (sha256 != file.Sha256 || !Holds(leftOver, file))
        {
            await store.TryUploadAsync(upload, WriteCondition.Unchanged(leftOver.ETag), cancellationToken);
        }
    }

    private static bool Holds(StoredObject stored, PackedFile file) =>
        stored.Bytes == file.StoredBytes && (stored.Crc32 is null || stored.Crc32 == file.Crc32);
}

/// <summary>An object that LogArchiver did not write lies under the day's key.</summary>
internal sealed class ForeignObjectException(string key)
    : Exception($"Under the key {key} lies an object that LogArchiver did not write, so it was left as it is.");

/// <summary>The store does not hold what was sent: another run wrote at the same time, or the store is at fault.</summary>
internal sealed class StoredDifferentlyException(string key, long sentBytes, string sentCrc32, StoredObject? stored)
    : Exception(
        $"Sent {sentBytes} bytes with CRC-32 {sentCrc32} to {key}, but "
        + (stored is null ? "nothing is stored there." : $"{stored.Bytes} bytes with CRC-32 {stored.Crc32 ?? "unknown"} are stored."));
