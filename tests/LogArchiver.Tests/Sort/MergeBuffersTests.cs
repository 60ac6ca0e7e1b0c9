using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Scratch;
using LogArchiver.Sort;

namespace LogArchiver.Tests.Sort;

public sealed class MergeBuffersTests
{
    [Fact]
    public void Each_run_gets_whole_blocks_of_its_own() =>
        Prop.ForAll(
            Gen.Choose(0, 3_000_000).ToArbitrary(),
            Gen.Choose(1, 64).ToArbitrary(),
            Gen.Choose(1, 70_000).ToArbitrary(),
            (bytes, runs, least) =>
            {
                var memory = Blocks.Allocate(bytes);
                var buffers = MergeBuffers.Divide(memory, runs, least);
                Assert.Equal(runs, buffers.Count);
                Assert.All(buffers, buffer => Assert.InRange(buffer.Count, least, int.MaxValue));
                Assert.All(buffers, buffer => Assert.Equal(0, buffer.Count % Blocks.Bytes));
                foreach (var (one, next) in buffers.Zip(buffers.Skip(1)))
                {
                    Assert.True(one.Array != next.Array || one.Offset + one.Count <= next.Offset);
                }

                var lent = buffers.Where(buffer => buffer.Array == memory.Array).ToArray();
                Assert.All(lent, buffer => Assert.Equal(0, (buffer.Offset - memory.Offset) % Blocks.Bytes));
                Assert.All(lent, buffer => Assert.InRange(buffer.Offset + buffer.Count, memory.Offset, memory.Offset + memory.Count));
                Assert.True(lent.Length == 0 ? memory.Count / runs < least + Blocks.Bytes : lent.Length == runs);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Few_runs_get_no_more_than_is_of_use() =>
        Assert.Equal(256 << 10, MergeBuffers.Divide(Blocks.Allocate(8 << 20), 2, 1)[0].Count);
}
