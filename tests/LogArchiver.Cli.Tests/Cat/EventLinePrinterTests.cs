using System.Buffers;
using System.Text;
using LogArchiver.Cli.Cat;
using NodaTime;

namespace LogArchiver.Cli.Tests.Cat;

public class EventLinePrinterTests
{
    private const string Line =
        """{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-19T00:00:01.000Z","logStream":"방-1","message":"two\nlines \"here\""}""";

    [Fact]
    public void An_event_is_its_time_its_stream_and_its_message() =>
        Assert.Equal("2026-11-19T00:00:00.123Z 방-1 two\nlines \"here\"\n", Print(Line));

    [Fact]
    public void Time_is_told_in_the_days_own_zone() => Assert.StartsWith(
        "2026-11-19T09:00:00.123+09:00 ", Print(Line, zone: DateTimeZoneProviders.Tzdb["Asia/Seoul"]), StringComparison.Ordinal);

    [Fact]
    public void As_stored_means_byte_for_byte() => Assert.Equal(Line + "\n", Print(Line, asStored: true));

    [Theory]
    [InlineData("방", null, true)]
    [InlineData("방-2", null, false)]
    [InlineData(null, "lines \"here", true)]
    [InlineData(null, "absent", false)]
    [InlineData("방", "absent", false)]
    public void Only_wanted_events_are_printed(string? stream, string? message, bool printed)
    {
        Assert.Equal(printed, Print(Line, new EventFilter(stream, message)).Length > 0);
        Assert.Equal(printed, Print(Line, new EventFilter(stream, message), asStored: true).Length > 0);
    }

    [Fact]
    public void The_newline_a_Lambda_message_ends_in_is_not_doubled() =>
        Assert.EndsWith(" done\n", Print(WithMessage("done\\n")), StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_it_is_stored() =>
        Assert.EndsWith(" x\\ud83d\n", Print(WithMessage("x\\ud83d")), StringComparison.Ordinal);

    [Fact]
    public void A_terminal_is_never_steered_by_what_a_log_says()
    {
        Assert.EndsWith(" \u241B[31mred\n", Print(WithMessage("\\u001b[31mred"), toTerminal: true), StringComparison.Ordinal);
        Assert.EndsWith(" \e[31mred\n", Print(WithMessage("\\u001b[31mred"), toTerminal: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"timestamp\":\"2026-11-19T12:00:00.100Z\",\"log", "it breaks off after 44 bytes")]
    [InlineData("not an event", "it does not begin with {")]
    [InlineData("", "it is empty")]
    [InlineData("{\"timestamp\":\"at noon\"}", "it is not JSON, or its time is none")]
    [InlineData("{\"timestamp\":null}", "it is not JSON, or its time is none")]
    [InlineData("{} {}", "it is not JSON, or its time is none")]
    [InlineData("{}", "it is JSON, but has no timestamp, stream and message")]
    [InlineData("{\"timestamp\":\"2026-11-19T12:00:00.100Z\",\"message\":\"m\"}", "it is JSON, but has no timestamp, stream and message")]
    public void A_line_that_is_no_event_is_told_and_not_printed(string line, string why)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(why, Printer().Print(Encoding.UTF8.GetBytes(line), output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Fields_may_come_in_another_order_and_with_others_among_them() => Assert.Equal(
        "2026-11-19T00:00:00.123Z s m\n", Print("""{"message":"m","new":{"message":1},"logStream":"s","timestamp":"2026-11-19T00:00:00.123Z"}"""));

    private static string WithMessage(string escaped) =>
        $$"""{"timestamp":"2026-11-19T00:00:00.123Z","ingestionTime":"2026-11-19T00:00:01.000Z","logStream":"s","message":"{{escaped}}"}""";

    private static string Print(
        string line, EventFilter? filter = null, DateTimeZone? zone = null, bool asStored = false, bool toTerminal = false)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Null(Printer(filter, zone, asStored, toTerminal).Print(Encoding.UTF8.GetBytes(line), output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static EventLinePrinter Printer(EventFilter? filter = null, DateTimeZone? zone = null, bool asStored = false, bool toTerminal = false) =>
        new(filter ?? new EventFilter(null, null), zone ?? DateTimeZone.Utc, asStored, toTerminal);
}
