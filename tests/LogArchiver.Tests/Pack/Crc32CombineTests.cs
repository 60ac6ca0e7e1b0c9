using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Pack;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Pack;

public sealed class Crc32CombineTests
{
    [Fact]
    public void Two_pieces_give_the_checksum_of_their_bytes_in_a_row() =>
        Prop.ForAll<byte[], byte[]>((first, second) =>
            Crc32Combine.Of(PlainCrc32.Base64(first), PlainCrc32.Base64(second), second.Length)
            == PlainCrc32.Base64([.. first, .. second])).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_number_of_pieces_of_any_length_give_the_checksum_of_the_whole() =>
        Prop.ForAll<byte[][]>(pieces =>
            pieces.Aggregate(Crc32Combine.Empty, (whole, piece) => Crc32Combine.Of(whole, PlainCrc32.Base64(piece), piece.Length))
            == PlainCrc32.Base64([.. pieces.SelectMany(piece => piece)])).QuickCheckThrowOnFailure();

    [Fact]
    public void It_does_not_matter_which_neighbours_are_combined_first() =>
        Prop.ForAll<uint, uint, (uint Crc, int Bytes, int More)>((first, second, third) =>
        {
            var (bytes, more) = (Long(third.Bytes), Long(third.More));
            var left = Crc32Combine.Of(Crc32Combine.Of(first, second, bytes), third.Crc, more);
            var right = Crc32Combine.Of(first, Crc32Combine.Of(second, third.Crc, more), bytes + more);
            return left == right;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_empty_piece_changes_nothing_on_either_side() =>
        Prop.ForAll<byte[]>(piece =>
        {
            var crc32 = PlainCrc32.Base64(piece);
            return Crc32Combine.Of(Crc32Combine.Empty, crc32, piece.Length) == crc32 && Crc32Combine.Of(crc32, Crc32Combine.Empty, 0) == crc32;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_piece_longer_than_an_integer_counts_by_its_whole_length()
    {
        // Zeros, five GiB of them, as eighty pieces of 64 MiB: by doubling and at once.
        const int Mebibytes = 64;
        var piece = PlainCrc32.Base64(new byte[1 << 20]);
        var (block, blocks) = (Crc32Combine.Empty, Crc32Combine.Empty);
        for (var i = 0; i < Mebibytes; i++)
        {
            block = Crc32Combine.Of(block, piece, 1 << 20);
        }

        for (var i = 0; i < 80; i++)
        {
            blocks = Crc32Combine.Of(blocks, block, Mebibytes << 20);
        }

        var one = PlainCrc32.Base64("x"u8);
        var stepwise = one;
        for (var i = 0; i < 80; i++)
        {
            stepwise = Crc32Combine.Of(stepwise, block, Mebibytes << 20);
        }

        Assert.Equal(stepwise, Crc32Combine.Of(one, blocks, 80L * Mebibytes << 20));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAA=")]
    [InlineData("AAAAAA==-3")]
    [InlineData("********")]
    public void What_is_no_checksum_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Crc32Combine.Of(text, Crc32Combine.Empty, 0));

    [Fact]
    public void A_negative_length_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Crc32Combine.Of(Crc32Combine.Empty, Crc32Combine.Empty, -1));

    /// <summary>Lengths of up to some terabytes from any number.</summary>
    private static long Long(int number) => Math.Abs((long)number) << 10;
}
