using static LogArchiver.LocalAws.Tests.Logs.LogsWire;

namespace LogArchiver.LocalAws.Tests.Logs;

public sealed class PutLogEventsTests
{
    private const long Day = 86_400_000;

    [Fact]
    public async Task What_is_put_is_given_back_with_the_time_of_its_arrival()
    {
        await using var wire = await WithStreamAsync();
        var now = wire.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        await wire.GetAsync("PutLogEvents", Batch((now - 5, "one"), (now - 5, "one"), (now, "two")));

        var page = await wire.GetAsync("GetLogEvents", new { logGroupName = "/app", logStreamName = "web", startFromHead = true });
        Assert.Equal(["one", "one", "two"], Messages(page));
        Assert.Equal(now - 5, page.GetProperty("events")[0].GetProperty("timestamp").GetInt64());
        Assert.Equal(now, page.GetProperty("events")[0].GetProperty("ingestionTime").GetInt64());
    }

    [Theory]
    [InlineData("""a \" b \\ c \n \t \u001b \u0000""", """a \" b \\ c \n \t \u001b \u0000""")]
    [InlineData("""\u000a\u0022\/\u0041""", """\n\"/A""")]
    [InlineData("""\ud83d\ude00 한글 \u00e9""", "😀 한글 é")]
    [InlineData("""half \ud83d and \ude00\ud83d""", """half \ud83d and \ude00\ud83d""")]
    [InlineData("""\u2028\u2029\u007f""", "\u2028\u2029\u007f")]
    public async Task Messages_come_back_escaped_where_JSON_needs_it_and_nowhere_else(string sent, string expected)
    {
        await using var wire = await WithStreamAsync();
        var now = wire.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        var put = await wire.SendAsync("PutLogEvents", $$"""{"logGroupName":"/app","logStreamName":"web","logEvents":[{"message":"{{sent}}","timestamp":{{now}}}]}""");
        var page = await wire.SendAsync("FilterLogEvents", new { logGroupName = "/app" });

        Assert.Equal(200, put.Status);
        Assert.Contains($"\"message\":\"{expected}\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_surrogate_seeded_in_process_is_kept_too()
    {
        await using var wire = await WithStreamAsync();
        wire.Server.Logs.Put("/app", "web", [new(Ms(1), "x\ud800y")]);

        Assert.Contains("""x\ud800y""", (await wire.SendAsync("FilterLogEvents", new { logGroupName = "/app" })).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_old_too_new_and_expired_events_are_left_out_and_told()
    {
        await using var wire = await WithStreamAsync();
        var now = wire.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        var old = await wire.GetAsync("PutLogEvents", Batch((now - (14 * Day) - 1, "old"), (now - (14 * Day), "fine")));
        var ahead = await wire.GetAsync("PutLogEvents", Batch((now, "now"), (now + 7_200_000, "ahead"), (now + 7_200_001, "too new")));
        await wire.GetAsync("PutRetentionPolicy", new { logGroupName = "/app", retentionInDays = 1 });
        var expired = await wire.GetAsync("PutLogEvents", Batch((now - Day - 1, "expired"), (now - Day, "not yet")));

        Assert.Equal("""{"tooOldLogEventEndIndex":1}""", old.GetProperty("rejectedLogEventsInfo").GetRawText());
        Assert.Equal("""{"tooNewLogEventStartIndex":2}""", ahead.GetProperty("rejectedLogEventsInfo").GetRawText());
        Assert.Equal("""{"expiredLogEventEndIndex":1}""", expired.GetProperty("rejectedLogEventsInfo").GetRawText());
        Assert.Equal(["not yet", "now", "ahead"], Messages(await wire.StreamPagesAsync("/app", "web")));
    }

    [Fact]
    public async Task A_batch_out_of_order_too_long_too_large_or_empty_is_refused_whole()
    {
        await using var wire = await WithStreamAsync();
        var now = wire.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var largest = new string('x', 1_048_576 - 26);

        string[] refusals =
        [
            await wire.RefusedAsync("PutLogEvents", Batch((now, "later"), (now - 1, "earlier"))),
            await wire.RefusedAsync("PutLogEvents", Batch((now - Day - 1, "a"), (now, "more than a day after"))),
            await wire.RefusedAsync("PutLogEvents", Batch((now, largest + "x"))),
            await wire.RefusedAsync("PutLogEvents", Batch((now, ""))),
            await wire.RefusedAsync("PutLogEvents", Batch()),
            await wire.RefusedAsync("PutLogEvents", Batch([.. Enumerable.Repeat((now, "x"), 10_001)])),
        ];

        Assert.All(refusals, refusal => Assert.Equal("InvalidParameterException", refusal));
        await wire.GetAsync("PutLogEvents", Batch((now - Day, "a"), (now, "a day after")));
        await wire.GetAsync("PutLogEvents", Batch((now, largest)));
        Assert.Equal(3, Messages(await wire.StreamPagesAsync("/app", "web")).Count);
    }

    [Theory]
    [InlineData("""{"logGroupName":"/app","logStreamName":"web","logEvents":[{"timestamp":"1","message":"x"}]}""")]
    [InlineData("""{"logGroupName":"/app","logStreamName":"web","logEvents":[{"timestamp":1,"message":1}]}""")]
    [InlineData("""{"logGroupName":"/app","logStreamName":"web","logEvents":{}}""")]
    [InlineData("""{"logGroupName":7,"logStreamName":"web","logEvents":[]}""")]
    [InlineData("""{"logGroupName":"/app" """)]
    [InlineData("[]")]
    public async Task What_is_not_of_the_right_type_cannot_be_deserialized(string body)
    {
        await using var wire = await WithStreamAsync();

        var reply = await wire.SendAsync("PutLogEvents", body);

        Assert.Equal((400, "SerializationException"), (reply.Status, reply.Json.GetProperty("__type").GetString()));
    }

    private static async Task<LogsWire> WithStreamAsync()
    {
        var wire = await StartAsync();
        wire.Server.Logs.CreateGroup("/app");
        wire.Server.Logs.CreateStream("/app", "web");
        return wire;
    }

    private static object Batch(params (long Timestamp, string Message)[] events) => new
    {
        logGroupName = "/app",
        logStreamName = "web",
        logEvents = events.Select(one => new { timestamp = one.Timestamp, message = one.Message }),
    };
}
