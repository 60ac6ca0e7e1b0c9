using System.Runtime.InteropServices;

namespace LogArchiver.Cli.Terminal;

/// <summary>Standard output for bytes, which notices when its reader goes away. The console's own stream swallows that, and
/// <c>cat … | head</c> would go on to fetch the whole day for nobody.</summary>
/// <param name="inner">The console's stream.</param>
internal sealed class PipeOutput(Stream inner) : Stream
{
    // From <poll.h>: the same on Linux and macOS.
    private const short Error = 0x8;
    private const short HungUp = 0x10;
    private const int StandardOutput = 1;
    private const int BrokenPipe = 32;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ThrowIfReaderIsGone();
        inner.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfReaderIsGone();
        return inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private static void ThrowIfReaderIsGone()
    {
        var output = new Watched { Descriptor = StandardOutput };
        if (!OperatingSystem.IsWindows() && Poll(ref output, 1, 0) > 0 && (output.Seen & (Error | HungUp)) != 0)
        {
            throw new IOException("Nobody reads the output any more.", BrokenPipe);
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref Watched descriptor, nuint count, int milliseconds);

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
