using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class SettingsTests
{
    [Fact]
    public void Names_of_every_source_are_unique_and_follow_one_pattern()
    {
        Assert.Equal(Settings.All.Count, Settings.All.DistinctBy(setting => setting.Name).Count());
        Assert.Equal(Settings.All.Count, Settings.All.DistinctBy(setting => setting.OptionName).Count());
        Assert.All(Settings.All, setting =>
        {
            var words = string.Concat(setting.Name.Select(c => char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
            Assert.Equal(Settings.EnvironmentPrefix + words, setting.EnvironmentName);
            Assert.StartsWith("--", setting.OptionName, StringComparison.Ordinal);
            Assert.EndsWith(".", setting.Summary, StringComparison.Ordinal);
            Assert.False(setting.Accepted.EndsWith('.'));
            Assert.Equal(setting.Kind == SettingKind.Flag, setting.ValueName is null);
        });
    }

    [Fact]
    public void The_defaults_make_a_plan_once_a_bucket_and_a_group_are_given()
    {
        var plan = Requests.Plan("{}");
        Assert.Equal("UTC", plan.TimeZone);
        Assert.Equal("", plan.Prefix);
        Assert.Equal(LineFormat.Ndjson, plan.Format);
        Assert.Equal(Compression.Gzip, plan.Compression);
        Assert.Equal(ReaderKind.Auto, plan.Reader);
        Assert.False(plan.DryRun);
        Assert.Null(plan.Region);
    }
}
