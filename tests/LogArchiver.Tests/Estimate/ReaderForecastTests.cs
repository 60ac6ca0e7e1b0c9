using LogArchiver.Estimate;
using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Tests.Estimate;

public sealed class ReaderForecastTests
{
    private static readonly DayVolume Large = Volumes.Of(500e6);

    [Theory]
    [InlineData("us-east-1", false)]
    [InlineData("eu-central-1", true)]
    public void The_number_of_streams_is_asked_for_only_where_it_decides(string region, bool needed) =>
        Assert.Equal(needed, Of(ReaderKind.Auto, region).NeedsStreams(Large));

    [Fact]
    public void A_day_that_the_first_pages_hold_is_read_by_group_wherever_it_is()
    {
        var small = Volumes.Of(10e6);
        Assert.False(Of(ReaderKind.Auto, "eu-central-1").NeedsStreams(small));
        Assert.Equal(new DayRequests(ReaderKind.Group, small.Pages, 0, 0), Of(ReaderKind.Auto, "eu-central-1").Of(small, null));
    }

    [Fact]
    public void Where_streams_are_faster_the_rest_of_the_day_is_read_by_streams() => Assert.Equal(
        new DayRequests(ReaderKind.Streams, 16, Large.Pages - 16 + 20, 1),
        Of(ReaderKind.Auto, "eu-central-1").Of(Large, new StreamCount(10, IsAll: true)));

    [Theory]
    [InlineData(50, false)]
    [InlineData(0, false)]
    public void With_more_streams_than_a_listing_shows_it_stays_with_the_group(int streams, bool isAll) =>
        Assert.Equal(ReaderKind.Group, Of(ReaderKind.Auto, "eu-central-1").Of(Large, new StreamCount(streams, isAll)).Reader);

    [Fact]
    public void Where_the_streams_are_not_known_it_stays_with_the_group() =>
        Assert.Equal(ReaderKind.Group, Of(ReaderKind.Auto, "eu-central-1").Of(Large, null).Reader);

    [Fact]
    public void What_is_set_is_kept_to()
    {
        Assert.Equal(ReaderKind.Group, Of(ReaderKind.Group, "eu-central-1").Of(Large, new StreamCount(1, true)).Reader);
        Assert.Equal(
            new DayRequests(ReaderKind.Streams, 0, Large.Pages + 6, 1), Of(ReaderKind.Streams, "us-east-1").Of(Large, new StreamCount(3, true)));
        Assert.True(Of(ReaderKind.Streams, "us-east-1").NeedsStreams(DayVolume.Empty));
    }

    private static ReaderForecast Of(ReaderKind wanted, string region) => new(wanted, ReaderRates.Of(region), new ArchiverLimits());
}
