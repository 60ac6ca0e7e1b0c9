using System.IO.Compression;
using LogArchiver.Pack.Gzip;

namespace LogArchiver.Tests.Pack.Gzip;

public sealed class GzipMemberTests
{
    /// <summary>Bytes of every kind that a decoder may trip over, in pieces of any size: noise, runs, and copies from just before, from as
    /// far as a match may lie back, from a little further, and from where places begin to be counted anew.</summary>
    [Fact]
    public void Whatever_is_packed_is_unpacked_again_in_pieces_of_any_size()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var bytes = AnyBytes(random);
            var packed = Packing.Pack(bytes, Pieces(random));
            Assert.True(bytes.AsSpan().SequenceEqual(Packing.Unpack(packed)), $"seed {seed}");
        }
    }

    [Fact]
    public void Nothing_is_a_member_too() => Assert.Empty(Packing.Unpack(Packing.Pack([])));

    /// <summary>The window's bytes before the first are x here too.</summary>
    [Fact]
    public void What_lies_before_the_first_byte_is_no_match()
    {
        var bytes = Enumerable.Repeat((byte)'x', 70_000).ToArray();
        for (var length = 1; length < bytes.Length; length += length < 100 ? 1 : 999)
        {
            Assert.True(bytes.AsSpan(0, length).SequenceEqual(Packing.Unpack(Packing.Pack(bytes.AsSpan(0, length)))), $"{length} bytes");
        }
    }

    [Fact]
    public void The_trailer_has_the_checksum_and_the_length_of_what_is_in_it()
    {
        var packed = Packing.Pack("123456789"u8);
        Assert.Equal("2639F4CB" + "09000000", Convert.ToHexString(packed.AsSpan(packed.Length - 8)));
    }

    [Fact]
    public void The_same_bytes_in_the_same_pieces_give_the_same_member()
    {
        var lines = Packing.Lines(2000);
        Assert.Equal(Packing.Pack(lines), Packing.Pack(lines));
    }

    /// <summary>Zeros, noise, and the very bytes that come.</summary>
    [Fact]
    public void What_lies_before_the_first_byte_does_not_change_the_member()
    {
        var lines = Packing.Lines(1000).AsSpan(0, Packing.MostPiece / 4 * 3).ToArray();
        var noise = new byte[MatchFinder.ReadableBytes];
        new Random(1).NextBytes(noise);
        foreach (var before in new[] { new byte[noise.Length], noise, lines[..noise.Length] })
        {
            using var target = new MemoryStream();
            var member = new GzipMember(target);
            member.Append([.. before, .. lines], before.Length, before.Length + lines.Length);
            member.Finish();
            Assert.Equal(Packing.Pack(lines), target.ToArray());
        }
    }

    /// <summary>Copies are found as far back as a decoder remembers, also where the piece before had them, and no further.</summary>
    [Theory]
    [InlineData(1000, true)]
    [InlineData(32_768, true)]
    [InlineData(32_769, false)]
    [InlineData(65_536, false)]
    [InlineData(65_537, false)]
    public void A_copy_is_found_up_to_32_KB_back(int distance, bool isFound)
    {
        var noise = new byte[distance];
        new Random(distance).NextBytes(noise);
        byte[] bytes = [.. noise, .. noise.AsSpan(0, 200)];
        var once = Packing.Pack(noise).Length;
        foreach (var piece in new[] { Packing.MostPiece, 999 })
        {
            var twice = Packing.Pack(bytes, () => piece);
            Assert.Equal(bytes, Packing.Unpack(twice));
            Assert.Equal(isFound, twice.Length - once < 100);
        }
    }

    [Fact]
    public void Log_lines_become_a_good_deal_smaller()
    {
        var lines = Packing.Lines(20_000);
        using var fast = new MemoryStream();
        using (var gzip = new GZipStream(fast, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(lines);
        }

        Assert.InRange(Packing.Pack(lines).Length, lines.Length / 20, fast.Length * 9 / 10);
    }

    [Fact]
    public void Noise_grows_by_less_than_a_hundredth()
    {
        var noise = new byte[1_000_000];
        new Random(1).NextBytes(noise);
        Assert.InRange(Packing.Pack(noise).Length, noise.Length, noise.Length + (noise.Length / 100));
    }

    [Fact]
    public void Bytes_without_the_room_before_them_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GzipMember(Stream.Null).Append(new byte[100_000], 1000, 2000));

    [Fact]
    public void Bytes_beyond_the_window_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GzipMember(Stream.Null).Append(new byte[70_000], 66_000, 70_001));

    private static byte[] AnyBytes(Random random)
    {
        var bytes = new byte[random.Next(4) switch { 0 => random.Next(40), 1 => random.Next(5_000), 2 => random.Next(70_000), _ => random.Next(300_000) }];
        var letters = 1 << random.Next(9);
        for (var at = 0; at < bytes.Length;)
        {
            var some = bytes.AsSpan(at, Math.Min(bytes.Length - at, 1 + random.Next(random.Next(4) == 0 ? 4000 : 40)));
            if (at == 0 || random.Next(3) == 0)
            {
                some.Fill((byte)random.Next(letters));
                Scatter(some, random, letters);
            }
            else
            {
                Copy(bytes, at, some.Length, DistanceWithin(at, random));
            }

            at += some.Length;
        }

        return bytes;
    }

    private static void Scatter(Span<byte> some, Random random, int letters)
    {
        if (random.Next(3) > 0)
        {
            foreach (ref var one in some)
            {
                one = (byte)random.Next(letters);
            }
        }
    }

    private static int DistanceWithin(int at, Random random)
    {
        var distance = random.Next(6) switch
        {
            0 => 1 + random.Next(8),
            1 => 32_768 - 2 + random.Next(5),
            2 => 65_536 - 2 + random.Next(5),
            3 => 1 + random.Next(600),
            _ => 1 + random.Next(40_000),
        };
        return distance <= at ? distance : 1 + random.Next(at);
    }

    private static void Copy(byte[] bytes, int at, int length, int distance)
    {
        for (var end = at + length; at < end; at++)
        {
            bytes[at] = bytes[at - distance];
        }
    }

    private static Func<int> Pieces(Random random) => random.Next(4) switch
    {
        0 => () => 1 + random.Next(30),
        1 => () => 1 + random.Next(3000),
        2 => () => 1 + random.Next(Packing.MostPiece),
        _ => () => Packing.MostPiece,
    };
}
