using FsCheck;
using FsCheck.Fluent;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using static LogArchiver.LocalAws.Tests.Logs.LogsWire;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class GetLogEventsTests
{
    [Fact]
    public async Task The_start_is_inclusive_and_the_end_is_exclusive()
    {
        await using var wire = await WithEventsAsync([-1, 0, 1, 86_399_999, 86_400_000]);

        var pages = await wire.StreamPagesAsync("/app", "web", Ms(0), Ms(86_400_000));

        Assert.Equal(["at 0", "at 1", "at 86399999"], Messages(pages));
    }

    [Fact]
    public async Task The_end_of_a_stream_is_the_sent_token_coming_back()
    {
        await using var wire = await WithEventsAsync([]);

        var pages = await wire.StreamPagesAsync("/app", "web");

        Assert.Equal(2, pages.Count);
        Assert.Matches("^f/[0-9]{56}/s$", pages[0].GetProperty("nextForwardToken").GetString());
        Assert.Matches("^b/[0-9]{56}/s$", pages[0].GetProperty("nextBackwardToken").GetString());
    }

    [Fact]
    public async Task Without_startFromHead_the_newest_come_and_backward_tokens_lead_to_the_rest()
    {
        await using var wire = await WithEventsAsync([1, 2, 3, 4, 5]);
        var first = await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", limit = 2 });
        var second = await wire.GetAsync("GetLogEvents", Backward(first));
        var third = await wire.GetAsync("GetLogEvents", Backward(second));
        var end = await wire.GetAsync("GetLogEvents", Backward(third));

        Assert.Equal(["at 4", "at 5"], Messages(first));
        Assert.Equal(["at 2", "at 3"], Messages(second));
        Assert.Equal(["at 1"], Messages(third));
        Assert.Empty(Messages(end));
        Assert.Equal(third.GetProperty("nextBackwardToken").GetString(), end.GetProperty("nextBackwardToken").GetString());
    }

    [Fact]
    public async Task A_forward_token_is_refused_unless_startFromHead_is_true()
    {
        await using var wire = await WithEventsAsync([1]);
        var page = await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true });
        var nextToken = page.GetProperty("nextForwardToken").GetString();

        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", nextToken }));
    }

    [Fact]
    public async Task A_token_is_good_for_24_hours_and_for_its_own_stream()
    {
        await using var wire = await WithEventsAsync([1, 2]);
        wire.Server.Logs.CreateStream("/app", "other");
        var page = await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true, limit = 1 });
        var nextToken = page.GetProperty("nextForwardToken").GetString();

        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "other", startFromHead = true, nextToken }));
        wire.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(["at 2"], Messages(await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true, nextToken })));
        wire.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true, nextToken }));
    }

    [Fact]
    public async Task A_page_holds_at_most_one_megabyte_counting_26_bytes_for_each_event()
    {
        await using var wire = await WithEventsAsync([]);
        var message = new string('é', ((1 << 18) / 2) - 13);
        wire.Server.Logs.Put("/app", "web", Enumerable.Range(0, 9).Select(at => new LocalEvent(Ms(at), message)));
        wire.Server.Logs.Put("/app", "web", [new(Ms(9), new string('x', 3 << 20))]);

        wire.Server.Logs.Put("/app", "one byte more", [new(Ms(0), message + "x"), .. Enumerable.Range(1, 3).Select(at => new LocalEvent(Ms(at), message))]);

        Assert.Equal([4, 4, 1, 1, 0], (await wire.StreamPagesAsync("/app", "web")).Select(page => Messages(page).Count));
        Assert.Equal([3, 1, 0], (await wire.StreamPagesAsync("/app", "one byte more")).Select(page => Messages(page).Count));
    }

    [Fact]
    public async Task A_page_holds_at_most_10_000_events()
    {
        await using var wire = await WithEventsAsync([]);
        wire.Server.Logs.Put("/app", "web", Enumerable.Range(0, 10_001).Select(at => new LocalEvent(Ms(at), "x")));

        Assert.Equal([10_000, 1, 0], (await wire.StreamPagesAsync("/app", "web")).Select(page => Messages(page).Count));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", limit = 10_001 }));
    }

    [Fact]
    public void Whatever_the_seed_empty_and_short_pages_lose_nothing()
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => ReadAsync(seed, kinds).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
        Assert.Equal(["empty", "full", "short"], kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_page_that_repeats_begins_with_the_last_events_of_the_one_before()
    {
        await using var wire = await WithEventsAsync([1, 2, 3, 4, 5, 6]);
        wire.Server.Faults.Add(FaultRule.Parse("Logs:repeat"));

        Assert.Equal(
            ["at 1,at 2,at 3,at 4", "at 3,at 4,at 5,at 6", ""],
            (await wire.StreamPagesAsync("/app", "web", limit: 4)).Select(page => string.Join(',', Messages(page))));
        Assert.Equal(
            ["at 1,at 2,at 3,at 4", "at 3,at 4,at 5,at 6"],
            (await wire.PagesAsync("FilterLogEvents", new(StringComparer.Ordinal) { ["logGroupName"] = "/app", ["limit"] = 4 })).Select(page => string.Join(',', Messages(page))));
    }

    [Fact]
    public async Task Pages_too_small_to_repeat_and_go_on_do_not_repeat()
    {
        await using var wire = await WithEventsAsync([1, 2, 3]);
        wire.Server.Faults.Add(FaultRule.Parse("Logs:repeat"));

        Assert.Equal(["at 1", "at 2", "at 3"], Messages(await wire.StreamPagesAsync("/app", "web", limit: 1)));
    }

    [Fact]
    public async Task A_token_keeps_its_place_when_events_come_late()
    {
        await using var wire = await WithEventsAsync([10, 20, 30, 40]);
        var first = await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true, limit = 2 });
        wire.Server.Logs.Put("/app", "web", [new(Ms(5), "late 5"), new(Ms(35), "late 35")]);

        var second = await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true, nextToken = first.GetProperty("nextForwardToken").GetString() });

        Assert.Equal(["at 30", "late 35", "at 40"], Messages(second));
    }

    [Fact]
    public async Task Events_of_one_millisecond_come_in_the_order_of_arrival_and_then_of_putting()
    {
        await using var wire = await WithEventsAsync([]);
        wire.Server.Logs.Put("/app", "web", [new(Ms(1), "c", Ms(9)), new(Ms(1), "a", Ms(8)), new(Ms(1), "d", Ms(9)), new(Ms(1), "b", Ms(8))]);

        Assert.Equal(["a", "b", "c", "d"], Messages(await wire.StreamPagesAsync("/app", "web")));
    }

    [Fact]
    public async Task What_is_past_its_retention_is_gone()
    {
        await using var wire = await WithEventsAsync([0, 8_099_999, 8_100_000]);
        await wire.GetAsync("PutRetentionPolicy", new { logGroupName = "/app", retentionInDays = 1 });

        Assert.Equal(["at 8100000"], Messages(await wire.StreamPagesAsync("/app", "web")));
    }

    [Theory]
    [InlineData(LocalGroupClass.InfrequentAccess)]
    [InlineData(LocalGroupClass.Delivery)]
    public async Task Other_classes_are_refused(LocalGroupClass refused)
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/other", new LocalGroupSettings { Class = refused });
        wire.Server.Logs.CreateStream("/other", "web");

        Assert.Equal("InvalidOperationException", await wire.RefusedAsync("GetLogEvents", new { logGroupName = "/other", logStreamName = "web" }));
        Assert.Equal("InvalidOperationException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/other" }));
    }

    private static async Task<bool> ReadAsync(int seed, HashSet<string> kinds)
    {
        await using var wire = await WithEventsAsync([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], seed);
        var pages = await wire.StreamPagesAsync("/app", "web", limit: 3);
        kinds.UnionWith(pages.SkipLast(1).Select(page => Messages(page).Count switch { 0 => "empty", 3 => "full", _ => "short" }));
        return Messages(pages).SequenceEqual(Enumerable.Range(1, 12).Select(at => $"at {at}"));
    }

    private static async Task<LogsWire> WithEventsAsync(long[] times, int? partialPagesOf = null)
    {
        var wire = await StartAsync(options => options with { PartialPages = partialPagesOf is not null, Seed = partialPagesOf ?? 1 });
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Logs.Put("/app", "web", times.Select(at => new LocalEvent(Ms(at), $"at {at}")));
        return wire;
    }

    private static object Backward(System.Text.Json.JsonElement page) => new
    {
        logGroupName = "/app",
        logStreamName = "web",
        limit = 2,
        nextToken = page.GetProperty("nextBackwardToken").GetString(),
    };
}
