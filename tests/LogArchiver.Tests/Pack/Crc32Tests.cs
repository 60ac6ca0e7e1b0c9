using System.Text;
using LogArchiver.Pack;

namespace LogArchiver.Tests.Pack;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_algorithm_is_right() => Assert.Equal("y/Q5Jg==", Of("123456789"u8));

    [Fact]
    public void Pieces_of_any_size_give_the_checksum_of_the_whole()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50)));
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var crc = new Crc32();
            crc.Append(text.AsSpan(0, cut));
            crc.Append(text.AsSpan(cut));
            Assert.Equal(Of(text), crc.Base64);
        }
    }

    private static string Of(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Base64;
    }
}
