using System.Text;
using LogArchiver.Readback;

namespace LogArchiver.Tests.Readback;

public sealed class CanonicalMessageTests
{
    [Theory]
    [InlineData("plain", "plain", true)]
    [InlineData("plain", "plan", false)]
    [InlineData("a/b", "a\\/b", true)]
    [InlineData("\\u0041\\/", "A/", true)]
    [InlineData("\\u001B", "\\u001b", true)]
    [InlineData("\\ud83d\\ude00", "\ud83d\ude00", true)]
    [InlineData("\\uD83D", "\\ud83d", true)]
    [InlineData("\\ud83d", "\ufffd", false)]
    [InlineData("\\\\u0041", "\\u0041", false)]
    [InlineData("a\\/", "\\u0061//", false)]
    public void Messages_are_the_same_text_whatever_their_escapes(string left, string right, bool same)
    {
        var (one, other) = (Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
        var message = new CanonicalMessage();
        Assert.Equal(same, message.AreSameText(one, other));
        Assert.Equal(same, message.AreSameText(other, one));
        Assert.Equal(same, message.HashOf(one) == message.HashOf(other));
    }
}
