using LogArchiver.Outcome;
using LogArchiver.Tests.Read;

namespace LogArchiver.Tests.Outcome;

public sealed class DayLogTests
{
    private static readonly DayOutcome Planned = new()
    {
        Group = "/app", Date = new DateOnly(2026, 11, 19), Ending = Ending.Planned, Requests = 2, Elapsed = TimeSpan.FromSeconds(1), Reason = "why",
    };

    [Theory]
    [InlineData(Ending.Planned, "Day ends: /app 2026-11-19 Planned: 2 requests, 0 throttles, 0 retries, 1.0 s: why")]
    [InlineData(Ending.Skipped, "Day ends: /app 2026-11-19 Skipped: 2 requests, 0 throttles, 0 retries, 1.0 s: why")]
    [InlineData(Ending.Empty, "Day ends: /app 2026-11-19 Empty: 0 events, 0 bytes raw, 0 stored, 2 requests, 0 throttles, 0 retries, 1.0 s: why")]
    public void No_zeros_stand_for_what_was_not_measured(Ending ending, string line)
    {
        var log = new RecordedLog();
        new DayLog(log).Ended(Planned with { Ending = ending });
        Assert.Equal(line, Assert.Single(log.Lines).Text);
    }
}
