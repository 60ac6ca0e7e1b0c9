using System.Security.Cryptography;
using LogArchiver.Pack;

namespace LogArchiver.Readback;

/// <summary>Bytes on their way from a stream, counted and hashed as they pass.</summary>
/// <param name="inner">Where they come from; stays open.</param>
/// <param name="most">How many may pass: behind them the stream is at its end, whatever follows in <paramref name="inner"/>.</param>
internal sealed class MeasuredStream(Stream inner, long most = long.MaxValue) : Stream
{
    private const int DrainBytes = 64 << 10;

    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 crc32 = new();
    private readonly byte[] tail = new byte[GzipTrailer.Bytes];

    /// <summary>How many bytes have passed.</summary>
    public long Bytes { get; private set; }

    /// <summary>Their SHA-256, in small hexadecimal letters.</summary>
    public string Sha256 => Convert.ToHexStringLower(sha256.GetCurrentHash());

    /// <summary>Their CRC-32, base64 of the big-endian value.</summary>
    public string Crc32 => crc32.Base64;

    /// <summary>The last of them, as many as a gzip member ends in.</summary>
    public ReadOnlySpan<byte> Tail => tail.AsSpan(tail.Length - (int)Math.Min(tail.Length, Bytes));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Bytes;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, most - Bytes)];
        var read = wanted.IsEmpty ? 0 : await inner.ReadAsync(wanted, cancellationToken);
        return Take(wanted.Span[..read]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, most - Bytes)];
        return wanted.IsEmpty ? 0 : Take(wanted[..inner.Read(wanted)]);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Lets pass whatever nobody has asked for.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[DrainBytes];
        while (await ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sha256.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(ReadOnlySpan<byte> passed)
    {
        Bytes += passed.Length;
        sha256.AppendData(passed);
        crc32.Append(passed);
        if (passed.Length >= tail.Length)
        {
            passed[^tail.Length..].CopyTo(tail);
        }
        else
        {
            tail.AsSpan(passed.Length).CopyTo(tail);
            passed.CopyTo(tail.AsSpan(tail.Length - passed.Length));
        }

        return passed.Length;
    }
}
