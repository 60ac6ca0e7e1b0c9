using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class EnvironmentReaderTests
{
    [Fact]
    public void Every_setting_is_read_from_its_variable()
    {
        var request = EnvironmentReader.Read(Settings.All.ToDictionary(setting => setting.EnvironmentName, setting => (string?)setting.Name));
        Assert.Empty(request.Faults);
        Assert.Equal(Settings.All.Count, request.Values.Count);
        Assert.All(Settings.All, setting => Assert.Equal([setting.Name], request.Values[setting.Name].Texts));
        Assert.Equal("environment variable LOGARCHIVER_TIME_ZONE", request.Values["timeZone"].Origin);
    }

    [Fact]
    public void Variables_of_others_are_no_affair_of_ours() =>
        Assert.Empty(EnvironmentReader.Read(new Dictionary<string, string?> { ["BUCKET"] = "b", ["AWS_REGION"] = "r" }).Values);

    [Fact]
    public void An_empty_variable_is_not_set()
    {
        var request = EnvironmentReader.Read(new Dictionary<string, string?> { ["LOGARCHIVER_BUCKET"] = " ", ["LOGARCHIVER_PREFIX"] = null });
        Assert.Empty(request.Values);
        Assert.Empty(request.Faults);
    }

    [Fact]
    public void A_name_with_a_typing_mistake_is_a_fault()
    {
        var fault = Assert.Single(EnvironmentReader.Read(new Dictionary<string, string?> { ["LOGARCHIVER_TIMEZONE"] = "UTC" }).Faults);
        Assert.Equal("LOGARCHIVER_TIMEZONE", fault.Setting);
        Assert.EndsWith("did you mean \"LOGARCHIVER_TIME_ZONE\"?", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_another_program_uses_is_passed_over() =>
        Assert.Empty(EnvironmentReader.Read(new Dictionary<string, string?> { ["LOGARCHIVER_STACK"] = "x" }, ["LOGARCHIVER_STACK"]).Faults);
}
