using LogArchiver.Filter;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class RuleListTests
{
    [Theory]
    [InlineData("a, b", "a, b")]
    [InlineData(" a \n\n\tb,c\r\n", "a|b,c")]
    [InlineData("""["a,b", " c ", "[0-9]+"]""", "a,b| c |[0-9]+")]
    [InlineData("[]", "")]
    [InlineData("$.a = [1]", "$.a = [1]")]
    public void In_the_environment_rules_are_lines_or_a_json_array(string value, string rules)
    {
        var request = Requests.Environment(("LOGARCHIVER_EXCLUDE_EVENTS", value));
        Assert.Empty(request.Faults);
        Assert.Equal(rules, string.Join('|', request.Values["excludeEvents"].Texts));
    }

    [Theory]
    [InlineData("[0-9]+ ms")]
    [InlineData("""["a", "b]""")]
    [InlineData("""["a", 1]""")]
    [InlineData("""["\ud800"]""")]
    public void What_begins_as_an_array_and_is_none_is_refused_rather_than_taken_for_a_pattern(string value)
    {
        var fault = Assert.Single(Requests.Environment(("LOGARCHIVER_KEEP_EVENTS", value)).Faults);
        Assert.Equal("keepEvents", fault.Setting);
        Assert.StartsWith("environment variable LOGARCHIVER_KEEP_EVENTS begins with [ and is no JSON array", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_has_the_rules_of_all_three_settings_each_once()
    {
        var rules = Requests.Plan("""{"includeEvents":["a,b","c","a,b"],"excludeEvents":"$.d = 1","keepEvents":["e "]}""").Rules;
        Assert.Equal(["a,b", "c"], rules.Include);
        Assert.Equal(["$.d = 1"], rules.Exclude);
        Assert.Equal(["e "], rules.Keep);
        Assert.True(Requests.Plan("{}").Rules.IsEmpty);
    }

    [Fact]
    public void A_payload_can_do_without_the_rules_of_the_environment() => Assert.True(Planner.Plan(
        Requests.Environment(("LOGARCHIVER_EXCLUDE_EVENTS", "a")).OverriddenBy(Requests.Payload("""{"excludeEvents":[]}""")),
        Requests.Now).Rules.IsEmpty);

    [Fact]
    public void Every_bad_rule_is_told_with_its_origin_and_its_place()
    {
        var faults = Requests.Faults("""{"includeEvents":["ok","a(?=b)"],"excludeEvents":["(","$.a > 1"],"daysAgo":0}""").Split('\n');
        Assert.Equal(4, faults.Length);
        Assert.Contains(faults, fault => fault.StartsWith(
            "includeEvents: \"a(?=b)\" (payload field \"includeEvents\") goes wrong at character 2, before \"(?=b)\": a lookahead cannot be matched in time that grows only with the message. Accepted: rules such as ",
            StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("excludeEvents: \"(\" (payload field \"excludeEvents\") goes wrong at character 1", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("excludeEvents: \"$.a > 1\" ", StringComparison.Ordinal));
    }

    [Fact]
    public void There_is_a_limit_to_the_rules_of_all_three_settings_together()
    {
        Assert.Equal(EventRules.MaxRules, Requests.Plan(Payload(EventRules.MaxRules - 1)).Rules.Exclude.Count + 1);
        Assert.Contains("includeEvents, excludeEvents and keepEvents have 51 rules, more than 50.", Requests.Faults(Payload(EventRules.MaxRules)), StringComparison.Ordinal);

        static string Payload(int excludes) =>
            "{\"keepEvents\":[\"k\"],\"excludeEvents\":[" + string.Join(',', Enumerable.Range(0, excludes).Select(number => $"\"r{number}\"")) + "]}";
    }
}
