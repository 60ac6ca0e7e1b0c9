using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class ReaderChoiceTests
{
    private const double GB = 1e9;

    [Theory]
    [InlineData("us-east-1", false)]
    [InlineData("eu-west-1", false)]
    [InlineData("us-west-2", false)]
    [InlineData("eu-central-1", true)]
    [InlineData("ap-northeast-2", true)]
    public void Streams_are_counted_only_where_their_quota_is_higher(string region, bool counted) =>
        Assert.Equal(counted, ReaderChoice.DependsOnStreams(GB, ReaderRates.Of(region)));

    [Theory]
    [InlineData(1 * GB, 10, ReaderKind.Streams)]
    [InlineData(1 * GB, 50, ReaderKind.Streams)]
    [InlineData(1 * GB, 51, ReaderKind.Group)]
    [InlineData(0.05 * GB, 10, ReaderKind.Streams)]
    [InlineData(0.05 * GB, 50, ReaderKind.Group)]
    public void Few_streams_with_much_in_them_are_read_one_by_one(double bytes, int streams, ReaderKind chosen) =>
        Assert.Equal(chosen, ReaderChoice.Choose(bytes, streams, moreStreams: false, ReaderRates.Of("ap-northeast-2"), upTo: 50));

    [Fact]
    public void A_listing_that_goes_on_has_too_many_streams() =>
        Assert.Equal(ReaderKind.Group, ReaderChoice.Choose(GB, 50, moreStreams: true, ReaderRates.Of("ap-northeast-2"), upTo: 50));

    [Theory]
    [InlineData("ap-northeast-2", 11.5, ReaderKind.Group)]
    [InlineData("ap-northeast-2", 10.5, ReaderKind.Streams)]
    [InlineData("eu-central-1", 4.8, ReaderKind.Group)]
    [InlineData("eu-central-1", 4.2, ReaderKind.Streams)]
    public void A_day_of_more_than_five_minutes_is_not_staked_on_the_streams(string region, double gigabytes, ReaderKind chosen) =>
        Assert.Equal(chosen, ReaderChoice.Choose(gigabytes * GB, 10, moreStreams: false, ReaderRates.Of(region), upTo: 50));

    [Theory]
    [InlineData(50, ReaderKind.Streams)]
    [InlineData(51, ReaderKind.Group)]
    public void Where_the_group_reader_saw_nothing_only_the_number_of_streams_counts(int streams, ReaderKind chosen)
    {
        Assert.True(ReaderChoice.DependsOnStreams(null, ReaderRates.Of("us-east-1")));
        Assert.Equal(chosen, ReaderChoice.Choose(null, streams, moreStreams: false, ReaderRates.Of("us-east-1"), upTo: 50));
    }
}
