using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Outcome;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>Days that take several slices, several invocations or several objects: the same lines as a day that takes one.</summary>
public sealed class LongDayTests
{
    private const string Checkpoint = "_checkpoints/group=~app~web/dt=2026-11-19";

    private static readonly ReaderRates StreamsAreFaster = new(Streams: 1e9, Group: 1);

    [Theory]
    [InlineData("streams", 40)]
    [InlineData("streams", 23)]
    [InlineData("group", 9)]
    [InlineData("group", 3)]
    public async Task A_day_paused_again_and_again_has_the_lines_of_one_uninterrupted_run(string reader, int pagesEach)
    {
        using var world = Fill(new FlowWorld { Logs = new() { PageEvents = 10, EmptyPages = 1 }, Limits = FlowWorld.SmallLimits }, events: 1500, streams: 5);
        var outcomes = await world.RunInPiecesAsync($$"""{"reader":"{{reader}}"}""", pagesEach);
        Assert.True(outcomes.Count > 2, $"{outcomes.Count} invocations");
        Assert.Equal(Ending.Sealed, outcomes[^1].Ending);
        Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
        Assert.Equal(1500, world.Manifest().Events);
        Assert.DoesNotContain(Checkpoint, world.Store.Keys);
        Assert.Empty(world.Scratch);
    }

    [Fact]
    public async Task A_day_that_auto_reads_by_streams_is_gone_on_with_by_group()
    {
        using var world = Fill(new FlowWorld { Logs = new() { PageEvents = 10 }, Limits = FlowWorld.SmallLimits with { Rates = StreamsAreFaster } }, events: 1500, streams: 5);
        var outcomes = await world.RunInPiecesAsync("{}", 20);
        Assert.Equal((Ending.Sealed, "group"), (outcomes[^1].Ending, world.Manifest().Reading.Reader));
        Assert.Contains(world.Logs.Requests, request => request.StartsWith("GetLogEvents", StringComparison.Ordinal));
        Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
    }

    [Fact]
    public async Task A_day_begun_by_group_goes_on_by_streams_where_their_quota_is_higher()
    {
        using var world = Fill(new FlowWorld { Logs = new() { PageEvents = 10 }, Limits = FlowWorld.SmallLimits with { Rates = StreamsAreFaster } }, events: 1500, streams: 5);
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync("{}")).Ending);
        Assert.Equal("streams", world.Manifest().Reading.Reader);
        Assert.Contains(world.Logs.Requests, request => request.StartsWith("FilterLogEvents", StringComparison.Ordinal));
        Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
    }

    [Fact]
    public async Task A_day_that_is_over_within_the_probe_needs_no_listing_of_streams()
    {
        using var world = Fill(new FlowWorld { Limits = FlowWorld.SmallLimits with { Rates = StreamsAreFaster } }, events: 20, streams: 5);
        Assert.Equal((Ending.Sealed, 20), ((await world.RunOneAsync("{}")).Ending, world.Manifest().Events));
        Assert.DoesNotContain(world.Logs.Requests, request => request.StartsWith("DescribeLogStreams", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, "streams")]
    [InlineData(60, "group")]
    public async Task A_group_whose_pages_are_empty_for_too_long_is_read_by_streams_if_there_are_few(int streams, string reader)
    {
        using var world = Fill(
            new FlowWorld { Logs = new() { PageEvents = 10, EmptyPages = 5 }, Limits = FlowWorld.SmallLimits with { ProbeEmptyPages = 4, SortBufferBytes = 30_000, RunBytes = 200_000 } },
            events: 600, streams);
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync("{}")).Ending);
        Assert.Equal(reader, world.Manifest().Reading.Reader);
        Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
    }

    [Fact]
    public void Any_events_pages_budgets_and_pauses_give_the_same_lines() =>
        Prop.ForAll(
            Gen.Choose(0, 400).ToArbitrary(),
            Gen.Choose(1, 60).ToArbitrary(),
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            (events, pageEvents, seed) => RunAnyAsync(events, pageEvents, seed).GetAwaiter().GetResult())
        .QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_slice_too_large_for_scratch_space_is_read_again_in_shorter_ones()
    {
        using var world = Fill(new FlowWorld { Logs = new() { PageEvents = 50 }, Limits = FlowWorld.SmallLimits with { RunBytes = 9000 } }, events: 2000, streams: 3);
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync("""{"reader":"streams"}""")).Ending);
        Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
    }

    [Fact]
    public async Task What_grows_too_large_for_scratch_space_goes_ahead_as_parts_of_one_upload()
    {
        using var world = Fill(
            new FlowWorld { Logs = new() { PageEvents = 500 }, Limits = FlowWorld.SmallLimits with { SortBufferBytes = 1 << 20, RunBytes = 4 << 20, SliceBytes = 1 << 20, FileBytes = 6 << 20 } },
            events: 9000, streams: 3, padding: 2000);
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync("""{"reader":"group","compression":"none"}""")).Ending);
        var key = FlowWorld.FileKey[..^3];
        Assert.True(world.Store.Count("PutPart") >= 2);
        Assert.Equal(0, world.Store.Count("TryUpload"));
        var stored = Assert.Single(world.Manifest().Objects);
        Assert.Equal(world.Store[key].Length, stored.Segments!.Sum(segment => segment.Bytes));
        Assert.True(world.Manifest().Merged);
        await world.RunOneAsync("""{"reader":"group","compression":"none","prefix":"whole"}""");
        using var roomy = new FlowWorld { Logs = world.Logs };
        await roomy.RunOneAsync("""{"reader":"streams","compression":"none"}""");
        Assert.Equal(roomy.Store[key], world.Store[key]);
    }

    [Fact]
    public async Task A_day_larger_than_the_largest_object_is_kept_in_several_each_in_order_and_all_in_the_manifest()
    {
        using var world = Fill(new FlowWorld { Logs = new() { PageEvents = 20 }, Limits = FlowWorld.SmallLimits }, events: 3000, streams: 4);
        var outcome = await world.RunOneAsync("""{"reader":"group","compression":"none","maxMergedBytes":150000}""");
        Assert.Equal(Ending.Sealed, outcome.Ending);
        var manifest = world.Manifest();
        Assert.False(manifest.Merged);
        Assert.True(manifest.Objects.Count > 1);
        Assert.Contains("part-00001.ndjson", manifest.Objects[0].Key, StringComparison.Ordinal);
        Assert.Contains("part-00002.ndjson", manifest.Objects[1].Key, StringComparison.Ordinal);
        Assert.Equal(await WholeAsync(world), string.Concat(manifest.Objects.Select(one => System.Text.Encoding.UTF8.GetString(world.Store[one.Key]))));
    }

    [Theory]
    [InlineData("BeginUpload")]
    [InlineData("PutPart")]
    [InlineData("TryComplete")]
    [InlineData("TryPut")]
    public async Task A_run_that_dies_at_any_step_of_a_long_day_is_gone_on_from_by_the_next(string operation)
    {
        using var world = Fill(
            new FlowWorld { Logs = new() { PageEvents = 500 }, Limits = FlowWorld.SmallLimits with { SortBufferBytes = 1 << 20, RunBytes = 4 << 20, SliceBytes = 1 << 20, FileBytes = 6 << 20 } },
            events: 9000, streams: 3, padding: 2000);
        for (var nth = 1; nth <= 3; nth++)
        {
            var seen = 0;
            world.Store.BeforeEach = (asked, _) =>
            {
                if (asked == operation && ++seen == nth)
                {
                    throw new ServiceFaultException(FaultKind.Transient, "S3", asked, "ConnectionReset", "cut off");
                }
            };
            await world.RunOneAsync("""{"reader":"group","compression":"none"}""");
        }

        world.Store.BeforeEach = null;
        await world.RunOneAsync("""{"reader":"group","compression":"none"}""");
        var key = FlowWorld.FileKey[..^3];
        Assert.Equal(9000, world.Manifest().Events);
        using var roomy = new FlowWorld { Logs = world.Logs };
        await roomy.RunOneAsync("""{"reader":"streams","compression":"none"}""");
        Assert.Equal(roomy.Store[key], world.Store[key]);
        Assert.DoesNotContain(Checkpoint, world.Store.Keys);
    }

    [Theory]
    [InlineData("torn")]
    [InlineData("foreign")]
    [InlineData("rubbish")]
    public async Task A_checkpoint_that_cannot_be_gone_on_from_is_begun_anew(string kind)
    {
        using var world = Fill(new FlowWorld { Logs = new() { PageEvents = 10 }, Limits = FlowWorld.SmallLimits }, events: 600, streams: 2);
        using var stop = new CancellationTokenSource();
        world.Logs.OnRequest = request =>
        {
            if (world.Logs.Requests.Count > 12)
            {
                stop.Cancel();
            }
        };
        Assert.Equal(Ending.Paused, (await world.RunOneAsync("""{"reader":"group","format":"text"}""", stop.Token)).Ending);
        world.Logs.OnRequest = null;
        var stored = (await world.Store.TryReadAsync(Checkpoint, int.MaxValue, CancellationToken.None))!;
        var replaced = kind switch { "torn" => stored.Content[..^1], "rubbish" => "rubbish"u8.ToArray(), _ => stored.Content };
        await world.Store.TryPutAsync(Checkpoint, replaced, "", WriteCondition.Unchanged(stored.Object.ETag), CancellationToken.None);

        Assert.Equal(Ending.Sealed, (await world.RunOneAsync()).Ending);
        Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
        Assert.DoesNotContain(Checkpoint, world.Store.Keys);
    }

    private static async Task RunAnyAsync(int events, int pageEvents, int seed)
    {
        var random = new Random(seed);
        using var world = Fill(
            new FlowWorld
            {
                Logs = new() { PageEvents = pageEvents, EmptyPages = random.Next(2) },
                Limits = FlowWorld.SmallLimits with
                {
                    SortBufferBytes = random.Next(500, 20_000), RunBytes = random.Next(3000, 60_000), SliceBytes = random.Next(500, 30_000),
                    LaneBytes = random.Next(100, 5000), ProbePages = random.Next(1, 5),
                },
            },
            events, random.Next(1, 6), seed: seed);
        var reader = random.Next(2) == 0 ? "streams" : "group";
        var outcomes = await world.RunInPiecesAsync($$"""{"reader":"{{reader}}"}""", random.Next(25, 80));
        Assert.Equal(events == 0 ? Ending.Empty : Ending.Sealed, outcomes[^1].Ending);
        if (events > 0)
        {
            Assert.Equal(await WholeAsync(world), world.Text(FlowWorld.FileKey));
        }
    }

    /// <summary>The lines as one run with room for everything writes them.</summary>
    private static async Task<string> WholeAsync(FlowWorld world)
    {
        using var roomy = new FlowWorld { Logs = world.Logs };
        Assert.Equal(Ending.Sealed, (await roomy.RunOneAsync("""{"reader":"streams"}""")).Ending);
        return roomy.Text(FlowWorld.FileKey);
    }

    private static FlowWorld Fill(FlowWorld world, int events, int streams, int padding = 0, int seed = 1)
    {
        var random = new Random(seed);
        world.Logs.Group(FlowWorld.Group);
        var step = 86_400_000 / Math.Max(events, 1);
        for (var number = 0; number < events; number++)
        {
            // Now and then many events share an instant.
            var at = FlowWorld.DayStart + ((long)step * (number - (number % (1 + random.Next(4)))));
            world.Logs.Put($"stream-{random.Next(streams)}", at, at + random.Next(3), $"event {number} {new string('.', padding)}");
        }

        return world;
    }
}
