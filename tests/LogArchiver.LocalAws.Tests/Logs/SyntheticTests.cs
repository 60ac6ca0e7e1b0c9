using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.LocalAws.Logs;
using static LogArchiver.LocalAws.Tests.Logs.LogsWire;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class SyntheticTests
{
    [Theory]
    [InlineData(SyntheticMessageKind.Json)]
    [InlineData(SyntheticMessageKind.Text)]
    [InlineData(SyntheticMessageKind.Nginx)]
    public async Task Both_readings_serve_the_same_events_each_once_and_in_order(SyntheticMessageKind kind)
    {
        await using var wire = await StartAsync(options => options with { PartialPages = true });
        wire.Server.Logs.AddSynthetic("/load", Spec(streams: 5, events: 700) with { Kind = kind, MessageBytes = 500 });

        var group = Lines(await wire.PagesAsync("FilterLogEvents", new(StringComparer.Ordinal) { ["logGroupName"] = "/load" }), null);
        var streams = new List<string>();
        foreach (var name in Names([await wire.GetAsync("DescribeLogStreams", new { logGroupName = "/load" })], "logStreams", "logStreamName"))
        {
            streams.AddRange(Lines(await wire.StreamPagesAsync("/load", name), name));
        }

        Assert.Equal(3500, group.Count);
        Assert.Equal(group.Order(StringComparer.Ordinal), streams.Order(StringComparer.Ordinal));
        Assert.Equal(group.Select(line => line[..13]).Order(StringComparer.Ordinal), group.Select(line => line[..13]));
    }

    [Fact]
    public async Task Messages_are_as_long_as_asked_and_JSON_ones_are_JSON()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.AddSynthetic("/json", Spec(1, 50) with { MessageBytes = 400 });
        wire.Server.Logs.AddSynthetic("/text", Spec(1, 50) with { MessageBytes = 70_000, Kind = SyntheticMessageKind.Text });

        var json = Messages(await wire.StreamPagesAsync("/json", "stream-0000000"));
        var text = Messages(await wire.StreamPagesAsync("/text", "stream-0000000"));

        Assert.All(json, message => Assert.Equal(400, message.Length));
        Assert.All(json, message => Assert.Equal(9, JsonSerializer.Deserialize<JsonElement>(message).EnumerateObject().Count()));
        Assert.All(text, message => Assert.Equal(70_000, message.Length));
        Assert.Equal(50, json.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(SyntheticMessageKind.Json, 0)]
    [InlineData(SyntheticMessageKind.Text, 0)]
    [InlineData(SyntheticMessageKind.Nginx, 0)]
    [InlineData(SyntheticMessageKind.Nginx, 999)]
    public void The_bytes_counted_are_those_of_the_message_unescaped(SyntheticMessageKind kind, int messageBytes)
    {
        using var page = new PageWriter();
        var messages = new SyntheticMessages(Spec(1, 1) with { Kind = kind, MessageBytes = messageBytes });
        for (var number = 0; number < 1000; number++)
        {
            page.Length = 0;
            var counted = messages.Write(page, number, Ms(number));
            Assert.Equal(MessageText.Unescape(page.Written.Span).Length, counted);
            Assert.Equal(page.Written.ToArray(), MessageText.Escape(MessageText.Unescape(page.Written.Span)));
        }
    }

    [Fact]
    public async Task A_page_in_the_middle_of_a_terabyte_costs_no_more_than_the_first()
    {
        await using var wire = await StartAsync();
        wire.Server.Logs.AddSynthetic("/load", Spec(1000, 1) with { EventsPerStream = null, TotalBytes = 1L << 40 });

        var page = await wire.GetAsync("FilterLogEvents", new { logGroupName = "/load", startTime = Ms(43_200_000), limit = 3 });
        var named = await wire.GetAsync("FilterLogEvents", new { logGroupName = "/load", startTime = Ms(43_200_000), limit = 3, logStreamNames = new[] { "stream-0000999", "stream-0000007" } });

        Assert.All(page.GetProperty("events").EnumerateArray(), one => Assert.Equal(Ms(43_200_000), one.GetProperty("timestamp").GetInt64()));
        Assert.Equal(["stream-0000007", "stream-0000999"], Names([named], "events", "logStreamName").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.True(named.GetProperty("events")[0].GetProperty("timestamp").GetInt64() >= Ms(43_200_000));
    }

    [Fact]
    public void The_first_event_at_or_after_a_time_is_found_by_reckoning()
    {
        var cases = from events in Gen.Choose(1, 5000)
                    from window in Gen.Choose(1, 3000)
                    from at in Gen.Choose(-10, 3010)
                    select (events, window, at);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var spec = Spec(1, one.events) with { End = Midnight.AddMilliseconds(one.window) };
            var times = new SyntheticTimes(spec, one.events);
            var counted = Enumerable.Range(0, one.events).Count(number => times.Of(number) < Ms(one.at));
            return times.FirstAtOrAfter(Ms(one.at)) == counted;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Places_and_numbers_of_some_streams_lead_to_each_other()
    {
        var content = new SyntheticContent(Spec(streams: 7, events: 20));
        var order = content.OfStreams(["stream-0000006", "stream-0000001", "stream-0000003", "no such stream"]);

        Assert.Equal(60, order.Count);
        for (var place = 0L; place < order.Count; place++)
        {
            Assert.Equal(place, order.PlaceOfNumber(order.NumberAt(place)));
            Assert.Equal(place + 1, PageFill.PlaceAfter(order, order.NumberAt(place)));
        }

        Assert.Equal(1, order.PlaceOfNumber(2));
        Assert.Equal(60, order.PlaceOfNumber(1000));
    }

    private static SyntheticSpec Spec(int streams, long events) => new()
    {
        Streams = streams,
        EventsPerStream = events,
        Start = Midnight,
        End = Midnight.AddDays(1),
    };

    private static List<string> Lines(IEnumerable<JsonElement> pages, string? stream) =>
    [
        .. pages.SelectMany(page => page.GetProperty("events").EnumerateArray()).Select(one =>
            $"{one.GetProperty("timestamp")} {one.GetProperty("ingestionTime")} {stream ?? one.GetProperty("logStreamName").GetString()} {one.GetProperty("message")}"),
    ];
}
