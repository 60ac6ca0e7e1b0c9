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
    /// <param name="file">The file.</param>
    /// <param name="key">Where to.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="mayReplace">Asked before something that lies there is replaced; throws when it must not be.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task UploadAsync(
        PackedFile file, string key, string contentType, Func<CancellationToken, Task> mayReplace, CancellationToken cancellationToken)
    {
        var upload = Describe(file, key, contentType);
        if (await store.TryUploadAsync(upload, WriteCondition.Absent, cancellationToken) is null)
        {
            await ReplaceLeftOverAsync(upload, file, mayReplace, cancellationToken);
        }

        await CompareAsync(file, key, cancellationToken);
    }

    /// <summary>Stores the file in the place of one object, known by its entity tag. That the object is the file already is a success: a
    /// run before this one may have ended between the writing and the hearing of it.</summary>
    /// <exception cref="StoredDifferentlyException">By now something else lies there, and was left.</exception>
    public async Task ReplaceAsync(PackedFile file, string key, string contentType, string etag, CancellationToken cancellationToken)
    {
        await store.TryUploadAsync(Describe(file, key, contentType), WriteCondition.Unchanged(etag), cancellationToken);
        await CompareAsync(file, key, cancellationToken);
    }

    private static FileUpload Describe(PackedFile file, string key, string contentType) => new()
    {
        Key = key,
        Path = file.Path,
        Bytes = file.StoredBytes,
        Crc32 = file.Crc32,
        ContentType = contentType,
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Sha256Metadata] = file.Sha256 },
    };

    private async Task CompareAsync(PackedFile file, string key, CancellationToken cancellationToken)
    {
        var stored = await store.TryDescribeAsync(key, cancellationToken);
        if (!await StoredCheck.HoldsAsync(store, stored, file.StoredBytes, file.Crc32, cancellationToken))
        {
            throw new StoredDifferentlyException(key, file.StoredBytes, file.Crc32, stored);
        }
    }

    private async Task ReplaceLeftOverAsync(
        FileUpload upload, PackedFile file, Func<CancellationToken, Task> mayReplace, CancellationToken cancellationToken)
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

        if (sha256 != file.Sha256 || !await StoredCheck.HoldsAsync(store, leftOver, file.StoredBytes, file.Crc32, cancellationToken))
        {
            await mayReplace(cancellationToken);
            await store.TryUploadAsync(upload, WriteCondition.Unchanged(leftOver.ETag), cancellationToken);
        }
    }
}

/// <summary>An object that LogArchiver did not write lies under the day's key.</summary>
internal sealed class ForeignObjectException(string key)
    : Exception($"Under the key {key} lies an object that LogArchiver did not write, so it was left as it is.");

/// <summary>The store does not hold what was sent: another run wrote at the same time, or the store is at fault.</summary>
internal sealed class StoredDifferentlyException(string key, long sentBytes, string sentCrc32, StoredObject? stored)
    : Exception(
        $"Sent {sentBytes} bytes with CRC-32 {sentCrc32} to {key}, but "
        + (stored is null ? "nothing is stored there." : $"{stored.Bytes} bytes with CRC-32 {stored.Crc32 ?? "unknown"} are stored."));
