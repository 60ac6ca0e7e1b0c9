using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Filter;

namespace LogArchiver.Tests.Filter;

public sealed class EventRuleTests
{
    [Theory]
    [InlineData("ELB-HealthChecker", "GET / ELB-HealthChecker/2.0", true)]
    [InlineData("elb", "ELB", false)]
    [InlineData("(?i)elb", "ELB", true)]
    [InlineData("GET /health", "GET /health 200", true)]
    [InlineData(@"a\.b", "a.b", true)]
    [InlineData(@"a\.b", "axb", false)]
    [InlineData("a.b", "axb", true)]
    [InlineData("^a", "ba", false)]
    [InlineData("a$", "a\n", true)]
    [InlineData("(?m)^b", "a\nb", true)]
    [InlineData(@"\s{2}", "a\t b", true)]
    [InlineData("nb", "a\nb", false)]
    [InlineData(@"""x""", "\"x\"", true)]
    [InlineData("[0-9]+ ms", "took 12 ms", true)]
    [InlineData("건강", "건강 검사", true)]
    [InlineData("😀", "a😀", true)]
    [InlineData(@"^\P{L}+$", "12", true)]
    [InlineData("(?i)straße", "STRASSE", false)]
    [InlineData(@"\$\.", "$.", true)]
    [InlineData("(a|b)*c", "ababc", true)]
    [InlineData("x", "", false)]
    public void A_pattern_is_looked_for_in_the_message(string rule, string message, bool matches) =>
        Assert.Equal(matches, RuleChecks.Matches(rule, message));

    [Theory]
    [InlineData("$.path = /health", """{"path":"/health"}""", true)]
    [InlineData("$.path=/health", """ {"path":"/health"} """ + "\n", true)]
    [InlineData("$.path = \"/health\"", """{"path":"\/health"}""", true)]
    [InlineData("$.path = '/health'", """{"path":"/health"}""", true)]
    [InlineData("$.path = /health", """{"path":"/healthy"}""", false)]
    [InlineData("$.path = /health", """{"p\u0061th":"/h\u0065alth"}""", true)]
    [InlineData("$.path = /health", """{"path":"/health"} trailing""", false)]
    [InlineData("$.path = /health", """{"path":"/health" """, false)]
    [InlineData("$.path = /health", "{'path': '/health'}", false)]
    [InlineData("$.path = /health", "GET path", false)]
    [InlineData("$.path = /health", "", false)]
    [InlineData("$.path = /health", """["path"]""", false)]
    [InlineData("$.path = a", """{"path":"b","path":"a"}""", true)]
    [InlineData("$.path = b", """{"path":"b","path":"a"}""", false)]
    [InlineData("$.status = 200", """{"status":200}""", true)]
    [InlineData("$.status = 200", """{"status":2e2}""", true)]
    [InlineData("$.status = 200", """{"status":"200"}""", true)]
    [InlineData("$.status = \"200\"", """{"status":200}""", false)]
    [InlineData("$.status = \"200\"", """{"status":"200"}""", true)]
    [InlineData("$.status = 200.0", """{"status":"200"}""", false)]
    [InlineData("$.id = 9007199254740993", """{"id":9007199254740992}""", false)]
    [InlineData("$.id = 1e400", """{"id":1e400}""", true)]
    [InlineData("$.ok = true", """{"ok":true}""", true)]
    [InlineData("$.ok = true", """{"ok":false}""", false)]
    [InlineData("$.ok != true", """{"ok":false}""", true)]
    [InlineData("$.error = null", """{"error":null}""", true)]
    [InlineData("$.error != null", """{"error":{"code":1}}""", true)]
    [InlineData("$.error != null", """{"error":null}""", false)]
    [InlineData("$.error != null", """{"other":1}""", false)]
    [InlineData("$.error = x", """{"error":["x"]}""", false)]
    [InlineData("$.a.b[1]['c d'] = 1", """{"a":{"b":[0,{"c d":1}]}}""", true)]
    [InlineData("$.a.b[1][\"c\\u0020d\"] = 1", """{"a":{"b":[0,{"c d":1}]}}""", true)]
    [InlineData("$.a.b[2]['c d'] = 1", """{"a":{"b":[0,{"c d":1}]}}""", false)]
    [InlineData("$[0].level = INFO", """[{"level":"INFO"}]""", true)]
    [InlineData("$['한 글'] = 😀", """{"한 글":"😀"}""", true)]
    [InlineData("$['한 글'] = 😀", """{"\ud55c \uae00":"\ud83d\ude00"}""", true)]
    [InlineData("$[''] = \"\"", """{"":""}""", true)]
    [InlineData("$.a = x", """{"\ud800":1,"a":"x"}""", true)]
    [InlineData("$.a = x", """{"a":"\ud800"}""", false)]
    [InlineData("$.status =~ /^5/", """{"status":503}""", true)]
    [InlineData("$.status =~ /^5/", """{"status":"503"}""", true)]
    [InlineData("$.status =~ /^5/", """{"status":[503]}""", false)]
    [InlineData("$.ok =~ /^t/", """{"ok":true}""", true)]
    [InlineData("$.path =~ /^/health/.*$/", """{"path":"/health/live"}""", true)]
    [InlineData("$.path =~ /HEALTH/", """{"path":"/health"}""", false)]
    [InlineData("$.path =~ /(?i)HEALTH/", """{"path":"/health"}""", true)]
    [InlineData("$.m =~ /a\nb/", """{"m":"a\nb"}""", true)]
    [InlineData("$.x = a b ", """{"x":"a b"}""", true)]
    [InlineData("$.a-b@c:d = 1", """{"a-b@c:d":1}""", true)]
    public void A_test_looks_at_a_field_of_a_json_message(string rule, string message, bool matches) =>
        Assert.Equal(matches, RuleChecks.Matches(rule, message));

    [Fact]
    public void A_message_may_be_nested_as_deep_as_the_limit_says()
    {
        Assert.True(RuleChecks.Matches("$.a = 1", Nested(MessageText.MaxDepth - 1)));
        Assert.False(RuleChecks.Matches("$.a = 1", Nested(MessageText.MaxDepth)));

        static string Nested(int depth) => $$"""{"a":1,"b":{{new string('[', depth)}}{{new string(']', depth)}}}""";
    }

    [Fact]
    public void Half_a_surrogate_pair_is_the_replacement_character()
    {
        var rules = EventRules.Parse([], ["^a.b$", "^\uFFFD$"], []);
        Assert.Equal(EventFilter.FirstExclude, RuleChecks.Drops(rules, """a\ud800b"""));
        Assert.Equal(EventFilter.FirstExclude + 1, RuleChecks.Drops(rules, """\udc00"""));
    }

    [Fact]
    public void Any_message_in_any_escapes_is_matched_as_its_true_text()
    {
        var pieces = Gen.Elements("a", "b", "n", "u0061", "\\", "\"", "/", "\n", "\t", "\u0001", "é", "한", "😀", " ", ".", "ab");
        var texts = pieces.ArrayOf().Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), pieces.NonEmptyListOf().Select(list => string.Concat(list.Take(3))).ToArbitrary(), (text, literal) =>
        {
            if (literal.Trim().Length == 0)
            {
                return;
            }

            Assert.Equal(text.Contains(literal, StringComparison.Ordinal), RuleChecks.Matches(Regex.Escape(literal), text));
            var set = $"[{Regex.Escape(literal).Replace("]", "\\]", StringComparison.Ordinal)}]{{2}}";
            Assert.Equal(Regex.IsMatch(text, set, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)), RuleChecks.Matches(set, text));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_field_in_any_escapes_is_tested_as_its_true_text()
    {
        var texts = Gen.Elements("a", "b", "\\", "\"", "/", "\n", "'", "é", "😀", " ", "u0061", "=").ArrayOf().Select(all => string.Concat(all.Take(10)));
        Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), texts.ToArbitrary(), (name, value, other) =>
        {
            var rule = $"$[{Json(name)}].x[1] = {Json(value)}";
            foreach (var escape in RuleChecks.Escapings)
            {
                Assert.True(RuleChecks.Matches(rule, Message(escape, name, value)));
                Assert.Equal(value == other, RuleChecks.Matches(rule, Message(escape, name, other)));
            }
        }).QuickCheckThrowOnFailure();

        static string Message(Func<string, string> escape, string name, string value) =>
            "{\"" + escape(name) + "\":{\"x\":[null,\"" + escape(value) + "\"]}}";

        static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
    }
}
