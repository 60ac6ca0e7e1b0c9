using LogArchiver.Filter;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Filter;

public sealed class BadRuleTests
{
    private static readonly string[] BadRules =
    [
        "", "  ", new('a', 501),
        "(", "a)", "[a", "*a", "a**", "a{3,2}", @"\p{Nothing}", "(?z)a", @"a\", "[b-a]", @"\Qa\E",
        "a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", "(?>a)b", "(a)(?(1)b|c)", @"(a)\1", @"(?<n>a)\k<n>", @"\Ga", "(?<o>a)(?<i-o>b)", "(?x) a",
        "a{201}", "((a|b){30}){30}", "(?i:[a-z]{3}x){200}",
        "$.", "$.a", "$.a b", "$..a = 1", "$.a. = 1", "$[] = 1", "$[a] = 1", "$[-1] = 1", "$[99999999999] = 1", "$[0 = 1", "$['a = 1", "$[\"a\\q\"] = 1", "$['a'x = 1",
        "$.a =", "$.a == 1", "$.a != ", "$.a > 1", "$.a ~ 1", "$.a = \"x", "$.a = 'x", "$.a = \"x\" y", "$.a = \"\\", "$.a = \"\\ud800\"",
        "$.a =~ x", "$.a =~ /", "$.a =~ //", "$.a =~ /x", "$.a =~ /(x/", "$.a =~ /x(?=y)/", "$.a =~ /x{600}/",
    ];

    [Fact]
    public void A_bad_rule_is_refused_with_its_place_and_the_reason()
    {
        var told = string.Join('\n', BadRules.Select(rule => Assert.Throws<BadRuleException>(() => EventRules.Parse([], [rule], [])).Message)) + "\n";
        Assert.Equal(Golden.Text("LogArchiver.Tests", "bad-rules.txt", told), told);
    }

    [Theory]
    [InlineData("a{200}", 200)]
    [InlineData("a{2,5}b", 6)]
    [InlineData("(ab{3}){4}c", 17)]
    [InlineData("(?i)(?:a|b)+", 2)]
    [InlineData(@"[^\]a]{7}", 7)]
    [InlineData("[]a]{7}", 7)]
    [InlineData("[a-z-[aeiou]]{7}", 7)]
    [InlineData(@"\p{Lu}{3}\.{2}", 5)]
    [InlineData("a(?#why (not){3}", 3)]
    [InlineData("a{x}", 4)]
    [InlineData("(?<name>ab){2}", 4)]
    [InlineData("(?'name'ab){2}", 4)]
    [InlineData("a{3,}?", 3)]
    [InlineData(@"\({3}", 3)]
    [InlineData("a{0}", 1)]
    public void The_steps_of_a_pattern_are_its_length_with_repetitions_counted_out(string pattern, long steps)
    {
        Assert.Equal(new PatternScan(steps, null), PatternScan.Of(pattern));
        EventRules.Parse([], [pattern], []);
    }

    [Fact]
    public void What_needs_to_go_back_is_no_matter_where_it_is_only_text() =>
        EventRules.Parse([@"\(?=a", "[(?=]", @"\\1", "a(?#(?=)b"], ["$.a = (?=x)"], [@"$.a =~ /\\k<a>/"]);
}
