using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Pack;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

/// <summary>Two parsers read pages; they must never differ in anything but time.</summary>
public sealed class QuickPageParserTests
{
    private static readonly Gen<string> Space = Gen.Elements("", "", "", " ", "\n", "\t\r\n ");

    private static readonly Gen<string> Text = Gen.Elements(
            "a", "plain text", "\\\"", "\\\\", """\n""", """\t""", """\/""", """\u001b[0m""", """\ud83d\ude00""", """\uD800""", "é한😀", "{\\\"k\\\":1}", new string('x', 59))
        .ArrayOf().Select(string.Concat);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("0", "-0", "1795046400000", "999999999999999999", "9223372036854775807", "-9223372036854775808"));

    private static readonly Gen<string> Unknown = Gen.OneOf(
        Number,
        Text.Select(text => $"\"{text}\""),
        Gen.Elements("null", "true", "[]", "{}", "1.5e3", """[{"a":[1,"]}"]}, "\""]""", """{"events":[{"timestamp":1}],"nextToken":"no"}"""));

    private static readonly Gen<string> Event =
        from timestamp in Number
        from ingestion in Gen.OneOf(Number, Gen.Constant("null"))
        from message in Text
        from stream in Text
        from unknown in Unknown
        from chosen in Gen.Shuffle(
        [
            $"\"timestamp\":{timestamp}", $"\"message\":\"{message}\"", $"\"ingestionTime\":{ingestion}",
            $"\"logStreamName\":\"{stream}\"", "\"eventId\":\"00042\"", $"\"other\":{unknown}",
        ])
        from count in Gen.Choose(4, 6)
        from spaces in Space.ArrayOf(4)
        select $"{{{spaces[0]}{string.Join(spaces[1] + "," + spaces[2], chosen.Take(count))}{spaces[3]}}}";

    private static readonly Gen<string> Page =
        from events in Event.ArrayOf()
        from token in Gen.Elements("\"f/1\"", "null", "\"a\\u0041\\\"b\"", "\"\"")
        from unknown in Unknown
        from members in Gen.Shuffle(
        [
            $"\"events\" :[{string.Join(" , ", events)}]", $"\"nextForwardToken\": {token}", $"\"nextBackwardToken\":\"b\"",
            $"\"searchedLogStreams\":{unknown}",
        ])
        from count in Gen.Choose(1, 4)
        from spaces in Space.ArrayOf(4)
        select $"{spaces[0]}{{{spaces[1]}{string.Join(',', members.Take(count))}{spaces[2]}}}{spaces[3]}";

    [Fact]
    public void What_the_quick_parser_understands_it_understands_as_the_full_one_does() =>
        Prop.ForAll(Page.ToArbitrary(), page => Compare(Encoding.UTF8.GetBytes(page))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_damaged_is_never_taken_for_something_else() =>
        Prop.ForAll(
            Page.ToArbitrary(),
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            Gen.Elements((byte)'"', (byte)'\\', (byte)',', (byte)'}', (byte)']', (byte)'0', (byte)'e', (byte)' ', (byte)0x1F, (byte)0xFF).ToArbitrary(),
            (page, place, damage) =>
            {
                var json = Encoding.UTF8.GetBytes(page);
                json[place % json.Length] = damage;
                Compare(json);
                Compare(json.AsSpan(0, place % json.Length));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"ingestionTime":1795046400900,"message":"{\"level\":\"info\"}\n","timestamp":1795046400000}""")]
    [InlineData("""{"eventId":"36","ingestionTime":3,"logStreamName":"web","message":"\u001b[31m a\/b","timestamp":1}""")]
    public void A_page_as_the_service_sends_it_needs_no_full_parser(string oneEvent)
    {
        foreach (var json in (string[])[$$"""{"events":[{{oneEvent}},{{oneEvent}}],"nextForwardToken":"f/1","nextBackwardToken":"b/1"}""", $$"""{"events":[{{oneEvent}}],"searchedLogStreams":[]}"""])
        {
            var slots = ArrayPool<EventSlot>.Shared.Rent(16);
            Assert.True(QuickPageParser.TryRead(Encoding.UTF8.GetBytes(json), ref slots, out _));
        }
    }

    [Theory]
    [InlineData("""{"events":[{"timestamp":01,"message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":1.0,"message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":99999999999999999999,"message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":-,"message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":1,"message":"\x"}]}""")]
    [InlineData("""{"events":[{"timestamp":1,"message":"\u00g0"}]}""")]
    [InlineData("""{"events":[{"timestamp":1,"message":"\u00"}]}""")]
    [InlineData("{\"events\":[{\"timestamp\":1,\"message\":\"a\nb\"}]}")]
    [InlineData("{\"events\":[{\"timestamp\":1,\"message\":\"a\",\"na\nme\":1}]}")]
    [InlineData("""{"events":[{"timestamp":1,"message":"m"},]}""")]
    [InlineData("""{"events":[{"timestamp":1,"message":"m",}]}""")]
    [InlineData("""{"events":[],}""")]
    [InlineData("""{"events":[]}}""")]
    [InlineData("""{"events":[{"timestamp":1 "message":"m"}]}""")]
    [InlineData("""{"events":[{"timestamp":1,"message":"m","x":tru}]}""")]
    public void What_JSON_forbids_is_malformed_for_both(string json)
    {
        var slots = ArrayPool<EventSlot>.Shared.Rent(16);
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.False(QuickPageParser.TryRead(bytes, ref slots, out _));
        var body = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(body, 0);
        Assert.Throws<MalformedPageException>(() => EventPage.Parse(body, bytes.Length, null));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    public void Both_allow_the_same_depth(int arrays)
    {
        var nested = new string('[', arrays) + new string(']', arrays);
        Compare(Encoding.UTF8.GetBytes($$"""{"events":[{"timestamp":1,"message":"m","deep":{{nested}}}]}"""));
        Compare(Encoding.UTF8.GetBytes($$"""{"events":[],"deep":{{nested}}}"""));
    }

    [Theory]
    [InlineData("1763510400123")]
    [InlineData("12345678")]
    [InlineData("-87654321")]
    [InlineData("123456789012345678")]
    public void A_number_with_anything_else_in_it_is_never_taken_for_one(string number)
    {
        var page = Encoding.UTF8.GetBytes($$"""{"events":[{"timestamp":{{number}},"message":"x"}],"nextForwardToken":"t"}""");
        var start = page.AsSpan().IndexOf(Encoding.UTF8.GetBytes(number));
        for (var place = start; place < start + number.Length; place++)
        {
            var was = page[place];
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                page[place] = (byte)value;
                Compare(page);
            }

            page[place] = was;
        }
    }

    private static void Compare(ReadOnlySpan<byte> json)
    {
        var quick = ArrayPool<EventSlot>.Shared.Rent(1);
        var full = ArrayPool<EventSlot>.Shared.Rent(1);
        PageOutline? expected;
        try
        {
            expected = EventPageParser.ReadFully(json, ref full);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            expected = null;
        }

        if (QuickPageParser.TryRead(json, ref quick, out var outline))
        {
            Assert.Equal(expected, outline);
            Assert.Equal(full[..outline.Events], quick[..outline.Events].Select(slot => slot with { IsCanonical = false }));
            foreach (var slot in quick[..outline.Events].Where(slot => slot.IsCanonical))
            {
                Assert.True(JsonText.IsCanonical(json.Slice(slot.Message.Start, slot.Message.Length)));
            }
        }
    }
}
