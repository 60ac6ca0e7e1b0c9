using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LogArchiver.Pack;
using LogArchiver.Pack.Gzip;
using LogArchiver.Plan;
using LogArchiver.Sort;
using LogArchiver.Tests.Pack.Gzip;
using LogArchiver.Tests.Sort;

namespace LogArchiver.Tests.Pack;

public sealed class LineBodyTests
{
    private const int LargestPiece = 128 << 10;

    /// <summary>Lines of raw messages that fill a piece but for some bytes, fill it, overfill it, or are larger than it.</summary>
    public static TheoryData<string, int[]> LineLengths => new()
    {
        { "none", [] },
        { "one of a newline alone", [1] },
        { "on the edge", [LargestPiece - 1, 1, LargestPiece, 1, LargestPiece + 1, LargestPiece - 2, 2, 3] },
        { "halves", [.. Enumerable.Repeat(LargestPiece / 2, 9)] },
        { "shrinking around the edge", [.. Enumerable.Range(0, 70).Select(less => LargestPiece + 35 - less)] },
        { "a longer one again and again", [10, 6 << 20, 10, 7 << 20, LargestPiece, 10, 1 << 20] },
        { "short ones, each of another length", [.. Enumerable.Range(1, 900)] },
        { "shorter than what a compressor looks back at, between long ones", [200_000, 5, 200_000, 40_000, 5, 300_000] },
    };

    [Theory]
    [MemberData(nameof(LineLengths))]
    public void Lines_reach_the_target_whole_with_what_came_before_them(string lines, int[] lengths)
    {
        var target = new RecordedPieces();
        using var body = Write(target, Messages(lengths));
        var expected = Lines(lengths);
        Assert.True(expected.AsSpan().SequenceEqual(target.All), lines);
        Assert.Equal(1, target.Finished);
        Assert.Equal(
            (expected.LongLength, lengths.LongLength, Convert.ToHexStringLower(SHA256.HashData(expected))), (body.Bytes, body.Lines, body.Sha256));
    }

    [Theory]
    [MemberData(nameof(LineLengths))]
    public void Packed_lines_are_unpacked_again(string lines, int[] lengths)
    {
        using var packed = new MemoryStream();
        using var body = Write(new GzipMember(packed), Messages(lengths));
        Assert.True(Lines(lengths).AsSpan().SequenceEqual(Packing.Unpack(packed.ToArray())), lines);
    }

    [Theory]
    [MemberData(nameof(LineLengths))]
    public void Lines_may_be_stored_as_they_are(string lines, int[] lengths)
    {
        using var stored = new MemoryStream();
        using var body = Write(new PlainLines(stored), Messages(lengths));
        Assert.True(Lines(lengths).AsSpan().SequenceEqual(stored.ToArray()), lines);
    }

    /// <summary>Messages that make raw lines of such lengths, newline included: noise that repeats itself across lines.</summary>
    private static string[] Messages(int[] lengths)
    {
        var noise = new byte[(9 << 20) / 2];
        new Random(lengths.Length).NextBytes(noise);
        var text = Convert.ToHexString(noise);
        return [.. lengths.Select((length, number) => text.Substring(number * 31 % 1000, length - 1))];
    }

    private static byte[] Lines(int[] lengths) => Encoding.UTF8.GetBytes(string.Concat(Messages(lengths).Select(message => message + "\n")));

    private static LineBody Write(ILineTarget target, string[] messages)
    {
        var buffer = new EventBuffer(64 << 20);
        for (var number = 0; number < messages.Length; number++)
        {
            Assert.True(new SampleEvent(number, number, "s", number, messages[number]).TryAddTo(buffer));
        }

        var (body, writer) = (new LineBody(target), LineWriter.For(LineFormat.Raw));
        using var events = buffer.Walk();
        while (events.MoveNext())
        {
            body.Append(writer, events);
        }

        body.Finish();
        return body;
    }

    /// <summary>Looks at all that a target may look at, and keeps the pieces together.</summary>
    private sealed class RecordedPieces : ILineTarget
    {
        private readonly List<byte> all = [];

        public int KeptBytes => 32 << 10;

        public int ReadableBytes => 64 << 10;

        public int Finished { get; private set; }

        public ReadOnlySpan<byte> All => CollectionsMarshal.AsSpan(all);

        public void Append(byte[] window, int start, int end)
        {
            Assert.InRange(start, ReadableBytes, end);
            var kept = Math.Min(KeptBytes, all.Count);
            Assert.True(All[^kept..].SequenceEqual(window.AsSpan(start - kept, kept)), "What came before is something else.");
            all.AddRange(window.AsSpan(start, end - start));
        }

        public void Finish() => Finished++;
    }
}
