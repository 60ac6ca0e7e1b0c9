using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Pack;

namespace LogArchiver.Tests.Pack;

public sealed class IsoTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    [InlineData(1_763_596_799_999, "2025-11-19T23:59:59.999Z")]
    [InlineData(1_763_596_800_000, "2025-11-20T00:00:00.000Z")]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59.999Z")]
    [InlineData(long.MinValue, "0001-01-01T00:00:00.000Z")]
    public void A_time_is_always_24_bytes_of_ISO_8601_UTC(long epochMs, string expected) => Assert.Equal(expected, Write(new IsoTime(), epochMs));

    [Fact]
    public void What_is_written_is_read() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).Select(minutes => (minutes * 60_000L) + (minutes & 0xFFFF)).ToArbitrary(), time =>
        {
            Assert.True(IsoTime.TryRead(Encoding.UTF8.GetBytes(Write(new IsoTime(), time)), out var read));
            Assert.Equal(Math.Clamp(time, -62_135_596_800_000, 253_402_300_799_999), read);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Remembering_the_last_second_and_its_date_never_shows() =>
        Prop.ForAll(Gen.OneOf(Gen.Choose(-3000, 3000), Gen.Choose(-200_000, 200_000).Select(seconds => seconds * 1000)).ArrayOf().ToArbitrary(), near =>
        {
            var writer = new IsoTime();
            foreach (var time in near.SelectMany(ms => (long[])[ms, 951_782_400_000 + ms, 1_795_046_400_000 + ms]))
            {
                var expected = DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                Assert.Equal(expected, Write(writer, time));
            }
        }).QuickCheckThrowOnFailure();

    private static string Write(IsoTime writer, long epochMs)
    {
        var target = new byte[IsoTime.Bytes];
        writer.Write(target, epochMs);
        return Encoding.UTF8.GetString(target);
    }
}
