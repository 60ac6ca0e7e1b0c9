using LogArchiver.Filter;
using LogArchiver.Plan;
using LogArchiver.Seal;

namespace LogArchiver.Tests.Filter;

public sealed class EventFilterTests
{
    private const int Include = EventFilter.NotIncluded;
    private const int First = EventFilter.FirstExclude;

    [Theory]
    [InlineData("", "", "", "x", null)]
    [InlineData("", "a", "", "x", null)]
    [InlineData("", "x", "", "x", First)]
    [InlineData("", "a,x,.", "", "x", First + 1)]
    [InlineData("a", "", "", "x", Include)]
    [InlineData("a,x", "", "", "x", null)]
    [InlineData("a", "x", "", "x", Include)]
    [InlineData("x", "x", "", "x", First)]
    [InlineData("", "x", "x", "x", null)]
    [InlineData("a", "", "x", "x", null)]
    [InlineData("", "x", "a", "x", First)]
    [InlineData("", "", "a", "x", null)]
    public void What_is_not_included_or_is_excluded_is_dropped_unless_it_is_kept(string include, string exclude, string keep, string message, int? dropper) =>
        Assert.Equal(dropper, RuleChecks.Drops(EventRules.Parse(Split(include), Split(exclude), Split(keep)), message));

    [Fact]
    public void Each_event_is_counted_once_and_goes_on_from_earlier_counts()
    {
        var rules = EventRules.Parse(["a"], ["b", "ab", "c"], ["keep"]);
        var filter = new EventFilter(rules, [10, 20, 30, 40]);
        foreach (var message in (string[])["x", "a", "ab", "ac", "abc", "keep b", "acb"])
        {
            RuleChecks.Drops(filter, message);
        }

        Assert.Equal([11, 23, 30, 41], filter.Dropped);
    }

    [Fact]
    public void A_long_message_after_a_short_one_is_seen_whole_and_a_short_one_after_it_alone()
    {
        var filter = new EventFilter(EventRules.Parse([], ["end$", "$.a = 1"], []));
        Assert.Null(RuleChecks.Drops(filter, "x"));
        Assert.Equal(First, RuleChecks.Drops(filter, new string('y', 1_000_000) + "end"));
        Assert.Null(RuleChecks.Drops(filter, "en"));
        Assert.Equal(First + 1, RuleChecks.Drops(filter, """{\"a\":1}"""));
        Assert.Null(RuleChecks.Drops(filter, """{\"a\":2}"""));
    }

    [Fact]
    public void The_same_rules_have_the_same_fingerprint_and_no_others()
    {
        var all = new[]
        {
            EventRules.None, EventRules.Parse(["a"], [], []), EventRules.Parse([], ["a"], []), EventRules.Parse([], [], ["a"]),
            EventRules.Parse([], ["a", "b"], []), EventRules.Parse([], ["b", "a"], []), EventRules.Parse([], ["a\",\"b"], []),
        };
        Assert.Equal(all.Length, all.DistinctBy(rules => rules.Fingerprint).Count());
        Assert.Equal(all[4].Fingerprint, EventRules.Parse([], ["a", "b"], []).Fingerprint);
        Assert.True(all[4].AreThoseOf(all[5]));
        Assert.False(all[4].AreThoseOf(all[2]));
        Assert.False(all[1].AreThoseOf(all[2]));
    }

    [Fact]
    public void A_manifest_tells_the_rules_with_what_they_dropped_and_gives_them_back()
    {
        var rules = EventRules.Parse(["a", "b"], ["c", "$.d = 1"], ["e"]);
        var filters = ManifestFilters.Of(rules, [1, 2, 3]);
        Assert.Equal(
            [("includeEvents", "a|b", 1), ("excludeEvents", "c", 2), ("excludeEvents", "$.d = 1", 3), ("keepEvents", "e", 0)],
            filters.Select(filter => (filter.Setting, string.Join('|', filter.Rules), filter.Dropped)));
        Assert.Empty(ManifestFilters.Of(EventRules.None, null));
        Assert.All(ManifestFilters.Of(rules, null), filter => Assert.Equal(0, filter.Dropped));
        Assert.Equal(
            [Settings.IncludeEvents.Name, Settings.ExcludeEvents.Name, Settings.KeepEvents.Name],
            filters.Select(filter => filter.Setting).Distinct());
    }

    private static string[] Split(string rules) => rules.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
