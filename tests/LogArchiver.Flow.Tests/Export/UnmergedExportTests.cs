using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Testing.Logs;
using LogArchiver.Verify;

namespace LogArchiver.Flow.Tests.Export;

/// <summary>Exported days that are too large for scratch space: several objects, each in order.</summary>
public sealed class UnmergedExportTests
{
    private const string On = """{"exportTasks":true,"date":"2026-11-19"}""";
    private const int Events = 120;

    // The files come to some 8 KB of gzip, which would be reckoned at twelve times as much.
    private static readonly ArchiverLimits Tight = new() { SortBufferBytes = 4000, MergeWidth = 3, MergeBufferBytes = 64, RunBytes = 20_000 };

    [Fact]
    public async Task Each_object_is_in_order_and_together_they_hold_every_event_once()
    {
        using var world = World(Tight);
        await RunToEndAsync(world);
        var manifest = world.Manifest();
        Assert.False(manifest.Merged);
        Assert.Equal("export", manifest.Reading.Reader);
        Assert.True(manifest.Objects.Count > 1);
        Assert.Equal(world.Store.Keys.Where(key => key.Contains(".part-", StringComparison.Ordinal)), manifest.Objects.Select(stored => stored.Key));
        var objects = manifest.Objects.Select(stored => EventsOf(world, stored.Key)).ToList();
        Assert.All(objects, events => Assert.Equal(events.Select(each => each.Time).Order(StringComparer.Ordinal), events.Select(each => each.Time)));
        var numbers = objects.SelectMany(events => events).Select(each => int.Parse(each.Message.Split(' ')[0])).Order();
        Assert.Equal(Enumerable.Range(0, Events), numbers);
        Assert.Equal(Events, manifest.Events);
        Assert.Equal(manifest.Objects.Count + 1, world.Store.Keys.Count);
        Assert.Empty(world.Scratch);

        var times = objects.SelectMany(events => events).Select(each => each.Time).Order(StringComparer.Ordinal).ToList();
        Assert.Equal((times[0], times[^1]), ($"{manifest.FirstTimestamp:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}", $"{manifest.LastTimestamp:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"));
        var verified = await world.VerifyOneAsync("""{"date":"2026-11-19"}""");
        Assert.True(verified.Verdict == DayVerdict.Right, string.Join('\n', verified.Damage));
    }

    [Fact]
    public async Task Stopped_after_each_object_it_goes_on_to_the_same_objects()
    {
        using var whole = World(Tight);
        await RunToEndAsync(whole);
        using var pieces = World(Tight);
        await pieces.RunOneAsync(On);
        await pieces.RunOneAsync(On);
        var pauses = 0;
        for (var outcome = (DayOutcome?)null; outcome is not { Ending: Ending.Sealed }; pauses++)
        {
            using var stop = new CancellationTokenSource();
            pieces.Store.BeforeEach = (operation, _) =>
            {
                if (operation == "TryUpload")
                {
                    stop.Cancel();
                }
            };
            outcome = await pieces.RunOneAsync(On, stop.Token);
            Assert.True(outcome.Fault is null, outcome.Fault?.Cause);
            Assert.InRange(pauses, 0, 100);
        }

        Assert.True(pauses > 1);
        Assert.Equal(whole.Store.Keys, pieces.Store.Keys);
        Assert.All(whole.Manifest().Objects, stored => Assert.Equal(whole.Store[stored.Key], pieces.Store[stored.Key]));
    }

    [Fact]
    public async Task A_batch_that_is_larger_than_reckoned_is_cut()
    {
        // Repeated text packs far better than twelve to one.
        using var world = World(Tight with { RunBytes = 12_000 }, filler: new string('x', 400));
        await RunToEndAsync(world);
        Assert.False(world.Manifest().Merged);
        Assert.Equal(Events, world.Manifest().Events);
    }

    private static FlowWorld World(ArchiverLimits limits, string? filler = null)
    {
        var random = new Random(5);
        var logs = new MemoryLogSource().Group(new LogGroup(FlowWorld.Group) { Class = LogGroupClass.InfrequentAccess });
        for (var number = 0; number < Events; number++)
        {
            var text = filler ?? Convert.ToHexString(Enumerable.Range(0, 40).Select(_ => (byte)random.Next(256)).ToArray());
            logs.Put($"s-{number % 3}", FlowWorld.DayStart + random.NextInt64(86_400_000), number, $"{number} {text}");
        }

        logs.Put("s-0", FlowWorld.DayEnd, 9, "not of the day");
        var world = new FlowWorld { Logs = logs, Limits = limits };
        (world.Logs.Exports.Store, world.Logs.Exports.FileEvents) = (world.Store, 8);
        world.Clock.Advance(TimeSpan.FromDays(1));
        return world;
    }

    private static async Task RunToEndAsync(FlowWorld world)
    {
        for (var run = 0; run < 3; run++)
        {
            var outcome = await world.RunOneAsync(On);
            Assert.True(outcome.Fault is null, outcome.Fault?.Cause);
            Assert.Equal(run < 2 ? Ending.Paused : Ending.Sealed, outcome.Ending);
        }
    }

    private static List<(string Time, string Message)> EventsOf(FlowWorld world, string key)
    {
        using var unpacked = new GZipStream(new MemoryStream(world.Store[key]), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (line.GetProperty("timestamp").GetString()!, line.GetProperty("message").GetString()!))];
    }
}
