using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>A backfill takes what a range lacks, in the order of need.</summary>
public sealed class BackfillTests : IDisposable
{
    private const string Range = """{"from":"2026-11-10","to":"2026-11-13"}""";

    private readonly FlowWorld world = new() { Logs = new MemoryLogSource { PageEvents = 5 }.Group(FlowWorld.Group) };

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task What_is_sealed_is_left_alone_and_the_rest_is_taken_from_the_oldest_day_on()
    {
        await world.RunAsync("""{"date":"2026-11-11"}""");
        var summary = await world.BackfillAsync(Range);
        Assert.Equal(["11-10 Empty", "11-12 Empty", "11-13 Empty"], Told(summary));
        Assert.Equal(1, summary.DoneBefore);
        Assert.Empty((await world.BackfillAsync(Range)).Days);
    }

    [Fact]
    public async Task Newest_first_or_not_the_days_that_retention_is_about_to_take_go_before()
    {
        // At 02:15 of the 20th, ten days of retention have begun to take the 10th, and will have begun with the 11th by the next night.
        world.Logs.Group(new LogGroup("/short") { RetentionDays = 10 });
        var summary = await world.BackfillAsync("""{"from":"2026-11-08","to":"2026-11-13","newestFirst":true}""");
        Assert.Equal(
            ["/short 11-11", "/short 11-10", "/app/web 11-13", "/short 11-13", "/app/web 11-12", "/short 11-12", "/app/web 11-11", "/app/web 11-10", "/app/web 11-09", "/app/web 11-08"],
            summary.Days.Select(day => $"{day.Group} {day.Date:MM-dd}"));
    }

    [Fact]
    public async Task Days_from_before_a_group_was_made_are_asked_for_as_far_as_events_can_have_been_sent_to_them()
    {
        world.Logs.Group(new LogGroup("/new") { Created = new DateTimeOffset(2026, 11, 12, 9, 0, 0, TimeSpan.Zero) });
        var summary = await world.BackfillAsync("""{"logGroups":"/new","from":"2026-10-20","to":"2026-11-13"}""");
        // 14 days before the 12th: the 29th of October is the first day of which an event was young enough.
        Assert.Equal(new DateOnly(2026, 10, 29), summary.Days[0].Date);
        Assert.Equal(16, summary.Days.Count);
    }

    [Fact]
    public async Task Interrupted_it_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        world.Logs.OnRequest = request =>
        {
            if (request.Contains("LogEvents", StringComparison.Ordinal) && world.Store.Keys.Count(key => key.StartsWith("_manifests/", StringComparison.Ordinal)) == 2)
            {
                stop.Cancel();
            }
        };
        var first = await world.BackfillAsync(Range, stop.Token);
        Assert.True(first.Count(Ending.Paused) is 1 or 2, string.Join(", ", Told(first)));
        world.Logs.OnRequest = null;
        var second = await world.BackfillAsync(Range);
        Assert.Equal(first.Count(Ending.Paused), second.Days.Count);
        Assert.Equal(0, (await world.FindGapsAsync(Range)).Missing);
    }

    [Fact]
    public async Task More_days_than_fit_into_memory_are_refused_with_the_sum()
    {
        for (var i = 0; i < 300; i++)
        {
            world.Logs.Group($"/many/{i}");
        }

        var refused = await Assert.ThrowsAsync<BadRequestException>(() => world.BackfillAsync("""{"from":"2016-12-01","to":"2026-11-19"}"""));
        Assert.StartsWith("from: 301 groups on 3,641 dates are 1,095,941 days, more than one backfill looks at.", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Told(ArchiveSummary summary) => summary.Days.Select(day => $"{day.Date:MM-dd} {day.Ending}");
}
