using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Estimate;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Estimate;

public sealed class DayEstimatorTests
{
    private static readonly DayEstimator Estimator = new("us-east-1", 0.8, 512);

    [Fact]
    public void A_day_that_holds_more_never_takes_less() =>
        Prop.ForAll(Volumes.Sizes(), Volumes.Sizes(), (one, other) =>
        {
            var (less, more) = (Work(Math.Min(one, other)), Work(Math.Max(one, other)));
            Assert.True(less.GroupPages <= more.GroupPages);
            Assert.True(less.Seconds <= more.Seconds);
            Assert.True(less.Puts <= more.Puts);
            Assert.True(less.PaddedBytes <= more.PaddedBytes);
            Assert.True(less.StoredBytes <= more.StoredBytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Days_add_up_in_work_and_in_money() =>
        Prop.ForAll(Volumes.Sizes(), Volumes.Sizes(), (one, other) =>
        {
            var (a, b, prices) = (Work(one), Work(other), PriceList.Usual());
            var (billA, billB, both) = (Bill.Of(a, 1, 10, 512, prices), Bill.Of(b, 2, 20, 512, prices), Bill.Of(a.And(b), 3, 30, 512, prices));
            AssertSame(billA.LambdaArm64 + billB.LambdaArm64, both.LambdaArm64);
            AssertSame(billA.StateMachine + billB.StateMachine, both.StateMachine);
            AssertSame(billA.Requests + billB.Requests, both.Requests);
            AssertSame(billA.CloudWatchLogsPerYear + billB.CloudWatchLogsPerYear, both.CloudWatchLogsPerYear);
            for (var i = 0; i < both.Storage.Count; i++)
            {
                AssertSame(billA.Storage[i].PerMonth + billB.Storage[i].PerMonth, both.Storage[i].PerMonth);
                AssertSame(billA.Storage[i].Moving + billB.Storage[i].Moving, both.Storage[i].Moving);
            }

            Assert.Equal(a.And(b), b.And(a));
            Assert.Equal(a, a.And(Workload.None));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_part_of_a_day_is_no_more_than_the_day() =>
        Prop.ForAll(Volumes.Sizes(), Gen.Choose(0, 1000).ToArbitrary(), (bytes, share) =>
        {
            var part = Volumes.Of(bytes).Part(share / 1000.0);
            Assert.True(part.Pages >= 1 && part.Pages <= Volumes.Of(bytes).Pages);
            AssertSame(bytes * share / 1000, part.MessageBytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_export_is_not_read_through_the_API_and_takes_more_of_S3()
    {
        var volume = Volumes.Of(1e9);
        var (read, exported) = (Work(1e9), Estimator.Exporting(volume));
        Assert.Equal((1, 0, 2), (exported.ExportTasks, exported.GroupPages, exported.LogRequests));
        Assert.Equal((read.Puts + 8, read.Gets + 3, read.StoredBytes), (exported.Puts, exported.Gets, exported.StoredBytes));
        Assert.True(exported.Seconds > 1 && exported.Seconds < read.Seconds);
        Assert.Equal(2, exported.And(exported).ExportTasks);
        Assert.Equal(0, read.ExportTasks);
    }

    [Fact]
    public void An_empty_day_takes_a_page_and_a_manifest_and_no_file()
    {
        var work = Estimator.Archiving(DayVolume.Empty, Volumes.ByGroup(DayVolume.Empty));
        Assert.Equal((1, 0, 2, 2, 1), (work.Days, work.Files, work.Puts, work.Gets, work.GroupPages));
        Assert.Equal(0, work.PaddedBytes);
    }

    [Fact]
    public void A_file_goes_up_at_once_below_16_MiB_and_in_parts_of_8_from_there_on()
    {
        Assert.Equal(3, Stored((16 << 20) - 1).Puts);
        Assert.Equal(2 + 2 + 2, Stored(16 << 20).Puts);
        Assert.Equal(2 + 2 + 3, Stored((16 << 20) + 1).Puts);
    }

    [Fact]
    public void A_large_day_takes_the_time_that_the_quota_gives()
    {
        // 4,000 pages, all but the first sixteen at 20 a second; those, at 0.2 s each; and the second beside them.
        var volume = Volumes.Of(1e9) with { Pages = 4016 };
        Assert.Equal(200 + 3.2 + 1, Estimator.Archiving(volume, Volumes.ByGroup(volume)).Seconds, 3);
        Assert.Equal(500 + 3.2 + 1, new DayEstimator("eu-west-1", 0.8, 512).Archiving(volume, Volumes.ByGroup(volume)).Seconds, 3);
        Assert.Equal(3.2 + 250 + 20 + 1, Estimator.Archiving(volume, new DayRequests(ReaderKind.Streams, 16, 5000, 400)).Seconds, 3);
    }

    [Fact]
    public void With_little_memory_the_processor_is_what_takes_time()
    {
        var volume = Volumes.Of(1e9);
        var seconds = new DayEstimator("us-east-1", 0.8, 128).Archiving(volume, Volumes.ByGroup(volume)).Seconds;
        Assert.Equal(1 + (LineSizes.WireBytes(volume) / (150e6 * 128 / 1769)), seconds, 3);
        Assert.True(seconds > Estimator.Archiving(volume, Volumes.ByGroup(volume)).Seconds);
    }

    [Fact]
    public void Settling_reads_the_day_and_stores_nothing_more()
    {
        var volume = Volumes.Of(1e8);
        var (archiving, settling) = (Work(1e8), Estimator.Settling(volume, Volumes.ByGroup(volume)));
        Assert.Equal((archiving.Seconds, archiving.GroupPages, 0, 0), (settling.Seconds, settling.GroupPages, settling.StoredBytes, settling.Files));
    }

    private static Workload Work(double messageBytes) => Estimator.Archiving(Volumes.Of(messageBytes), Volumes.ByGroup(Volumes.Of(messageBytes)));

    private static Workload Stored(double bytes)
    {
        var volume = Volumes.Of(1e6) with { StoredBytes = bytes };
        return Estimator.Archiving(volume, Volumes.ByGroup(volume));
    }

    private static void AssertSame(double expected, double actual) =>
        Assert.InRange(actual, expected * (1 - 1e-9), (expected * (1 + 1e-9)) + 1e-12);
}
