using LogArchiver.LocalAws.Logs;
using static LogArchiver.LocalAws.Tests.Logs.LogsWire;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class FilterLogEventsTests
{
    [Fact]
    public async Task The_end_is_inclusive_unlike_that_of_GetLogEvents()
    {
        await using var wire = await WithThreeStreamsAsync();

        var page = await wire.GetAsync("FilterLogEvents", new { logGroupName = "/app", startTime = Ms(2), endTime = Ms(4) });

        Assert.Equal(["b2", "a3", "c4"], Messages(page));
    }

    [Fact]
    public async Task Streams_are_interleaved_and_the_end_is_no_token()
    {
        await using var wire = await WithThreeStreamsAsync();

        var pages = await wire.PagesAsync("FilterLogEvents", Members(("logGroupName", "/app"), ("limit", 4)));

        Assert.Equal(["a1", "b2", "a3", "c4", "b5", "c6"], Messages(pages));
        Assert.Equal([4, 2], pages.Select(page => Messages(page).Count));
        Assert.All(pages, page => Assert.Equal(0, page.GetProperty("searchedLogStreams").GetArrayLength()));
        var ids = Names(pages, "events", "eventId");
        Assert.Equal(6, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[0-9]{56}$", id));
        Assert.Equal(["a", "b", "a", "c", "b", "c"], Names(pages, "events", "logStreamName"));
    }

    [Fact]
    public async Task Some_streams_by_name_or_by_prefix_but_not_both()
    {
        await using var wire = await WithThreeStreamsAsync();

        Assert.Equal(["b2", "c4", "b5", "c6"], Messages(await wire.GetAsync("FilterLogEvents", new { logGroupName = "/app", logStreamNames = new[] { "c", "b" } })));
        Assert.Equal(["a1", "a3"], Messages(await wire.GetAsync("FilterLogEvents", new { logGroupName = "/app", logStreamNamePrefix = "a" })));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app", logStreamNamePrefix = "a", logStreamNames = new[] { "a" } }));
        Assert.Equal("ResourceNotFoundException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app", logStreamNames = new[] { "none" } }));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app", logStreamNames = Enumerable.Repeat("a", 101) }));
    }

    [Fact]
    public async Task Empty_pages_with_a_token_are_not_the_end()
    {
        var empty = 0;
        foreach (var seed in Enumerable.Range(1, 8))
        {
            await using var wire = await WithThreeStreamsAsync(seed);
            var pages = await wire.PagesAsync("FilterLogEvents", Members(("logGroupName", "/app"), ("limit", 1)));
            Assert.Equal(["a1", "b2", "a3", "c4", "b5", "c6"], Messages(pages));
            empty += pages.SkipLast(1).Count(page => Messages(page).Count == 0);
        }

        Assert.True(empty > 0);
    }

    [Fact]
    public async Task A_pattern_of_words_and_phrases_is_served_and_others_are_refused()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Logs.Put("/app", "a", [new(Ms(1), "GET \"/\" failed: time out"), new(Ms(2), "GET ok"), new(Ms(3), "PUT failed")]);

        Assert.Equal(["GET \"/\" failed: time out"], Messages(await wire.GetAsync("FilterLogEvents", new { logGroupName = "/app", filterPattern = "GET \"time out\"" })));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app", filterPattern = "{ $.level = 1 }" }));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app", filterPattern = "\"open" }));
    }

    [Fact]
    public async Task A_group_of_a_linked_account_is_read_by_its_arn()
    {
        await using var wire = await StartAsync();
        var arn = wire.Server.Logs.CreateGroup("/app", new LocalGroupSettings { AccountId = "210987654321" });
        wire.Server.Logs.Put(arn, "a", [new(Ms(1), "linked")]);

        Assert.Equal(["linked"], Messages(await wire.GetAsync("FilterLogEvents", new { logGroupIdentifier = arn })));
        Assert.Equal("ResourceNotFoundException", await wire.RefusedAsync("FilterLogEvents", new { logGroupName = "/app" }));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("FilterLogEvents", new { logGroupIdentifier = arn + ":*" }));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("FilterLogEvents", new { logGroupIdentifier = arn, logGroupName = "/app" }));
    }

    private static async Task<LogsWire> WithThreeStreamsAsync(int? partialPagesOf = null)
    {
        var wire = await StartAsync(options => options with { PartialPages = partialPagesOf is not null, Seed = partialPagesOf ?? 1 });
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Logs.Put("/app", "c", [new(Ms(4), "c4"), new(Ms(6), "c6")]);
        wire.Server.Logs.Put("/app", "a", [new(Ms(1), "a1"), new(Ms(3), "a3")]);
        wire.Server.Logs.Put("/app", "b", [new(Ms(5), "b5"), new(Ms(2), "b2")]);
        return wire;
    }

    private static Dictionary<string, object> Members(params (string Name, object Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}
