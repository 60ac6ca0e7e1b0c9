using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Readback;

namespace LogArchiver.Tests.Readback;

public sealed class LineReaderTests
{
    [Fact]
    public void Any_lines_in_any_pieces_come_whole_and_once() =>
        Prop.ForAll(
            Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 200_000)).ArrayOf(6).ToArbitrary(),
            Gen.Choose(1, 100_000).ToArbitrary(),
            (lengths, chunk) =>
            {
                var lines = lengths.Select((length, number) => new string((char)('a' + number), length)).ToList();
                Assert.Equal(lines, ReadAsync(string.Concat(lines.Select(line => line + "\n")), chunk).GetAwaiter().GetResult().Lines);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", 0, false)]
    [InlineData("\n", 1, false)]
    [InlineData("a\n", 1, false)]
    [InlineData("a\nb", 2, true)]
    public async Task A_last_line_without_a_newline_is_a_line_and_is_noticed(string text, int lines, bool lacks)
    {
        var read = await ReadAsync(text, 1);
        Assert.Equal((lines, lacks), (read.Lines.Count, read.Lacks));
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_memory_is_full() =>
        await Assert.ThrowsAsync<LineTooLongException>(() => ReadAsync(new string('x', LineReader.LongestLine + 200_000), 1 << 16));

    [Fact]
    public async Task The_longest_line_of_an_archive_is_taken() =>
        Assert.Equal(LineReader.LongestLine, Assert.Single((await ReadAsync(new string('x', LineReader.LongestLine) + "\n", 1 << 16)).Lines).Length);

    private static async Task<(List<string> Lines, bool Lacks)> ReadAsync(string text, int chunk)
    {
        await using var source = new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk);
        var reader = new LineReader(source);
        var lines = new List<string>();
        while (await reader.FillAsync(CancellationToken.None))
        {
            while (reader.TryTake(out var line))
            {
                lines.Add(Encoding.UTF8.GetString(line.Span));
            }
        }

        return (lines, reader.LacksLastNewline);
    }

    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
