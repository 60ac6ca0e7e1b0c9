using System.Text;
using LogArchiver.Estimate;

namespace LogArchiver.Tests.Estimate;

public sealed class BillTests
{
    private static readonly Workload AHundredGigabytes = new()
    {
        Days = 100, Files = 1000, MessageBytes = 100.0 * (1 << 30), StoredBytes = 10.0 * (1 << 30), PaddedBytes = 12.0 * (1 << 30),
        Puts = 2000, Gets = 3000, Seconds = 900,
    };

    [Fact]
    public void The_sums_are_those_one_can_do_by_hand()
    {
        var bill = Bill.Of(AHundredGigabytes, 2, 4000, 512, PriceList.Usual());
        Assert.Equal((450 * 0.0000133334) + 0.0000004, bill.LambdaArm64, 9);
        Assert.Equal((450 * 0.0000166667) + 0.0000004, bill.LambdaX86, 9);
        Assert.Equal((2 * 0.005) + (3 * 0.0004), bill.Requests, 9);
        Assert.Equal(4 * 0.025, bill.StateMachine, 9);
        Assert.Equal(100 * 0.15 * 0.03, bill.CloudWatchLogsPerMonth, 9);
        Assert.Equal(bill.CloudWatchLogsPerMonth * 12, bill.CloudWatchLogsPerYear, 9);
        Assert.Equal(
            [("S3 Standard", 0.23, 0), ("S3 Standard-IA", 0.15, 0.01), ("S3 Glacier Instant Retrieval", 0.048, 0.02)],
            bill.Storage.Take(3).Select(one => (one.Name, Math.Round(one.PerMonth, 9), one.Moving)));

        // 1,000 entries of 40 KiB beside the files.
        Assert.Equal((10 + (1000 * 40.0 / (1 << 20))) * 0.00099, bill.Storage[^1].PerMonth, 9);
    }

    [Fact]
    public void The_embedded_prices_are_dated_and_of_a_Region()
    {
        var prices = PriceList.Usual();
        Assert.Equal(("us-east-1", "USD"), (prices.Region, prices.Currency));
        Assert.True(prices.Date >= new DateOnly(2026, 11, 1));
        Assert.Equal(0, prices.Storage[0].MovePerThousand);

        // AWS's own pages could not be read.
        Assert.StartsWith("second-hand", prices.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"perMillionInvocations\": 0.20", "\"perMillionInvocation\": 0.20", "perMillionInvocation")]
    [InlineData("\"putPerThousand\": 0.005,", "", "putPerThousand")]
    [InlineData("\"perThousandTransitions\": 0.025", "\"perThousandTransitions\": -0.025", "stepFunctions.perThousandTransitions is below zero")]
    [InlineData("\"perThousandTransitions\": 0.025", "", "perThousandTransitions")]
    [InlineData("\"perGBMonth\": 0.023", "\"perGBMonth\": -1", "S3 Standard: perGBMonth is below zero")]
    [InlineData("\"perGBMonth\": 0.023", "\"perGBMonth\": 1e300", "above a billion")]
    [InlineData("\"perGBMonth\": 0.023", "\"perGBMonth\": \"dear\"", "perGBMonth")]
    [InlineData("\"storage\": [", "\"storage\": [null,", "storage names no class")]
    [InlineData("\"region\": \"us-east-1\"", "\"region\": null", "region")]
    [InlineData("\"2026-11-20\"", "\"yesterday\"", "date")]
    public void A_mistyped_list_is_refused_by_the_name_of_what_is_wrong(string there, string instead, string named)
    {
        var json = File.ReadAllText(Path.Combine(LogArchiver.Testing.RepositoryRoot.Path, "src", "LogArchiver", "Estimate", "prices.json"));
        Assert.Contains(there, json, StringComparison.Ordinal);
        var wrong = json.Replace(there, instead, StringComparison.Ordinal);
        Assert.Contains(named, Assert.Throws<BadPricesException>(() => PriceList.Parse(Encoding.UTF8.GetBytes(wrong))).Message, StringComparison.Ordinal);
    }
}
