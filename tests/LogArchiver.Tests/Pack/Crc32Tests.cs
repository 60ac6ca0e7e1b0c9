using System.Text;
using LogArchiver.Pack;
using LogArchiver.Testing;

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

    /// <summary>All lengths around the steps of 256, 64 and 16 bytes, from any beginning.</summary>
    [Fact]
    public void The_folded_checksum_is_the_one_by_tables_and_the_one_bit_by_bit()
    {
        var bytes = new byte[1500];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            var bitByBit = PlainCrc32.Base64([.. bytes.AsSpan(length / 2, length / 3), .. bytes.AsSpan(0, length)]);
            foreach (var crc in new[] { new Crc32(), new Crc32 { FoldsWide = false }, new Crc32 { Folds = false } })
            {
                crc.Append(bytes.AsSpan(length / 2, length / 3));
                crc.Append(bytes.AsSpan(0, length));
                Assert.Equal(bitByBit, crc.Base64);
            }
        }
    }

    private static string Of(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Base64;
    }
}
