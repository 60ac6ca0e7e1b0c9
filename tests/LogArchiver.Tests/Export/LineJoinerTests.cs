using System.Text;
using LogArchiver.Export;

namespace LogArchiver.Tests.Export;

public sealed class LineJoinerTests
{
    private const string Time = "2026-11-19T08:15:30.123Z";

    [Fact]
    public void A_line_is_an_event() => Assert.Equal([(1_795_076_130_123, "text")], Join($"{Time} text"));

    [Fact]
    public void A_line_without_a_time_goes_on_with_the_message() =>
        Assert.Equal(["one\n  two\n\nfour", "next"], Messages($"{Time} one", "  two", "", "four", $"{Time} next"));

    [Theory]
    [InlineData("2026-11-19 08:15:30.123Z not the form")]
    [InlineData("2026-13-19T08:15:30.123Z no such month")]
    [InlineData("2026-11-19T08:15:30.123Zand no blank")]
    [InlineData("2026-11-19T08:15:30Z no milliseconds")]
    [InlineData(" 2026-11-19T08:15:30.123Z not at the beginning")]
    public void What_is_no_such_time_belongs_to_the_message(string line) => Assert.Equal(["first\n" + line], Messages($"{Time} first", line));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_message_may_be_empty(string rest) => Assert.Equal([""], Messages(Time + rest));

    [Fact]
    public void A_message_that_holds_such_a_time_at_the_beginning_of_a_line_becomes_two() =>
        Assert.Equal(["one", "two"], Messages($"{Time} one", $"{Time} two"));

    [Fact]
    public void Without_lines_there_is_no_event() => Assert.Empty(Messages());

    [Fact]
    public void A_line_that_belongs_to_no_event_is_refused() => Assert.Throws<ExportException>(() => Messages("text"));

    [Fact]
    public void More_than_an_event_can_have_is_refused_before_memory_is()
    {
        var line = new string('x', 1 << 20);
        Assert.Single(Messages($"{Time} {line}"));
        Assert.Throws<ExportException>(() => Messages($"{Time} {line}", line));
    }

    private static IEnumerable<string> Messages(params string[] lines) => Join(lines).Select(joined => joined.Message);

    private static List<(long Ms, string Message)> Join(params string[] lines)
    {
        var joined = new List<(long, string)>();
        var joiner = new LineJoiner((ms, message) => joined.Add((ms, Encoding.UTF8.GetString(message))));
        foreach (var line in lines)
        {
            joiner.Add(Encoding.UTF8.GetBytes(line));
        }

        joiner.End();
        return joined;
    }
}
