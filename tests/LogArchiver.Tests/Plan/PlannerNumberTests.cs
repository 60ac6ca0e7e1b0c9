using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Plan;

public sealed class PlannerNumberTests
{
    [Theory]
    [InlineData("\"maxMergedBytes\":0", "maxMergedBytes")]
    [InlineData("\"maxMergedBytes\":1.5", "maxMergedBytes")]
    [InlineData("\"maxMergedBytes\":-1", "maxMergedBytes")]
    [InlineData("\"maxMergedBytes\":99999999999999999999", "maxMergedBytes")]
    [InlineData("\"paceShare\":0", "paceShare")]
    [InlineData("\"paceShare\":1.01", "paceShare")]
    [InlineData("\"paceShare\":1e-3", "paceShare")]
    public void A_number_out_of_its_range_is_refused_by_name(string field, string setting)
    {
        var refused = Assert.Throws<BadRequestException>(() => Plan(field));
        Assert.Equal(setting, Assert.Single(refused.Faults).Setting);
    }

    [Fact]
    public void Numbers_are_taken_as_they_are_written()
    {
        var plan = Plan("\"maxMergedBytes\":5000000000,\"paceShare\":0.25");
        Assert.Equal((5_000_000_000, 0.25), (plan.MaxMergedBytes, plan.PaceShare));
    }

    private static ArchivePlan Plan(string field) => Planner.Plan(
        PayloadReader.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"logGroups":"/a","bucket":"archive",{{field}}}""")),
        new ManualClock().GetUtcNow());
}
