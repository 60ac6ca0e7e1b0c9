using LogArchiver.Export;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Export;

public sealed class ExportTimingTests
{
    private const long Hour = 3_600_000;
    private static readonly TimeWindow Day = new(1_795_046_400_000, 1_795_046_400_000 + (24 * Hour));

    [Fact]
    public void An_export_waits_for_what_may_take_twelve_hours_to_be_exportable() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), ExportTiming.NotBefore(Day));

    [Theory]
    [InlineData(12, 12)]
    [InlineData(26, 24)]
    [InlineData(8760, 24)]
    public void A_day_is_asked_for_by_its_timestamps_and_by_its_arrivals_but_not_into_the_future(double nowHours, double endHours)
    {
        var asked = ExportTiming.ToAskFor(Day, created: null, Day.End.AddHours(nowHours));
        Assert.Equal(Day.StartMs - (2 * Hour), asked.StartMs);
        Assert.Equal(Day.EndMs + (long)(endHours * Hour), asked.EndMs);
    }

    [Fact]
    public void A_task_does_not_end_before_its_group_was_made()
    {
        var created = Day.End.AddDays(5);
        Assert.Equal(created.ToUnixTimeMilliseconds() + 1, ExportTiming.ToAskFor(Day, created, created.AddDays(1)).EndMs);
    }
}
