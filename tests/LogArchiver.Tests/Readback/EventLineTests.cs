using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Readback;
using LogArchiver.Sort;
using LogArchiver.Tests.Sort;

namespace LogArchiver.Tests.Readback;

public sealed class EventLineTests
{
    private const string Line =
        """{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"a\"b","message":"m\n\u001b"}""";

    [Fact]
    public void A_line_is_taken_apart()
    {
        Assert.True(EventLine.TryParse(Encoding.UTF8.GetBytes(Line), out var parsed));
        Assert.Equal("2026-11-19T00:00:00.123Z", Iso(parsed.Timestamp));
        Assert.Equal("2026-11-20T01:02:03.004Z", Iso(parsed.IngestionTime));
        Assert.Equal("a\\\"b", Encoding.UTF8.GetString(parsed.Stream));
        Assert.Equal("m\\n\\u001b", Encoding.UTF8.GetString(parsed.Message));
    }

    [Fact]
    public void What_is_cut_off_or_changed_in_its_frame_is_no_event()
    {
        for (var length = 0; length < Line.Length; length++)
        {
            Assert.False(Parses(Line[..length]), Line[..length]);
        }

        foreach (var frame in (string[])["{", "\"timestamp\"", ":\"2026", "T00:", ",\"ingestionTime\"", "\"logStream\"", "\",\"message\":\"", "}"])
        {
            Assert.False(Parses(Line.Replace(frame, new string('#', frame.Length), StringComparison.Ordinal)), frame);
        }
    }

    [Theory]
    [InlineData("""{"timestamp":"2026-02-29T00:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"","message":""}""")]
    [InlineData("""{"timestamp":"2026-11-19T24:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"","message":""}""")]
    [InlineData("""{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"0000-11-20T01:02:03.004Z","logStream":"","message":""}""")]
    [InlineData("""{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"","message":"\x"}""")]
    [InlineData("""{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"","message":"\u12"}""")]
    [InlineData("""{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"","message":"a"b"}""")]
    [InlineData("""{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-20T01:02:03.004Z","logStream":"","message":"","more":1}""")]
    public void Dates_escapes_and_fields_that_an_archive_never_has_are_no_event(string line) => Assert.False(Parses(line));

    [Fact]
    public void What_the_packer_writes_is_read_back() =>
        Prop.ForAll(SampleEvent.Any, events =>
        {
            var writer = LineWriter.For(LineFormat.Ndjson);
            var buffer = new EventBuffer(1 << 20);
            foreach (var one in events)
            {
                Assert.True(one.TryAddTo(buffer));
            }

            using var cursor = buffer.Walk();
            foreach (var one in events)
            {
                cursor.MoveNext();
                var target = new byte[writer.MaxBytes(cursor)];
                Assert.True(EventLine.TryParse(target.AsSpan(0, writer.Write(cursor, target) - 1), out var parsed));
                Assert.Equal((one.Timestamp, one.IngestionTime), (parsed.Timestamp, parsed.IngestionTime));
                Assert.Equal((one.Stream, one.Message), (Encoding.UTF8.GetString(parsed.Stream), Encoding.UTF8.GetString(parsed.Message)));
            }
        }).QuickCheckThrowOnFailure();

    private static bool Parses(string line) => EventLine.TryParse(Encoding.UTF8.GetBytes(line), out _);

    private static string Iso(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
