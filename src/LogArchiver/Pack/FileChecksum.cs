using System.Buffers;

namespace LogArchiver.Pack;

/// <summary>CRC-32 of a stretch of a file.</summary>
internal static class FileChecksum
{
    private const int BufferBytes = 128 << 10;

    /// <summary>The checksum as S3 writes it, of at most <paramref name="bytes"/>: a file's last part is shorter.</summary>
    public static async Task<string> OfAsync(string path, long offset, long bytes, CancellationToken cancellationToken)
    {
        var crc = new Crc32();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var file = File.OpenHandle(path);
            for (var end = offset + bytes; offset < end;)
            {
                var most = (int)Math.Min(end - offset, buffer.Length);
                var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, most), offset, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                crc.Append(buffer.AsSpan(0, read));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return crc.Base64;
    }
}
