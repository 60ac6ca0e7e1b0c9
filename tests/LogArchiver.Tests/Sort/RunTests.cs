using FsCheck;
using FsCheck.Fluent;
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

    [Fact]
    public void A_run_gives_back_what_was_written_through_a_buffer_of_any_size() =>
        Prop.ForAll(SampleEvent.Any, Gen.Choose(1, 2000).ToArbitrary(), (events, bufferBytes) =>
        {
            var ordered = SampleEvent.InOrder(events).ToArray();
            var path = Write(ordered);
            using var reader = new RunReader(path, new byte[bufferBytes]);
            Assert.Equal(ordered, SampleEvent.ReadAll(reader));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_edges_of_numbers_and_names_come_back_as_they_went()
    {
        using var reader = new RunReader(Write(Few), new byte[16]);
        Assert.Equal(Few, SampleEvent.ReadAll(reader));
    }

    [Fact]
    public void A_run_cut_short_at_any_byte_is_recognised()
    {
        var whole = File.ReadAllBytes(Write(Few));
        for (var length = 0; length < whole.Length; length++)
        {
            var path = Path.Combine(folder.Path, "cut");
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<TornRunException>(() =>
            {
                using var reader = new RunReader(path, new byte[64]);
                SampleEvent.ReadAll(reader);
            });
        }
    }

    private string Write(IEnumerable<SampleEvent> ordered)
    {
        var buffer = new EventBuffer(1 << 20);
        foreach (var one in ordered)
        {
            Assert.True(one.TryAddTo(buffer));
        }

        var path = Path.Combine(folder.Path, "run");
        File.Delete(path);
        using var writer = new RunWriter(path, new byte[RunWriter.BufferBytes]);
        using var events = buffer.Walk();
        while (events.MoveNext())
        {
            writer.Write(events);
        }

        writer.Finish();
        return path;
    }
}
