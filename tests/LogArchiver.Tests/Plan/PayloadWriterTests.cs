using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class PayloadWriterTests
{
    [Fact]
    public void What_is_written_is_read_as_it_was()
    {
        var request = Requests.Payload("""
            {
              "logGroups": ["/a", "/b*"], "tags": {"team": "web", "archive": ""}, "bucket": "b", "timeZone": "Asia/Seoul", "from": "2026-11-01",
              "includeEvents": ["a,b", " c", "\"안녕\""], "keepEvents": [], "paceShare": 0.4, "dryRun": true
            }
            """);
        var again = PayloadReader.Read(PayloadWriter.Write(request));
        Assert.Empty(again.Faults);
        Assert.Equal(request.Values.Keys.Order(), again.Values.Keys.Order());
        Assert.All(request.Values, given => Assert.Equal(given.Value.Texts, again.Values[given.Key].Texts));
    }

    [Theory]
    [InlineData("007", "7")]
    [InlineData(".5", "0.5")]
    public void Numbers_of_the_command_line_become_numbers_of_JSON(string typed, string written)
    {
        var request = new ArchiveRequest { Values = new Dictionary<string, GivenValue> { ["paceShare"] = new([typed], "option --pace-share") } };
        Assert.Equal($$"""{"paceShare":{{written}}}""", System.Text.Encoding.UTF8.GetString(PayloadWriter.Write(request)));
    }
}
