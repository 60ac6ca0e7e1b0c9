using LogArchiver.Scratch;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Scratch;

public sealed class BlockFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 8192)]
    [InlineData(0, 4096)]
    public void Memory_is_whole_blocks(int asked, int given) => Assert.Equal(given, Blocks.Allocate(asked).Count);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Blocks_come_back_as_they_went_past_the_cache_or_through_it(bool writtenPast, bool readPast)
    {
        var blocks = Random(5 * Blocks.Bytes);
        Write(blocks, writtenPast);
        Assert.Equal(blocks, Read(Blocks.Allocate(2 * Blocks.Bytes), readPast));
    }

    /// <summary>What a file system says that takes the wish and then wants larger blocks: that is not to be had in a test, memory that begins
    /// elsewhere is.</summary>
    [Fact]
    public void What_cannot_be_done_past_the_cache_is_done_through_it()
    {
        var blocks = Random((3 * Blocks.Bytes) + 1);
        Write(blocks, pastCache: true);
        Assert.Equal(blocks, Read(Blocks.Allocate(Blocks.Bytes * 2)[1..], pastCache: true));
    }

    [Fact]
    public void Behind_the_end_there_is_nothing()
    {
        Write(Random(Blocks.Bytes), pastCache: true);
        using var file = BlockFile.Open(Path, pastCache: true);
        var memory = Blocks.Allocate(2 * Blocks.Bytes);
        Assert.Equal(Blocks.Bytes, file.Read(memory));
        Assert.Equal(0, file.Read(memory));
    }

    [Fact]
    public void A_fault_is_told_whether_the_cache_is_passed_or_not()
    {
        Write(Random(Blocks.Bytes), pastCache: false);
        Assert.Throws<IOException>(() => BlockFile.Create(Path, pastCache: true));
        Assert.Throws<FileNotFoundException>(() => BlockFile.Open(Path + "x", pastCache: true));
    }

    private string Path => System.IO.Path.Combine(folder.Path, "blocks");

    private static byte[] Random(int bytes)
    {
        var random = new byte[bytes];
        new Random(bytes).NextBytes(random);
        return random;
    }

    private void Write(ReadOnlySpan<byte> bytes, bool pastCache)
    {
        using var file = BlockFile.Create(Path, pastCache);
        var memory = Blocks.Allocate(bytes.Length);
        bytes.CopyTo(memory);
        for (var at = 0; at < bytes.Length; at += Blocks.Bytes)
        {
            file.Write(memory.AsSpan(at, Math.Min(Blocks.Bytes, bytes.Length - at)));
        }
    }

    private byte[] Read(ArraySegment<byte> memory, bool pastCache)
    {
        using var file = BlockFile.Open(Path, pastCache);
        var all = new MemoryStream();
        for (var read = file.Read(memory); read > 0; read = file.Read(memory))
        {
            all.Write(memory[..read]);
        }

        return all.ToArray();
    }
}
