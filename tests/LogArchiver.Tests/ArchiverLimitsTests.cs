using FsCheck;
using FsCheck.Fluent;

namespace LogArchiver.Tests;

public sealed class ArchiverLimitsTests
{
    private const long MiB = 1 << 20;

    // The runtime, the SDK and the code, as measured: docs/decisions/0008-memory.md.
    private const long Base = 100 * MiB;
    private const long Page = 2 * MiB;

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(10_240)]
    public void The_shares_of_memory_fit_into_the_memory(long memoryMB)
    {
        var limits = ArchiverLimits.For(memoryMB * MiB, 512 * MiB);
        var pages = (limits.PagesWaiting + Math.Max(limits.StreamsAtOnce, limits.LanesAtOnce) + 1) * Page;
        var sum = Base + limits.SortBufferBytes + pages + ((long)limits.MergeWidth * limits.MergeBufferBytes);
        Assert.InRange(sum, 0, memoryMB * MiB);
    }

    [Fact]
    public void Runs_and_files_never_take_more_than_is_free() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), freeMB =>
        {
            var limits = ArchiverLimits.For(512 * MiB, freeMB * MiB);
            Assert.InRange((2 * limits.RunBytes) + (2 * limits.FileBytes), 0, freeMB * MiB);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_slice_fits_into_the_smallest_scratch_space_of_a_function()
    {
        var limits = ArchiverLimits.For(512 * MiB, 512 * MiB);
        Assert.InRange(limits.SliceBytes, 64 * MiB, limits.RunBytes);
    }

    [Fact]
    public void Two_slices_at_once_take_no_more_than_there_is() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (runBytes, percent) =>
        {
            var limits = new ArchiverLimits { RunBytes = runBytes };
            Assert.InRange(2 * limits.RoomOfTwo.BufferBytes, 0, limits.SortBufferBytes);
            Assert.InRange(3 * limits.RoomOfTwo.RunBytes, 0, 2 * limits.RunBytes);
            var packed = limits.RoomOfTwo.RunBytes * percent / 100;
            var last = limits.RoomBeside(packed);
            Assert.InRange(last.RunBytes, limits.RoomOfTwo.RunBytes, limits.RunBytes);
            Assert.InRange((2 * packed) + last.RunBytes, 0, 2 * limits.RunBytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Beside_a_slice_that_took_everything_there_is_no_room() =>
        Assert.Equal(0, new ArchiverLimits { RunBytes = 100 }.RoomBeside(110).RunBytes);
}
