using LogArchiver.Discover;

namespace LogArchiver.Tests.Discover;

public sealed class GroupPatternTests
{
    [Theory]
    [InlineData("/app", "/app", true)]
    [InlineData("/app", "/app2", false)]
    [InlineData("/app", "/App", false)]
    [InlineData("/app*", "/app", true)]
    [InlineData("/app*", "/app/a/b", true)]
    [InlineData("*", "x", true)]
    [InlineData("*/error", "/a/b/error", true)]
    [InlineData("*/error", "/a/b/error/x", false)]
    [InlineData("/a/*/c/*/e", "/a/b/c/c/d/e", true)]
    [InlineData("/a/?", "/a/b", true)]
    [InlineData("/a/?", "/a/", false)]
    [InlineData("/a/?", "/a/bc", false)]
    [InlineData("a*b*c", "abbc", true)]
    [InlineData("a**c", "ac", true)]
    [InlineData("a.c", "abc", false)]
    public void A_glob_matches_the_whole_name(string pattern, string name, bool expected) =>
        Assert.Equal(expected, GroupPattern.Of(pattern).Matches(new LogGroup(name)));

    [Fact]
    public void A_glob_made_to_backtrack_is_still_quick()
    {
        var pattern = GroupPattern.Of(string.Concat(Enumerable.Repeat("a*", 200)) + "b");
        Assert.False(pattern.MatchesName(new string('a', 512)));
    }

    [Theory]
    [InlineData("arn:aws:logs:eu-west-1:123456789012:log-group:/a")]
    [InlineData("arn:aws-cn:logs:cn-north-1:123456789012:log-group:/a:*")]
    public void An_ARN_matches_the_group_of_that_account_alone(string text)
    {
        var pattern = GroupPattern.Of(text);
        Assert.False(pattern.IsGlob);
        Assert.Equal("/a", pattern.LiteralPrefix);
        Assert.True(pattern.Matches(new LogGroup("/a") { Arn = pattern.Arn!.Text }));
        Assert.False(pattern.Matches(new LogGroup("/a") { Arn = "arn:aws:logs:eu-west-1:999999999999:log-group:/a" }));
        Assert.False(pattern.Matches(new LogGroup("/a")));
    }

    [Theory]
    [InlineData("arn:aws:logs:eu-west-1:123456789012:log-group:/a:log-stream:x")]
    [InlineData("arn:aws:logs:eu-west-1:1234:log-group:/a")]
    [InlineData("arn:aws:logs:eu-west-1:123456789012:log-group:/a*")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("")]
    public void What_can_name_no_group_has_a_problem(string text) => Assert.NotNull(GroupPattern.ProblemWith(text));

    [Theory]
    [InlineData("/a*,/ab*,/abc,/b?", "/a,/b")]
    [InlineData("*,/a*", "")]
    [InlineData("/a,/b", null)]
    [InlineData("/b*,/a/x*,/a*,/a!z", "/a,/b")]
    public void Globs_are_listed_by_the_fewest_prefixes(string patterns, string? expected) => Assert.Equal(
        expected?.Split(',') ?? [], GroupDiscovery.ListingPrefixes(patterns.Split(',').Select(GroupPattern.Of)));
}
