using LogArchiver.Cli.Archive;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Tests.Archive;

public sealed class SummaryViewTests
{
    private static readonly DayOutcome Sealed = new() { Group = "/app", Date = new DateOnly(2026, 11, 19), Ending = Ending.Sealed };

    [Theory]
    [InlineData(0, "1 day: 1 sealed.")]
    [InlineData(2100, "1 day: 1 sealed. Of the days before, 2,100 were looked at and done already.")]
    public void What_was_done_before_is_counted_where_there_is_any(int before, string expected) => Assert.Equal(
        expected, SummaryView.Conclusion(new ArchiveSummary { Days = [Sealed], DoneBefore = before, DryRun = false }));
}
