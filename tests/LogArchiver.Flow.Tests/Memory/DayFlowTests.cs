using System.Globalization;
using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Testing;

namespace LogArchiver.Flow.Tests.Memory;

public sealed class DayFlowTests : IDisposable
{
    private readonly FlowWorld world = new();

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Theory]
    [InlineData("streams")]
    [InlineData("group")]
    [InlineData("auto")]
    public async Task Every_event_of_the_day_is_archived_once_in_order_and_no_other(string reader)
    {
        world.Logs
            .Put("b", FlowWorld.DayStart - 1, FlowWorld.DayStart, "the day before")
            .Put("b", FlowWorld.DayStart, FlowWorld.DayStart + 50, "first")
            .Put("a", FlowWorld.DayStart + 5, FlowWorld.DayStart + 60, "tie, a later arrival")
            .Put("b", FlowWorld.DayStart + 5, FlowWorld.DayStart + 55, "tie, an earlier arrival")
            .Put("a", FlowWorld.DayEnd - 1, FlowWorld.DayEnd, "last")
            .Put("a", FlowWorld.DayEnd, FlowWorld.DayEnd, "the day after")
            .Stream("empty");

        var outcome = await world.RunOneAsync($$"""{"reader":"{{reader}}"}""");

        Assert.Equal((Ending.Sealed, 4), (outcome.Ending, outcome.Events));
        Assert.Equal(["first", "tie, an earlier arrival", "tie, a later arrival", "last"], world.Messages());
    }

    [Fact]
    public async Task Events_that_the_service_gives_from_beyond_the_edge_are_left_out()
    {
        using var leaky = new FlowWorld { Logs = new() { LeaksAtEnd = true, EmptyPages = 2, PageEvents = 1 } };
        leaky.Logs.Group(FlowWorld.Group).Put("s", FlowWorld.DayEnd - 1, 0, "in").Put("s", FlowWorld.DayEnd, 0, "out");
        foreach (var reader in (string[])["streams", "group"])
        {
            await leaky.RunOneAsync($$"""{"reader":"{{reader}}","prefix":"{{reader}}"}""");
            Assert.Contains("\"message\":\"in\"", leaky.Text($"{reader}/{FlowWorld.FileKey}"), StringComparison.Ordinal);
            Assert.DoesNotContain("\"message\":\"out\"", leaky.Text($"{reader}/{FlowWorld.FileKey}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_two_readers_give_equal_bytes_whatever_the_pages_and_the_disorder()
    {
        var random = new Random(7);
        using var small = new FlowWorld
        {
            Logs = new() { PageEvents = 3, EmptyPages = 1 },
            Limits = new ArchiverLimits { SortBufferBytes = 2000, MergeWidth = 3, MergeBufferBytes = 64, PagesWaiting = 1, StreamsAtOnce = 3 },
        };
        small.Logs.Group(FlowWorld.Group);
        for (var number = 0; number < 700; number++)
        {
            var timestamp = FlowWorld.DayStart + random.Next(0, 40);
            small.Logs.Put($"stream \"{random.Next(9)}\"", timestamp, timestamp + random.Next(3), $"m{number}");
        }

        await small.RunOneAsync("""{"reader":"streams","prefix":"s"}""");
        await small.RunOneAsync("""{"reader":"group","prefix":"g"}""");

        Assert.Equal(small.Store["s/" + FlowWorld.FileKey], small.Store["g/" + FlowWorld.FileKey]);
        Assert.Equal(700, small.Text("s/" + FlowWorld.FileKey).Count(character => character == '\n'));
        Assert.Empty(small.Scratch);
    }

    [Fact]
    public async Task A_day_without_events_is_sealed_with_a_manifest_and_no_file()
    {
        var outcome = await world.RunOneAsync();
        Assert.Equal(Ending.Empty, outcome.Ending);
        Assert.Equal([FlowWorld.ManifestKey], world.Store.Keys);
        Assert.Equal((0, null), (world.Manifest().Events, world.Manifest().RawSha256));
    }

    [Fact]
    public async Task A_sealed_day_is_left_alone_and_the_outcome_says_so()
    {
        world.Logs.Put("s", FlowWorld.DayStart, 0, "x");
        await world.RunOneAsync();
        var (requests, uploads) = (world.Logs.Requests.Count, world.Store.Count("TryUpload"));
        var outcome = await world.RunOneAsync();
        Assert.Equal((Ending.AlreadySealed, 1), (outcome.Ending, outcome.Events));
        Assert.Equal(uploads, world.Store.Count("TryUpload"));
        Assert.Equal(["DescribeLogGroups"], world.Logs.Requests.Skip(requests));
    }

    [Fact]
    public async Task A_day_sealed_in_another_zone_is_not_called_archived()
    {
        await world.RunOneAsync("""{"date":"2026-11-18"}""");
        var outcome = await world.RunOneAsync("""{"date":"2026-11-18","timeZone":"Asia/Seoul"}""");
        Assert.Equal(Ending.Failed, outcome.Ending);
        Assert.Contains("sealed already as a day of UTC", outcome.Fault!.Cause, StringComparison.Ordinal);
        Assert.Contains("prefix", outcome.Fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        world.Logs.Put("s", FlowWorld.DayStart, 0, "x");
        var outcome = await world.RunOneAsync("""{"dryRun":true}""");
        Assert.Equal((Ending.Planned, FlowWorld.FileKey), (outcome.Ending, outcome.ObjectKey));
        Assert.Empty(world.Store.Keys);
    }

    [Fact]
    public async Task The_manifest_is_golden()
    {
        world.Logs
            .Put("web-1", FlowWorld.DayStart, FlowWorld.DayStart + 100, "GET /")
            .Put("web-2", FlowWorld.DayEnd - 1, FlowWorld.DayEnd, "한글 😀");
        // Not compressed: how gzip packs may differ between processors, and this file must not.
        await world.RunOneAsync("""{"compression":"none"}""");
        var manifest = System.Text.Encoding.UTF8.GetString(world.Store[FlowWorld.ManifestKey]);
        Assert.Equal(Golden.Text("LogArchiver.Flow.Tests", "manifest.json", manifest), manifest);
    }

    [Theory]
    [InlineData(LogGroupClass.InfrequentAccess, null, "INFREQUENT_ACCESS")]
    [InlineData(LogGroupClass.Delivery, null, "DELIVERY")]
    [InlineData(LogGroupClass.Standard, 3, "retention of 3 days")]
    public async Task A_day_that_cannot_be_read_is_skipped_with_the_reason(LogGroupClass kind, int? retention, string reason)
    {
        world.Logs.Group(new LogGroup(FlowWorld.Group) { Class = kind, RetentionDays = retention });
        var outcome = await world.RunOneAsync("""{"date":"2026-11-10"}""");
        Assert.Equal(Ending.Skipped, outcome.Ending);
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Store.Keys);
    }

    [Fact]
    public async Task A_retention_that_reached_into_the_day_is_in_the_manifest()
    {
        world.Logs.Group(new LogGroup(FlowWorld.Group) { RetentionDays = 1 });
        await world.RunOneAsync();
        Assert.Equal(DateTimeOffset.Parse("2026-11-19T02:15:00Z", CultureInfo.InvariantCulture), world.Manifest().RetentionReached);
    }

    [Fact]
    public async Task A_range_gives_one_file_and_one_seal_for_each_day()
    {
        world.Logs.Put("s", FlowWorld.DayStart - 1, 0, "18th").Put("s", FlowWorld.DayStart, 0, "19th");
        var summary = await world.RunAsync("""{"from":"2026-11-17","to":"2026-11-19"}""");
        Assert.Equal([Ending.Empty, Ending.Sealed, Ending.Sealed], summary.Days.Select(day => day.Ending));
        Assert.Equal(["19th"], world.Messages());
    }
}
