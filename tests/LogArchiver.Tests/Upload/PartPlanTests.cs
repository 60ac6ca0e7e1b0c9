using System.Globalization;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Upload;

namespace LogArchiver.Tests.Upload;

public sealed class PartPlanTests
{
    [Fact]
    public void Ten_thousand_parts_hold_the_largest_merged_object_and_none_is_larger_than_S3_takes()
    {
        var parts = Enumerable.Range(1, PartLimits.MostParts).Select(number => PartPlan.BytesOf(number, 8 << 20)).ToList();
        Assert.All(parts, bytes => Assert.InRange(bytes, PartLimits.MinPartBytes, PartLimits.MaxPartBytes));
        Assert.True(parts.Sum() > long.Parse(Settings.MaxMergedBytes.Default!, CultureInfo.InvariantCulture));
    }
}
