using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class SlicePlanTests
{
    private static readonly SlicePlan Day = SlicePlan.From(0, 86_400_000);

    [Fact]
    public void A_slice_never_reaches_beyond_the_next_split_and_the_last_one_is_followed_by_the_days_end()
    {
        var plan = SlicePlan.From(0, 1000) with { Splits = [300, 700] };
        Assert.Equal(new TimeWindow(0, 300), plan.Next(1000));
        Assert.False(plan.IsAtSplit);
        plan = plan with { ReadUpToMs = 300, PackedUpToMs = 300 };
        Assert.True(plan.IsAtSplit);
        Assert.Equal(new TimeWindow(300, 700), plan.Next(1000));
        Assert.Equal(new TimeWindow(700, 1000), (plan with { ReadUpToMs = 700 }).Next(1000));
    }

    [Fact]
    public void A_day_of_which_nothing_is_known_is_one_slice() =>
        Assert.Equal(new TimeWindow(0, 86_400_000), Day.Next(targetBytes: 1));

    [Fact]
    public void A_dense_day_is_cut_into_equal_slices_of_no_more_than_the_target()
    {
        var dense = Day with { Density = 1000 };
        var slice = dense.Next(targetBytes: 10e9);
        Assert.Equal(86_400_000 / 9, slice.EndMs);
    }

    [Fact]
    public void Slices_taken_to_their_ends_tile_the_day_whatever_is_learned_on_the_way() =>
        Prop.ForAll(Gen.Choose(1, 2_000_000).ArrayOf().ToArbitrary(), Gen.Choose(1, 1 << 30).ToArbitrary(), (sizes, target) =>
        {
            var plan = Day with { EndMs = 5000 };
            for (var number = 0; !plan.IsRead; number++)
            {
                var slice = plan.Next(target);
                Assert.Equal(plan.ReadUpToMs, slice.StartMs);
                Assert.InRange(slice.EndMs, slice.StartMs + 1, 5000);
                var overflowed = number % 3 == 1 && slice.EndMs - slice.StartMs > 1;
                var bytes = sizes.Length == 0 ? 0 : sizes[number % sizes.Length];
                var end = overflowed ? slice.StartMs : slice.EndMs;
                plan = plan.AfterReading(slice, end, bytes, overflowed);
                Assert.InRange(number, 0, 20_000);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lanes_tile_their_slice_and_are_few_where_there_is_little()
    {
        var plan = Day with { Density = 10 };
        var slice = new TimeWindow(100, 50_000_100);
        Assert.Single(plan.Lanes(slice, 4, laneBytes: 400_000_000));
        var lanes = plan.Lanes(slice, 4, laneBytes: 1_000_000);
        Assert.Equal(4, lanes.Count);
        Assert.Equal((slice.StartMs, slice.EndMs), (lanes[0].StartMs, lanes[^1].EndMs));
        Assert.All(lanes.Zip(lanes.Skip(1)), pair => Assert.Equal(pair.First.EndMs, pair.Second.StartMs));
    }

    [Fact]
    public void A_slice_that_did_not_fit_is_followed_by_shorter_ones_that_grow_again()
    {
        var after = Day.AfterReading(Day.Next(1), 0, 5, overflowed: true);
        Assert.Equal(21_600_000, after.Next(1e18).EndMs);
        var later = after.AfterReading(after.Next(1e18), 21_600_000, 5, overflowed: false);
        Assert.Equal(27_000_000, later.LongestMs);
    }

    [Fact]
    public void A_slice_that_was_packed_moves_only_what_is_packed()
    {
        var (first, second) = (new TimeWindow(0, 1000), new TimeWindow(1000, 3000));
        var read = Day.AfterReading(first, 1000, 10, overflowed: false).AfterReading(second, 3000, 10, overflowed: false);
        var packed = read.AfterPacking(first, 1000, 1000);
        Assert.Equal((3000, 1000, (long?)null), (packed.ReadUpToMs, packed.PackedUpToMs, packed.LongestMs));
    }

    [Fact]
    public void A_slice_that_was_not_packed_in_time_is_read_again_and_followed_by_shorter_ones()
    {
        var slice = Day.Next(1);
        var after = Day.AfterReading(slice, 86_400_000, 86_400_000, overflowed: false).AfterPacking(slice, 86_400_000, 1000);
        Assert.Equal((1000, 1000, 21_600_000, 1.0), (after.PackedUpToMs, after.ReadUpToMs, after.LongestMs, after.Density));
    }

    [Fact]
    public void Slices_grow_again_from_a_single_millisecond()
    {
        var plan = Day with { LongestMs = 1 };
        for (var number = 0; number < 100; number++)
        {
            var slice = plan.Next(1e18);
            plan = plan.AfterReading(slice, slice.EndMs, 5, overflowed: false);
        }

        Assert.True(plan.IsRead);
    }

    [Fact]
    public void Lanes_are_complete_up_to_the_first_that_is_not_done()
    {
        var (first, second) = (new LaneProgress(new TimeWindow(0, 10)), new LaneProgress(new TimeWindow(10, 20)));
        second.See(15);
        first.See(4);
        Assert.Equal(4, LaneProgress.CompleteUpTo([first, second]));
        first.End();
        Assert.Equal(15, LaneProgress.CompleteUpTo([first, second]));
        second.See(12);
        Assert.Equal(10, LaneProgress.CompleteUpTo([first, second]));
        second.End();
        Assert.Equal(20, LaneProgress.CompleteUpTo([first, second]));
    }
}
