using System.Text;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class EventPageTests
{
    /// <summary>A page as the service sends it, and one with a name that only the full parser reads.</summary>
    [Theory]
    [InlineData("timestamp", true)]
    [InlineData("timest\\u0061mp", false)]
    public void Messages_come_in_canonical_escapes_whatever_the_service_chose(string name, bool isKnown)
    {
        string[] wire = ["""{\"a\":1}\n""", """a\/b""", """\u0041\u001B""", """\ud83d\ude00""", string.Empty, """\\u0041"""];
        var events = wire.Select(message => $$"""{"{{name}}":5,"message":"{{message}}"}""");
        var body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', events)}}],"nextForwardToken":"t"}""");
        using var page = EventPage.Parse(body, body.Length, sentToken: null);
        byte[] buffer = [];
        var messages = new List<string>();
        foreach (ref readonly var slot in page.Events)
        {
            messages.Add(Encoding.UTF8.GetString(page.MessageOf(in slot, ref buffer)));
        }

        Assert.Equal(["""{\"a\":1}\n""", "a/b", """A\u001b""", "😀", string.Empty, """\\u0041"""], messages);
        Assert.Equal(isKnown, page.Events[0].IsCanonical);
        Assert.False(page.Events[1].IsCanonical);
    }
}
