using System.Buffers;
using LogArchiver.Pack;
using LogArchiver.Ports;

namespace LogArchiver.Upload;

/// <summary>Makes sure that the store holds what was sent to it.</summary>
internal static class StoredCheck
{
    private const int BufferBytes = 128 << 10;

    /// <summary>Whether the stored object has these bytes: by its length and the checksum that the store computed of the whole of it. A store
    /// that keeps none is asked for the object itself, which is read once and compared.</summary>
    /// <param name="store">The bucket.</param>
    /// <param name="stored">What it says of the object; null for none.</param>
    /// <param name="bytes">The length it should have.</param>
    /// <param name="crc32">CRC-32 that it should have, base64.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public static async Task<bool> HoldsAsync(
        IArchiveStore store, StoredObject? stored, long bytes, string crc32, CancellationToken cancellationToken) =>
        stored?.Bytes == bytes && (stored.Crc32 ?? await ReadCrc32Async(store, stored.Key, cancellationToken)) == crc32;

    private static async Task<string?> ReadCrc32Async(IArchiveStore store, string key, CancellationToken cancellationToken)
    {
        await using var content = await store.TryOpenAsync(key, cancellationToken);
        if (content is null)
        {
            return null;
        }

        var crc = new Crc32();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var read = await content.ReadAsync(buffer, cancellationToken); read > 0; read = await content.ReadAsync(buffer, cancellationToken))
            {
                crc.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return crc.Base64;
    }
}
