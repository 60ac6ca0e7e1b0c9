using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Pack;

namespace LogArchiver.Tests.Pack;

public sealed class JsonTextTests
{
    private static readonly JsonSerializerOptions[] Encoders =
    [
        new() { Encoder = JavaScriptEncoder.Default },
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    [InlineData("""{\"level\":\"info\",\"n\":1}\n""", """{\"level\":\"info\",\"n\":1}\n""")]
    [InlineData("""a\/b""", "a/b")]
    [InlineData("""\u0041\u00e9\ud83d\ude00""", "Aé😀")]
    [InlineData("""\u001B[31m""", """\u001b[31m""")]
    [InlineData("""\u0009\u000a\u0022\u005c""", """\t\n\"\\""")]
    [InlineData("""\ud83d alone""", """\ud83d alone""")]
    [InlineData("""\uDE00\uD83D""", """\ude00\ud83d""")]
    [InlineData("""\ud83d\ud83d\ude00""", """\ud83d😀""")]
    [InlineData("""\u2028\u007f""", "\u2028\u007f")]
    [InlineData("""\\u0041""", """\\u0041""")]
    public void Whatever_escapes_the_service_chose_the_canonical_text_is_the_same(string wire, string canonical)
    {
        Assert.Equal(canonical, Canonical(wire));
        Assert.Equal(wire == canonical, JsonText.IsCanonical(Encoding.UTF8.GetBytes(wire)));
    }

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
    public void Texts_are_the_same_bytes_in_canonical_escapes_when_they_are_the_same(string left, string right, bool same)
    {
        byte[] buffer = [];
        var one = JsonText.InCanonicalEscapes(Encoding.UTF8.GetBytes(left), ref buffer).ToArray();
        var other = JsonText.InCanonicalEscapes(Encoding.UTF8.GetBytes(right), ref buffer).ToArray();
        Assert.Equal(same, one.AsSpan().SequenceEqual(other));
    }

    [Theory]
    [InlineData("""a\tb\\c\"d\/e\b\f\r\n""", "a\tb\\c\"d/e\b\f\r\n")]
    [InlineData("""\ud55c\uae00 \ud83d\ude00""", "한글 😀")]
    [InlineData("""\ud83d!""", "\uFFFD!")]
    [InlineData("""\u0000""", "\0")]
    public void Plain_text_has_no_escapes_left(string wire, string plain) => Assert.Equal(plain, Plain(wire));

    [Fact]
    public void Any_text_survives_any_encoder_and_comes_out_canonical() =>
        Prop.ForAll(Texts, text =>
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var canonical = Escaped(utf8);
            foreach (var options in Encoders)
            {
                var wire = JsonSerializer.Serialize(text, options)[1..^1];
                Assert.Equal(canonical, Canonical(wire));
                Assert.Equal(text, Plain(wire));
            }

            Assert.True(JsonText.IsCanonical(Encoding.UTF8.GetBytes(canonical)));
            Assert.Equal(text, JsonSerializer.Deserialize<string>($"\"{canonical}\""));
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<string> Texts => Gen.Elements("a", "\"", "\\", "/", "\n", "\t", "\u0001", "\u001f", "\u007f", "é", "한", "😀", "\u2028", "<", "u0041")
        .ArrayOf().Select(string.Concat).ToArbitrary();

    private static string Canonical(string wire)
    {
        var source = Encoding.UTF8.GetBytes(wire);
        var target = new byte[source.Length];
        return Encoding.UTF8.GetString(target, 0, JsonText.Canonicalize(source, target));
    }

    private static string Escaped(byte[] plain)
    {
        var target = new byte[JsonText.MostEscapedBytes(plain.Length)];
        return Encoding.UTF8.GetString(target, 0, JsonText.Escape(plain, target));
    }

    private static string Plain(string wire)
    {
        var source = Encoding.UTF8.GetBytes(wire);
        var target = new byte[source.Length];
        return Encoding.UTF8.GetString(target, 0, JsonText.Unescape(source, target));
    }
}
