using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Pack;

namespace LogArchiver.Tests.Pack;

public sealed class JsonScanTests
{
    // Runs of backslashes of every length, and what may follow them, at every place within a block and across its edge.
    private static readonly Arbitrary<string> Texts = Gen.Elements("\"", "\\", "\\", "\\\\", "n", "t", "r", "b", "f", "u", "/", "a", "é", "\n", "0123456789", new string('x', 61))
        .ArrayOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void The_end_of_a_string_is_where_reading_byte_by_byte_finds_it() =>
        Prop.ForAll(Texts, Gen.Choose(0, 130).ToArbitrary(), (text, before) =>
        {
            var bytes = Encoding.UTF8.GetBytes(new string('.', before) + text);
            Assert.Equal(EndByteByByte(bytes, out var onlyCommon), JsonScan.FindEnd(bytes, out var found));
            if (EndByteByByte(bytes, out _) is >= 0 and var length)
            {
                Assert.Equal(onlyCommon, found);
                Assert.Equal(onlyCommon, JsonScan.HasOnlyCommonEscapes(bytes.AsSpan(0, length)));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(1000)]
    public void Backslashes_across_the_edge_of_a_block_escape_as_they_do_within_one(int before)
    {
        for (var backslashes = 0; backslashes < 140; backslashes++)
        {
            var bytes = Encoding.UTF8.GetBytes(new string('.', before) + new string('\\', backslashes) + "\"rest\"");
            var end = backslashes % 2 == 0 ? before + backslashes : bytes.Length - 1;
            Assert.Equal(end, JsonScan.FindEnd(bytes, out var onlyCommon));
            Assert.True(onlyCommon);
        }
    }

    [Fact]
    public void Every_control_character_before_the_end_is_refused_and_none_behind_it()
    {
        for (var place = 0; place < 130; place++)
        {
            for (byte control = 0; control < 0x20; control++)
            {
                var bytes = Enumerable.Repeat((byte)'a', 140).ToArray();
                bytes[place] = control;
                bytes[130] = (byte)'"';
                Assert.Equal(-1, JsonScan.FindEnd(bytes, out _));
                (bytes[place], bytes[131]) = ((byte)' ', control);
                Assert.Equal(130, JsonScan.FindEnd(bytes, out _));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    public void A_string_without_an_end_has_none(int length) =>
        Assert.Equal(-1, JsonScan.FindEnd(new string('a', length).Select(letter => (byte)letter).ToArray(), out _));

    private static int EndByteByByte(ReadOnlySpan<byte> text, out bool onlyCommonEscapes)
    {
        onlyCommonEscapes = true;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] < 0x20)
            {
                return -1;
            }

            if (text[at] == '"')
            {
                return at;
            }

            if (text[at] == '\\')
            {
                at++;
                if (at < text.Length && text[at] < 0x20)
                {
                    return -1;
                }

                onlyCommonEscapes &= at < text.Length && "\"\\ntrbf"u8.Contains(text[at]);
            }
        }

        return -1;
    }
}
