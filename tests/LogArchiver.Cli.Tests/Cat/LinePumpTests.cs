using System.Buffers;
using System.IO.Compression;
using System.Text;
using LogArchiver.Cli.Cat;

namespace LogArchiver.Cli.Tests.Cat;

public class LinePumpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one\n")]
    [InlineData("one\n\nthree\n")]
    [InlineData("no newline at the end")]
    public async Task Every_line_is_printed_once(string text) =>
        Assert.Equal(text.Split('\n', StringSplitOptions.None).SkipLast(text.EndsWith('\n') || text.Length == 0 ? 1 : 0), await LinesAsync(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task Lines_longer_than_the_buffer_arrive_whole()
    {
        var text = $"{new string('a', 300_000)}\n{new string('b', 70_000)}\n";
        Assert.Equal([300_000, 70_000], (await LinesAsync(Encoding.UTF8.GetBytes(text))).Select(line => line.Length));
    }

    [Fact]
    public async Task Gzip_members_one_after_another_are_one_file()
    {
        using var file = new MemoryStream();
        foreach (var part in (string[])["one\n", "two\n", "three\n"])
        {
            using var member = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
            member.Write(Encoding.UTF8.GetBytes(part));
        }

        file.Position = 0;
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        var lines = new Lines();
        await LinePump.RunAsync(unpacked, Stream.Null, lines, CancellationToken.None);
        Assert.Equal(["one", "two", "three"], lines.Seen);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_memory_is_full() =>
        await Assert.ThrowsAsync<CommandException>(() => LinesAsync(new byte[9 << 20]));

    private static async Task<List<string>> LinesAsync(byte[] bytes)
    {
        var lines = new Lines();
        using var source = new MemoryStream(bytes);
        await LinePump.RunAsync(source, Stream.Null, lines, CancellationToken.None);
        return lines.Seen;
    }

    private sealed class Lines : ILinePrinter
    {
        public List<string> Seen { get; } = [];

        public void Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output) => Seen.Add(Encoding.UTF8.GetString(line));
    }
}
