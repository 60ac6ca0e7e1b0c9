using System.Globalization;
using System.Text;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class EventPageParserTests
{
    private const string TwoEvents =
        """
        {"nextBackwardToken":"b/1","events":[{"timestamp":1,"message":"one","ingestionTime":2},
        {"eventId":"00042","logStreamName":"web \"1\"","timestamp":3,"message":"two","ingestionTime":4}],
        "nextForwardToken":"f/2","searchedLogStreams":[]}
        """;

    [Fact]
    public void Each_event_is_found_with_all_it_has()
    {
        using var page = Parse(TwoEvents);
        Assert.Equal(2, page.Events.Length);
        var (first, second) = (page.Events[0], page.Events[1]);
        Assert.Equal((1, 2, "one", "", ""), Seen(page, first));
        Assert.Equal((3, 4, "two", "web \\\"1\\\"", "00042"), Seen(page, second));
        Assert.Equal("f/2", page.NextToken);
        Assert.Equal(TwoEvents.Length, page.WireBytes);
    }

    [Theory]
    [InlineData("""{"nextToken":"t","events":[]}""")]
    [InlineData("""{"events":[],"nextToken":"t"}""")]
    [InlineData("""{"nextToken":"t"}""")]
    public void A_page_without_events_but_with_a_token_is_not_the_end(string json)
    {
        using var page = Parse(json);
        Assert.Empty(page.Events.ToArray());
        Assert.Equal("t", page.NextToken);
    }

    [Theory]
    [InlineData("""{"events":[]}""", null)]
    [InlineData("""{"events":[],"nextToken":null}""", "t")]
    [InlineData("""{"nextForwardToken":"t","events":[]}""", "t")]
    public void No_token_a_null_and_the_token_that_was_sent_are_the_end(string json, string? sentToken)
    {
        using var page = Parse(json, sentToken);
        Assert.Null(page.NextToken);
    }

    [Theory]
    [InlineData("""a\"b\\c\/d\b\f\n\r\té😀""")]
    [InlineData("""lone \ud800 and \udc00 and \uD83D""")]
    [InlineData("한국어 🦔 \u2028 raw")]
    [InlineData("")]
    public void The_bytes_of_a_message_are_left_as_they_came(string escaped)
    {
        using var page = Parse($$"""{"events":[{"message":"{{escaped}}","timestamp":1,"ingestionTime":1}]}""");
        Assert.Equal(escaped, Encoding.UTF8.GetString(page[page.Events[0].Message]));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_pass_through_too()
    {
        byte[] json = [.. "{\"events\":[{\"timestamp\":1,\"message\":\""u8, 0xFF, 0xC3, .. "\"}]}"u8];
        var body = new byte[json.Length];
        json.CopyTo(body, 0);
        using var page = EventPage.Parse(body, json.Length, null);
        Assert.Equal(new byte[] { 0xFF, 0xC3 }, page[page.Events[0].Message].ToArray());
    }

    [Theory]
    [InlineData("""{"events":[{"timestamp":7,"message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":7,"message":"m","ingestionTime":null}]}""")]
    public void An_event_without_ingestion_time_counts_as_ingested_when_it_happened(string json)
    {
        using var page = Parse(json);
        Assert.Equal(7, page.Events[0].IngestionTime);
    }

    [Fact]
    public void Members_not_known_here_are_passed_over_whatever_they_hold()
    {
        using var page = Parse(
            """
            {"new":{"events":[1,{"nextToken":"no"}]},"events":[{"x":{"message":"no"},"timestamp":1,"message":"yes","y":[[]],"z":null}],"more":1.5}
            """);
        Assert.Equal("yes", Encoding.UTF8.GetString(page[page.Events[0].Message]));
        Assert.Null(page.NextToken);
    }

    [Fact]
    public void A_page_cut_anywhere_is_malformed()
    {
        for (var length = 0; length < TwoEvents.Length; length++)
        {
            Assert.Throws<MalformedPageException>(() => Parse(TwoEvents[..length]));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"events":null}""")]
    [InlineData("""{"searchedLogStreams":[]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"events":[]} {"events":[]}""")]
    [InlineData("""{"events":[{"timestamp":1}]}""")]
    [InlineData("""{"events":[{"message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":"1","message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":1,"message":5}]}""")]
    [InlineData("""{"events":[7]}""")]
    [InlineData("""{"events":[],"nextToken":7}""")]
    public void What_is_not_a_page_is_malformed(string json) => Assert.Throws<MalformedPageException>(() => Parse(json));

    [Fact]
    public void Ten_thousand_events_are_all_found_in_their_order()
    {
        var events = string.Join(
            ',', Enumerable.Range(0, 10_000).Select(number => $$"""{"timestamp":{{number}},"message":"{{number}}","ingestionTime":0}"""));
        using var page = Parse($$"""{"events":[{{events}}],"nextForwardToken":"f"}""");
        Assert.Equal(10_000, page.Events.Length);
        for (var number = 0; number < page.Events.Length; number++)
        {
            Assert.Equal(number, page.Events[number].Timestamp);
            Assert.Equal(number, int.Parse(Encoding.UTF8.GetString(page[page.Events[number].Message]), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_megabyte_of_control_characters_takes_six_on_the_wire_and_is_found_whole()
    {
        var escaped = new StringBuilder().Insert(0, "\\u0001", 1_048_576).ToString();
        using var page = Parse($$"""{"events":[{"timestamp":1,"message":"{{escaped}}"}],"nextForwardToken":"f"}""");
        Assert.Equal(6 * 1_048_576, page.Events[0].Message.Length);
        Assert.True(page[page.Events[0].Message].SequenceEqual(Encoding.UTF8.GetBytes(escaped)));
    }

    [Theory]
    [InlineData(TwoEvents)]
    [InlineData("""{"events":[{"timestamp":1""")]
    public void The_buffer_goes_back_to_the_pool_whether_or_not_it_held_a_page(string json)
    {
        var pool = new PagePool();
        var body = pool.RentBody(1 << 19);
        var length = Encoding.UTF8.GetBytes(json, body);
        try
        {
            EventPage.Parse(body, length, null, pool).Dispose();
        }
        catch (MalformedPageException)
        {
            // The second case; the buffer is back all the same.
        }

        Assert.Same(body, pool.RentBody(1 << 19));
    }

    [Fact]
    public void Disposing_twice_gives_the_buffers_back_once()
    {
        var pool = new PagePool();
        var body = pool.RentBody(TwoEvents.Length);
        var page = EventPage.Parse(body, Encoding.UTF8.GetBytes(TwoEvents, body), null, pool);
        page.Dispose();
        page.Dispose();
        Assert.NotSame(pool.RentBody(TwoEvents.Length), pool.RentBody(TwoEvents.Length));
    }

    private static (long, long, string, string, string) Seen(EventPage page, EventSlot slot) =>
        (slot.Timestamp, slot.IngestionTime, Encoding.UTF8.GetString(page[slot.Message]),
            Encoding.UTF8.GetString(page[slot.Stream]), Encoding.UTF8.GetString(page[slot.EventId]));

    private static EventPage Parse(string json, string? sentToken = null)
    {
        var body = new byte[Encoding.UTF8.GetMaxByteCount(json.Length)];
        return EventPage.Parse(body, Encoding.UTF8.GetBytes(json, body), sentToken);
    }
}
