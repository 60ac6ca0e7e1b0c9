using System.Buffers.Binary;

namespace LogArchiver.Pack.Gzip;

/// <summary>Writes one gzip member (RFC 1952), compressed for speed: about half as much again a second as zlib-ng at the level that gives
/// files of the same size; docs/decisions/0019-a-compressor-for-log-lines.md.</summary>
internal sealed class GzipMember : ILineTarget
{
    private readonly Stream target;
    private readonly BitWriter bits;
    private readonly BlockWriter blocks;
    private readonly MatchFinder finder = new();
    private readonly TokenBlock block = new();
    private readonly Crc32 crc32 = new();
    private uint length;

    /// <summary>Begins the member.</summary>
    public GzipMember(Stream target)
    {
        this.target = target;
        bits = new BitWriter(target);
        blocks = new BlockWriter(bits);
        target.Write(Header);
    }

    // Deflate, no name, no time (so that the same lines give the same bytes), compressed for speed, by an unknown system.
    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 0xFF];

    /// <inheritdoc/>
    public int KeptBytes => DeflateCodes.MostDistance;

    /// <inheritdoc/>
    public int ReadableBytes => MatchFinder.ReadableBytes;

    /// <inheritdoc/>
    public void Append(byte[] window, int start, int end)
    {
        var bytes = window.AsSpan(start, end - start);
        crc32.Append(bytes);
        length += (uint)bytes.Length;
        while (start < end)
        {
            start = finder.Find(window, start, end, block);
            if (block.IsFull)
            {
                blocks.Write(block, isLast: false);
                block.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        blocks.Write(block, isLast: true);
        Span<byte> trailer = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc32.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], length);
        bits.Write(trailer);
        target.Flush();
    }
}
