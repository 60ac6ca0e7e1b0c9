using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Scratch;
using LogArchiver.Sort;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Sort;

public sealed class RunTests : IDisposable
{
    private static readonly SampleEvent[] Few =
    [
        new(-5, -7, "a", 0, "before the epoch"),
        new(0, long.MaxValue / 4, "a", 1, string.Empty, 42),
        new(1_763_510_400_000, 1_763_510_400_123, "스트림", 2, "x", ulong.MaxValue),
    ];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_gives_back_what_was_written_through_buffers_of_any_size(bool pastCache) =>
        Prop.ForAll(
            SampleEvent.Any,
            Gen.Choose(2, 4).SelectMany(blocks => Gen.Choose(1, 9000).Select(growth => (blocks, growth))).ToArbitrary(),
            Gen.Choose(1, 40).ToArbitrary(),
            (events, sizes, turn) =>
            {
                var ordered = SampleEvent.InOrder(events).Select((one, index) => one with { Message = one.Message + new string('m', index * sizes.growth % 9001) }).ToArray();
                var path = Write(ordered, sizes.blocks * Blocks.Bytes, turn, pastCache);
                using var reader = new RunReader(path, Blocks.Allocate(sizes.blocks * Blocks.Bytes), pastCache);
                Assert.Equal(ordered, SampleEvent.ReadAll(reader));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_edges_of_numbers_and_names_come_back_as_they_went()
    {
        using var reader = new RunReader(Write(Few), Blocks.Allocate(16), pastCache: false);
        Assert.Equal(Few, SampleEvent.ReadAll(reader));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_cut_short_at_any_byte_is_recognised(bool pastCache)
    {
        // Each event in a block of its own; the zeros between are not all cut off one by one, and those that fill up the last block may go.
        var whole = File.ReadAllBytes(Write(Few, RunWriter.BufferBytes, turn: 1));
        var end = whole.AsSpan().LastIndexOf(RunFormat.PadTag);
        Assert.InRange(end, 3 * Blocks.Bytes, whole.Length);
        foreach (var length in Enumerable.Range(0, end).Where(length => (length + 8) % Blocks.Bytes < 80))
        {
            var path = Path.Combine(folder.Path, "cut");
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<TornRunException>(() =>
            {
                using var reader = new RunReader(path, Blocks.Allocate(64), pastCache);
                SampleEvent.ReadAll(reader);
            });
        }
    }

    [Fact]
    public void A_run_is_whole_blocks_and_those_of_a_turn_are_filled_up_with_zeros()
    {
        var bytes = File.ReadAllBytes(Write(Few, RunWriter.BufferBytes, turn: 1));
        Assert.Equal(4 * Blocks.Bytes, bytes.Length);
        for (var block = 0; block < 3; block++)
        {
            var pad = bytes.AsSpan(block * Blocks.Bytes, Blocks.Bytes).TrimEnd((byte)0);
            Assert.Equal(RunFormat.PadTag, pad[^1]);
        }
    }

    private string Write(IEnumerable<SampleEvent> ordered, int bufferBytes = RunWriter.BufferBytes, int turn = int.MaxValue, bool pastCache = false)
    {
        var buffer = new EventBuffer(1 << 20);
        foreach (var one in ordered)
        {
            Assert.True(one.TryAddTo(buffer));
        }

        var path = Path.Combine(folder.Path, "run");
        File.Delete(path);
        using var writer = new RunWriter(path, Blocks.Allocate(bufferBytes), pastCache);
        using var events = buffer.Walk();
        for (var written = 1; events.MoveNext(); written++)
        {
            writer.Write(events);
            if (written % turn == 0)
            {
                writer.Flush();
            }
        }

        writer.Finish();
        return path;
    }
}
