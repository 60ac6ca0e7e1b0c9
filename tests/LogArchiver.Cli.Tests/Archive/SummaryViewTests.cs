using LogArchiver.Cli.Archive;
using LogArchiver.Cli.Terminal;
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

    [Theory]
    [InlineData(RetentionState.Set, "set from never to 30 days")]
    [InlineData(RetentionState.Planned, "would be set from never to 30 days")]
    [InlineData(RetentionState.NotSet, "left at never, not set to 30 days: why")]
    [InlineData(RetentionState.Refused, "left at never, because CloudWatch refused 30 days: why")]
    public void What_became_of_retention_is_a_line_for_each_group(RetentionState state, string expected)
    {
        var told = Told(With(new RetentionOutcome("/app", state) { FromDays = null, ToDays = 30, Reason = "why" }));
        Assert.Contains($"Retention of /app {expected}.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_are_as_they_should_be_are_not_told_of_and_hundreds_are_cut()
    {
        var kept = new RetentionOutcome("/kept", RetentionState.Kept) { FromDays = 30, ToDays = 30, Reason = "it is as wanted" };
        var many = Enumerable.Range(0, 25).Select(number => kept with { Group = $"/app/{number}", State = RetentionState.NotSet });
        var told = Told(With([kept, .. many]));
        Assert.DoesNotContain("/kept", told, StringComparison.Ordinal);
        Assert.Equal(20, told.Split("Retention of").Length - 1);
        Assert.Contains("… and of 5 more groups.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_measured_has_a_dash_and_where_nothing_was_there_is_no_column()
    {
        var planned = Sealed with { Ending = Ending.Planned };
        var known = Sealed with { Group = "/known", Ending = Ending.AlreadySealed, Events = 2, RawBytes = 100, StoredBytes = 50 };
        Assert.Equal(
            """
            Group   Day         Ending          Events    Raw  Stored  Ratio
            /app    2026-11-19  would archive        –      –       –      –
            /app    2026-11-19  failed               –      –       –      –
            /known  2026-11-19  already sealed       2  100 B    50 B   2.0×

            """, Table([planned, Sealed with { Ending = Ending.Failed }, known]));
        Assert.Contains("\nTotal ", Table([Sealed with { Ending = Ending.Failed }, known]), StringComparison.Ordinal);
        Assert.Equal(
            """
            Group  Day         Ending
            /app   2026-11-19  would archive
            /app   2026-11-19  skipped

            """, Table([planned, Sealed with { Ending = Ending.Skipped }]));
        Assert.Contains("  0 B  ", Table([Sealed with { Ending = Ending.Empty }]), StringComparison.Ordinal);

        static string Table(DayOutcome[] days) => SummaryView.TableOf(new ArchiveSummary { Days = days, DryRun = true }).ToText();
    }

    [Fact]
    public void Days_of_a_group_with_the_same_reason_are_told_in_one_line()
    {
        var paused = Sealed with { Ending = Ending.Paused, Reason = "stopped" };
        var told = Told(new ArchiveSummary { DryRun = false, Days = [paused, paused, paused, paused with { Group = "/other" }] });
        Assert.Contains(" /app 2026-11-19 and 2 more days: stopped ", told, StringComparison.Ordinal);
        Assert.Contains(" /other 2026-11-19: stopped ", told, StringComparison.Ordinal);
    }

    /// <summary>On one line: a narrow screen breaks them.</summary>
    private static string Told(ArchiveSummary summary)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        SummaryView.Write(screen, "my-archive", summary);
        return output.ToString().Replace('\n', ' ');
    }

    private static ArchiveSummary With(params RetentionOutcome[] outcomes) => new() { Days = [Sealed], DryRun = false, Retention = outcomes };
}
