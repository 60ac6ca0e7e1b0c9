using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Readback;
using LogArchiver.Scratch;
using LogArchiver.Testing;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>What was archived comes back: its lines, its events, and the news of any damage.</summary>
public sealed class ReadbackTests
{
    public static TheoryData<string> Shapes => new()
    {
        """{"reader":"group"}""",
        """{"reader":"group","compression":"none"}""",
        """{"reader":"group","maxMergedBytes":20000}""",
        """{"reader":"group","compression":"none","maxMergedBytes":100000}""",
        """{"reader":"group","format":"text"}""",
        """{"reader":"group","format":"raw","compression":"none"}""",
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_lines_of_a_day_come_back_as_they_were_stored(string payload)
    {
        using var world = await ArchivedDay.MakeAsync(payload, events: 1200, pagesEach: 9);
        var (lines, damage) = await LinesAsync(world);
        Assert.Empty(damage);
        Assert.Equal(Stored(world), string.Concat(lines.Select(line => line + "\n")));
    }

    [Fact]
    public void Its_events_come_back_in_stretches_of_any_length() =>
        Prop.ForAll(
            Gen.Choose(0, 300).ToArbitrary(),
            Gen.Choose(0, 30_000).ToArbitrary(),
            Gen.Choose(1, 200_000_000).ToArbitrary(),
            (events, mostBytes, step) => ComeBackAsync(events, mostBytes, step).GetAwaiter().GetResult())
        .QuickCheckThrowOnFailure();

    [Fact]
    public async Task Events_before_the_place_to_go_on_from_are_compared_but_not_kept()
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group"}""", events: 400, pagesEach: int.MaxValue);
        using var folder = new TestFolder();
        using var scratch = ScratchSpace.Open(folder.Path);
        const long Noon = FlowWorld.DayStart + 43_200_000;
        await using var events = new ArchivedEvents(world.Store, world.Manifest(), scratch, DamagedArchiveException.Throw, Noon);
        Assert.Equal(Noon, events.CompleteUpToMs);
        Assert.Equal(FlowWorld.DayEnd, await events.AdvanceAsync(FlowWorld.DayEnd, long.MaxValue, CancellationToken.None));
        using var cursor = events.Walk(FlowWorld.DayStart, FlowWorld.DayEnd, 4096);
        var read = Read(cursor);
        Assert.NotEmpty(read);
        Assert.Equal(Stored(world).Split('\n').Count(line => string.CompareOrdinal(line, """{"timestamp":"2026-11-19T12""") >= 0), read.Count);
    }

    [Fact]
    public async Task Any_part_of_what_was_fetched_can_be_walked_by_itself()
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group"}""", events: 400, pagesEach: int.MaxValue);
        using var folder = new TestFolder();
        using var scratch = ScratchSpace.Open(folder.Path);
        await using var events = new ArchivedEvents(world.Store, world.Manifest(), scratch, DamagedArchiveException.Throw);
        for (var at = FlowWorld.DayStart; at < FlowWorld.DayEnd; at += 5_000_000)
        {
            await events.AdvanceAsync(Math.Min(at + 5_000_000, FlowWorld.DayEnd), long.MaxValue, CancellationToken.None);
        }

        using var hours = events.Walk(FlowWorld.DayStart + (13 * 3_600_000L), FlowWorld.DayStart + (15 * 3_600_000L), 4096);
        Assert.Equal(
            Stored(world).Split('\n').Where(line => line.Contains("\"timestamp\":\"2026-11-19T13", StringComparison.Ordinal)
                || line.Contains("\"timestamp\":\"2026-11-19T14", StringComparison.Ordinal)),
            Read(hours));
    }

    [Fact]
    public async Task A_day_of_a_format_without_events_is_refused_with_words()
    {
        using var world = await ArchivedDay.MakeAsync("""{"format":"raw"}""", events: 3, pagesEach: int.MaxValue);
        using var folder = new TestFolder();
        using var scratch = ScratchSpace.Open(folder.Path);
        Assert.Contains("format raw", Assert.Throws<NotSupportedException>(
            () => new ArchivedEvents(world.Store, world.Manifest(), scratch, DamagedArchiveException.Throw)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flip", false, "crc32 gzip sha256")]
    [InlineData("flip", true, "crc32 gzip sha256")]
    [InlineData("cut", false, "gzip size")]
    [InlineData("cut", true, "gzip size")]
    [InlineData("tail", false, "size")]
    [InlineData("tail", true, "size")]
    [InlineData("member", false, "size")]
    [InlineData("member", true, "size")]
    [InlineData("gone", false, "missing")]
    [InlineData("repacked", false, "gzip sha256 size")]
    public async Task Damage_is_told_and_stops_whoever_wants_none(string how, bool inSegments, string expected)
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group"}""", events: 900, pagesEach: inSegments ? 9 : int.MaxValue);
        var key = world.Manifest().Objects[0].Key;
        Assert.Equal(inSegments, world.Manifest().Objects[0].Segments is not null);
        await world.DamageAsync(key, how switch
        {
            "flip" => bytes => Flip(bytes, bytes.Length - 5),
            "cut" => bytes => bytes[..^30],
            "tail" => bytes => [.. bytes, 1, 2, 3],
            "member" => bytes => [.. bytes, .. ArchivedDay.Gzip("{}\n")],
            "repacked" => bytes => ArchivedDay.Gzip(world.Text(key).Replace("event 1 ", "event 7 ", StringComparison.Ordinal)),
            _ => _ => null,
        });
        var (_, damage) = await LinesAsync(world);
        Assert.Equal(expected, string.Join(' ', damage.Select(one => one.Kind.Text()).Order(StringComparer.Ordinal)));
        Assert.All(damage.Where(one => one.Key is not null), one => Assert.Equal(key, one.Key));

        using var folder = new TestFolder();
        using var scratch = ScratchSpace.Open(folder.Path);
        await using var events = new ArchivedEvents(world.Store, world.Manifest(), scratch, DamagedArchiveException.Throw);
        await Assert.ThrowsAsync<DamagedArchiveException>(() => events.AdvanceAsync(FlowWorld.DayEnd, long.MaxValue, CancellationToken.None));
    }

    [Fact]
    public async Task Lines_are_numbered_anew_in_each_object()
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group","compression":"none","maxMergedBytes":20000}""", events: 900, pagesEach: 9);
        var numbers = new List<(string? Key, long Line)>();
        await using var lines = new DayLines(world.Store, world.Manifest(), DamagedArchiveException.Throw);
        while (await lines.FillAsync(CancellationToken.None))
        {
            while (lines.TryTake(out _))
            {
                numbers.Add((lines.Key, lines.Line));
            }
        }

        Assert.InRange(world.Manifest().Objects.Count, 2, 100);
        foreach (var expected in world.Manifest().Objects)
        {
            var own = numbers.Where(one => one.Key == expected.Key).Select(one => one.Line).ToArray();
            Assert.Equal(Enumerable.Range(1, own.Length).Select(number => (long)number), own);
            Assert.NotEmpty(own);
        }
    }

    private static async Task ComeBackAsync(int count, int mostBytes, int step)
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group"}""", count, pagesEach: 1 + (step % 30) + 9);
        using var folder = new TestFolder();
        using var scratch = ScratchSpace.Open(folder.Path);
        var read = new List<string>();
        await using (var events = new ArchivedEvents(world.Store, world.Manifest(), scratch, DamagedArchiveException.Throw))
        {
            for (var at = FlowWorld.DayStart; at < FlowWorld.DayEnd;)
            {
                var end = Math.Min(at + step, FlowWorld.DayEnd);
                var complete = await events.AdvanceAsync(end, mostBytes, CancellationToken.None);
                Assert.InRange(complete, at, end);
                using (var cursor = events.Walk(at, complete, 64))
                {
                    read.AddRange(Read(cursor));
                }

                using (var again = events.Walk(at, complete, 4096))
                {
                    Assert.Equal(read, [.. read.SkipLast(Read(again).Count), .. Read(events.Walk(at, complete, 64))]);
                }

                events.Forget(complete);
                at = complete;
            }
        }

        Assert.Equal(Stored(world).Split('\n', StringSplitOptions.RemoveEmptyEntries), read);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Folder));
    }

    private static List<string> Read(Sort.EventCursor cursor)
    {
        var lines = new List<string>();
        var writer = Pack.LineWriter.For(Plan.LineFormat.Ndjson);
        while (cursor.MoveNext())
        {
            var target = new byte[writer.MaxBytes(cursor)];
            lines.Add(Encoding.UTF8.GetString(target, 0, writer.Write(cursor, target) - 1));
        }

        return lines;
    }

    private static async Task<(List<string> Lines, List<Damage> Damage)> LinesAsync(FlowWorld world)
    {
        var damage = new List<Damage>();
        var read = new List<string>();
        await using var lines = new DayLines(world.Store, world.Manifest(), damage.Add);
        while (await lines.FillAsync(CancellationToken.None))
        {
            while (lines.TryTake(out var line))
            {
                read.Add(Encoding.UTF8.GetString(line.Span));
            }
        }

        return (read, damage);
    }

    private static string Stored(FlowWorld world) => string.Concat(world.Manifest().Objects.Select(
        one => world.Manifest().Compression == "none" ? Encoding.UTF8.GetString(world.Store[one.Key]) : world.Text(one.Key)));

    private static byte[] Flip(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }
}
