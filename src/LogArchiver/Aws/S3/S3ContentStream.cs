using Amazon.Runtime;
using Amazon.S3.Model;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>An object's bytes as they arrive. A broken connection or a wrong checksum is a <see cref="ServiceFaultException"/>
/// here too, and an object cut short never looks whole.</summary>
internal sealed class S3ContentStream(GetObjectResponse response, string key, S3Faults faults) : Stream
{
    private readonly Stream content = response.ResponseStream;
    private long left = response.ContentLength;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => response.ContentLength;

    public override long Position
    {
        get => response.ContentLength - left;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await content.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, "GetObject", key);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(content.Read(buffer, offset, count), count);
        }
        catch (Exception thrown)
        {
            throw faults.From(thrown, "GetObject", key);
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
            try
            {
                response.Dispose();
            }
            catch (AmazonClientException mismatch)
            {
                // The SDK compares the checksum once more on closing. Whoever read to the end was told by the read.
                _ = mismatch;
            }
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int asked)
    {
        left -= read;
        return read > 0 || asked == 0 || left == 0 ? read : throw new EndOfStreamException($"{left} bytes are missing at the end");
    }
}
