using System.Security.Cryptography;

namespace LogArchiver.Pack;

/// <summary>A new file that is counted and hashed while it is written.</summary>
internal sealed class HashingFile(string path) : Stream
{
    // The compressor hands over a few kilobytes at a time; the file and the hashes take them together.
    private const int BufferBytes = 64 << 10;

    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 crc32 = new();
    private readonly byte[] buffer = new byte[BufferBytes];
    private int waiting;
    private long written;

    /// <summary>SHA-256 of what was written and flushed.</summary>
    public string Sha256 => Convert.ToHexStringLower(sha256.GetCurrentHash());

    /// <summary>CRC-32 of what was written and flushed.</summary>
    public string Crc32Base64 => crc32.Base64;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        written += bytes.Length;
        if (waiting + bytes.Length > buffer.Length)
        {
            Flush();
        }

        if (bytes.Length > buffer.Length)
        {
            Put(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(waiting));
        waiting += bytes.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        Put(buffer.AsSpan(0, waiting));
        waiting = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            sha256.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        sha256.AppendData(bytes);
        crc32.Append(bytes);
    }
}
