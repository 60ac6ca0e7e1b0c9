using System.Globalization;
using LogArchiver.LocalAws.Logs;
using static LogArchiver.LocalAws.Tests.Logs.LogsWire;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class ListingTests
{
    [Fact]
    public async Task Groups_come_by_name_and_50_a_page()
    {
        await using var wire = await StartAsync();
        var names = Enumerable.Range(0, 101).Select(at => $"/g/{at:D3}").Append("/g/A").Append("/g").ToList();
        names.ForEach(name => wire.Server.Logs.CreateGroup(name));

        var pages = await wire.PagesAsync("DescribeLogGroups", []);

        Assert.Equal(names.Order(StringComparer.Ordinal), Names(pages, "logGroups", "logGroupName"));
        Assert.Equal([50, 50, 3], pages.Select(page => page.GetProperty("logGroups").GetArrayLength()));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("DescribeLogGroups", new { limit = 51 }));
    }

    [Fact]
    public async Task Groups_are_chosen_by_prefix_or_by_a_part_of_the_name_but_not_by_both()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/api/orders", new LocalGroupSettings { RetentionDays = 7 });
        wire.Server.Logs.CreateGroup("/web/api");

        var byPrefix = await wire.GetAsync("DescribeLogGroups", new { logGroupNamePrefix = "/api" });
        var byPart = await wire.GetAsync("DescribeLogGroups", new { logGroupNamePattern = "api" });

        var group = byPrefix.GetProperty("logGroups").EnumerateArray().Single();
        Assert.Equal(7, group.GetProperty("retentionInDays").GetInt32());
        Assert.Equal("arn:aws:logs:us-east-1:123456789012:log-group:/api/orders:*", group.GetProperty("arn").GetString());
        Assert.Equal("arn:aws:logs:us-east-1:123456789012:log-group:/api/orders", group.GetProperty("logGroupArn").GetString());
        Assert.Equal(["/api/orders", "/web/api"], Names([byPart], "logGroups", "logGroupName"));
        Assert.False(byPart.GetProperty("logGroups")[0].TryGetProperty("retentionInDays", out _));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("DescribeLogGroups", new { logGroupNamePrefix = "/a", logGroupNamePattern = "api" }));
    }

    [Fact]
    public async Task Linked_groups_come_only_if_asked_for()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/own");
        var arn = wire.Server.Logs.CreateGroup("/linked", new LocalGroupSettings { AccountId = "210987654321" });

        Assert.Equal(["/own"], Names([await wire.GetAsync("DescribeLogGroups", new { })], "logGroups", "logGroupName"));
        Assert.Equal(["/linked", "/own"], Names([await wire.GetAsync("DescribeLogGroups", new { includeLinkedAccounts = true })], "logGroups", "logGroupName"));
        Assert.Equal(["/linked"], Names([await wire.GetAsync("DescribeLogGroups", new { logGroupIdentifiers = new[] { arn } })], "logGroups", "logGroupName"));
    }

    [Fact]
    public async Task ListLogGroups_chooses_by_tags_all_of_the_filters_and_any_of_their_values()
    {
        await using var wire = await StartAsync();
        await CreateAsync("/a", new { team = "shop", env = "prod-1" });
        await CreateAsync("/b", new { team = "shop", env = "dev" });
        await CreateAsync("/c", new { team = "data" });

        Assert.Equal(["/a", "/b"], await ListAsync(new { key = "team", values = new[] { "shop" } }));
        Assert.Equal(["/a"], await ListAsync(new { key = "team", values = new[] { "shop" } }, new { key = "env", values = new[] { "PROD*" } }));
        Assert.Equal(["/a", "/b"], await ListAsync(new { key = "env" }));
        Assert.Equal(["/a", "/b", "/c"], await ListAsync(new { key = "team", values = new[] { "shop", "data" } }));
        Assert.Equal(["/c"], await ListAsync(new { key = "team", values = new[] { "!shop" } }));

        Task CreateAsync(string logGroupName, object tags) => wire.GetAsync("CreateLogGroup", new { logGroupName, tags });

        async Task<List<string>> ListAsync(params object[] filters) =>
            Names([await wire.GetAsync("ListLogGroups", new { logGroupTags = filters })], "logGroups", "logGroupName");
    }

    [Fact]
    public async Task Tags_are_those_of_the_arn_without_a_star()
    {
        await using var wire = await StartAsync();
        var arn = wire.Server.Logs.CreateGroup("/app");
        await wire.GetAsync("TagResource", new { resourceArn = arn, tags = new { team = "shop", env = "prod" } });
        await wire.GetAsync("UntagResource", new { resourceArn = arn, tagKeys = new[] { "env" } });

        var tags = await wire.GetAsync("ListTagsForResource", new { resourceArn = arn });

        Assert.Equal("""{"tags":{"team":"shop"}}""", tags.GetRawText());
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("ListTagsForResource", new { resourceArn = arn + ":*" }));
    }

    [Fact]
    public async Task Three_thousand_streams_come_by_name_and_50_a_page()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/app");
        var names = Enumerable.Range(0, 3000).Select(at => $"2026/11/19/[$LATEST]{at:x8}").Append("..").ToList();
        names.ForEach(name => wire.Server.Logs.CreateStream("/app", name));

        var pages = await wire.PagesAsync("DescribeLogStreams", new(StringComparer.Ordinal) { ["logGroupName"] = "/app" });

        Assert.Equal(names.Order(StringComparer.Ordinal), Names(pages, "logStreams", "logStreamName"));
        Assert.Equal(61, pages.Count);
        Assert.Equal([".."], Names([await wire.GetAsync("DescribeLogStreams", new { logGroupName = "/app", logStreamNamePrefix = "." })], "logStreams", "logStreamName"));
    }

    [Fact]
    public async Task Streams_by_last_event_take_no_prefix()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/app");
        foreach (var (name, at) in new[] { ("a", 2), ("b", 3), ("c", 1) })
        {
            wire.Server.Logs.Put("/app", name, [new(Ms(at), "x")]);
        }

        var pages = await wire.PagesAsync("DescribeLogStreams", new(StringComparer.Ordinal) { ["logGroupName"] = "/app", ["orderBy"] = "LastEventTime", ["descending"] = true, ["limit"] = 2 });

        Assert.Equal(["b", "a", "c"], Names(pages, "logStreams", "logStreamName"));
        Assert.Equal("InvalidParameterException", await wire.RefusedAsync("DescribeLogStreams", new { logGroupName = "/app", orderBy = "LastEventTime", logStreamNamePrefix = "a" }));
    }

    [Fact]
    public async Task The_times_of_a_stream_lag_behind_and_its_bytes_are_always_zero()
    {
        await using var wire = await StartAsync(options => options with { StreamTimesLag = TimeSpan.FromMinutes(30) });
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Logs.CreateStream("/app", "web");
        var now = wire.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await wire.GetAsync("PutLogEvents", new { logGroupName = "/app", logStreamName = "web", logEvents = new[] { new { timestamp = now - 1000, message = "x" }, new { timestamp = now, message = "y" } } });

        var atFirst = await StreamAsync();
        wire.Clock.Advance(TimeSpan.FromMinutes(30));
        var later = await StreamAsync();

        Assert.Equal("", atFirst);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{now - 1000} {now} {now} 0"), later);

        async Task<string> StreamAsync()
        {
            var page = await wire.GetAsync("DescribeLogStreams", new { logGroupName = "/app" });
            var stream = page.GetProperty("logStreams")[0];
            return stream.TryGetProperty("lastEventTimestamp", out var last)
                ? $"{stream.GetProperty("firstEventTimestamp")} {last} {stream.GetProperty("lastIngestionTime")} {stream.GetProperty("storedBytes")}"
                : "";
        }
    }
}
