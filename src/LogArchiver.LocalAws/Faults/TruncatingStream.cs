using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Faults;

/// <summary>Lets the first half of an answer through and swallows the rest. Where the length was announced, the server then
/// closes the connection by itself, since the answer fell short.</summary>
internal sealed class TruncatingStream(HttpResponse response) : Stream
{
    private readonly Stream inner = response.Body;
    private long? left;

    /// <summary>Without an announced length the end of the answer would look like a whole one.</summary>
    public bool LengthIsUnknown => response.ContentLength is null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        left ??= (response.ContentLength ?? buffer.Length) / 2;
        var part = buffer[..(int)Math.Min(left.Value, buffer.Length)];
        left -= part.Length;
        await inner.WriteAsync(part, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
