using Amazon.S3.Model;
using LogArchiver.Pack;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>An object's bytes as they arrive. Where a connection breaks or falls silent, reading goes on at the same byte over another
/// one; what cannot be mended so is a <see cref="ServiceFaultException"/>. An object cut short never looks whole.</summary>
/// <remarks>The SDK compares the checksum of an answer that has all of the object. Where the object came in several answers, its CRC-32 is
/// compared here, if the store keeps one of the whole.</remarks>
internal sealed class S3ContentStream : Stream
{
    /// <summary>How many breaks within <see cref="StretchBytes"/> are gone on after; the next is the fault. The waits between come to three
    /// seconds at most (<see cref="Read.RetryDelay"/>: 0.2 + 0.4 + 0.8 + 1.6 s).</summary>
    public const int MostBreaks = 4;

    /// <summary>Once so many bytes have come, the breaks before no longer count: a day of many gigabytes takes hours, and more than a few
    /// connections. An object of n bytes is asked for at most 1 + 4 (1 + n / <see cref="StretchBytes"/>) times.</summary>
    public const int StretchBytes = 1 << 20;

    /// <summary>A connection that brings nothing for so long, while bytes are asked for, is taken to be dead. Nothing else would end such a
    /// wait: the SDK's limits are over once an answer has begun.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private readonly GetObjectResponse first;
    private readonly string key;
    private readonly S3Download download;
    private readonly S3Faults faults;
    private readonly Crc32 crc32 = new();
    private GetObjectResponse answer;
    private long position;
    private long stretchStart;
    private int breaks;
    private bool isClosed;

    /// <summary>Takes over the answer.</summary>
    /// <param name="first">The beginning of an answer that has all of the object.</param>
    /// <param name="key">Its key.</param>
    /// <param name="download">Asks for what is missing.</param>
    /// <param name="faults">Names what failed.</param>
    public S3ContentStream(GetObjectResponse first, string key, S3Download download, S3Faults faults)
    {
        (this.first, answer) = (first, first);
        (this.key, this.download, this.faults) = (key, download, faults);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => first.ContentLength;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    private long Left => first.ContentLength - position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        while (true)
        {
            try
            {
                var read = await ReadSomeAsync(buffer, cancellationToken);
                return Take(buffer.Span[..read], buffer.Length);
            }
            catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
            {
                await GoOnAsync(faults.From(thrown, S3Download.Operation, key), cancellationToken);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Objects are read asynchronously: a thread would wait for the network.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isClosed)
        {
            isClosed = true;
            S3Download.Close(answer);
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var stall = download.After(StallLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            return await answer.ResponseStream.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It stopped coming for {StallLimit.TotalSeconds:0} seconds.", problem);
        }
    }

    private int Take(ReadOnlySpan<byte> read, int asked)
    {
        position += read.Length;
        crc32.Append(read);
        if (read.Length > 0 || asked == 0)
        {
            return read.Length;
        }

        if (Left > 0)
        {
            throw new EndOfStreamException($"{Left} bytes are missing at the end");
        }

        var isInOne = ReferenceEquals(answer, first);
        var promised = FullObjectChecksum.Of(first.ChecksumCRC32, first.ChecksumType);
        return isInOne || promised is null || promised == crc32.Base64 ? 0 : throw faults.Mismatch(S3Download.Operation, key);
    }

    private async Task GoOnAsync(ServiceFaultException broken, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        if (position - stretchStart >= StretchBytes)
        {
            (stretchStart, breaks) = (position, 0);
        }

        // Where all has come, it is the checksum that does not agree, and would not the next time. Where more has come, the answer did not tell
        // its length, and what is missing cannot be asked for.
        if (Left <= 0 || ++breaks > MostBreaks)
        {
            throw broken;
        }

        S3Download.Close(answer);
        answer = await download.GoOnAsync(first, key, position, broken, breaks, cancellationToken);

        // Whoever closed this meanwhile closed the answer before.
        if (isClosed)
        {
            S3Download.Close(answer);
            throw new ObjectDisposedException(nameof(S3ContentStream));
        }
    }
}
