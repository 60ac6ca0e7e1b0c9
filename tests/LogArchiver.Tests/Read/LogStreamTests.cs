using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class LogStreamTests
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private const long Start = 1_000 * Day;
    private const long End = Start + Day;

    [Theory]
    [InlineData(End + (14 * Day), null, true)]
    [InlineData(End + (14 * Day) - 1, null, false)]
    [InlineData(End + (14 * Day), End, true)]
    [InlineData(End + (14 * Day), End - 1, false)]
    public void A_stream_made_two_weeks_after_the_day_holds_none_of_it_unless_older_events_were_imported(long createdMs, long? firstMs, bool empty)
    {
        var stream = new LogStream("s", FirstEventMs: firstMs, LastEventMs: createdMs, LastIngestionMs: createdMs, CreatedMs: createdMs);
        Assert.Equal(empty, stream.CannotHold(new TimeWindow(Start, End), At(End + (30 * Day))));
    }

    [Theory]
    [InlineData(Start - (2 * Hour) - 1, Start - 1, 15, true)]
    [InlineData(Start - (2 * Hour), Start - 1, 15, false)]
    [InlineData(Start - (2 * Hour) - 1, Start, 15, false)]
    [InlineData(Start - (2 * Hour) - 1, Start - 1, 14, false)]
    [InlineData(null, null, 15, false)]
    [InlineData(0L, null, 15, false)]
    public void A_stream_that_fell_silent_before_the_day_is_believed_to_when_nothing_can_arrive_any_more(
        long? ingestionMs, long? lastMs, int daysLater, bool empty)
    {
        var stream = new LogStream("s", FirstEventMs: 0, LastEventMs: lastMs, LastIngestionMs: ingestionMs, CreatedMs: 0);
        Assert.Equal(empty, stream.CannotHold(new TimeWindow(Start, End), At(End + (daysLater * Day))));
    }

    [Fact]
    public void A_stream_of_which_nothing_is_known_may_hold_anything() =>
        Assert.False(new LogStream("s").CannotHold(new TimeWindow(Start, End), At(End + (1000 * Day))));

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
