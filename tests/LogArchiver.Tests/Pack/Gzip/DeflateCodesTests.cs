using LogArchiver.Pack.Gzip;

namespace LogArchiver.Tests.Pack.Gzip;

public sealed class DeflateCodesTests
{
    /// <summary>The first length of each symbol from 257 on, and its extra bits: RFC 1951, 3.2.5.</summary>
    [Fact]
    public void Lengths_are_written_as_the_standard_s_table_has_them()
    {
        int[] first = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
        int[] bits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
        for (var length = 3; length <= 258; length++)
        {
            var index = Array.FindLastIndex(first, start => start <= length);
            Assert.Equal(new LengthRange(257 + index, bits[index], (uint)(length - first[index])), DeflateCodes.OfLength(length));
        }
    }

    [Fact]
    public void Distances_have_the_extra_bits_of_the_standard_s_table() => Assert.Equal(
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
        Enumerable.Range(0, 30).Select(DeflateCodes.ExtraBitsOfDistance));
}
