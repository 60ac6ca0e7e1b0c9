using LogArchiver.Outcome;
using LogArchiver.Seal;

namespace LogArchiver.Flow.Tests.Memory;

public sealed class FilteredDayTests
{
    private const string Rules = """
        "includeEvents":["event","error"],"excludeEvents":["ELB-HealthChecker","$.path = /health"],"keepEvents":["error"]
        """;

    private const string Checkpoint = "_checkpoints/group=~app~web/dt=2026-11-19";

    private static readonly ArchiverLimits Small = new()
    {
        SortBufferBytes = 8 << 10, SliceBytes = 12 << 10, RunBytes = 24 << 10, LaneBytes = 1 << 10, ProbePages = 2, FileBytes = 6 << 20,
        PartBytes = 5 << 20, MergeWidth = 3,
    };

    [Fact]
    public async Task What_rules_drop_is_not_in_the_file_nor_in_its_counts_but_in_the_manifest()
    {
        using var world = new FlowWorld();
        world.Logs
            .Put("quiet", FlowWorld.DayStart, 0, "noise")
            .Put("a", FlowWorld.DayStart + 1, 0, "event 1")
            .Put("a", FlowWorld.DayStart + 2, 0, "event ELB-HealthChecker")
            .Put("a", FlowWorld.DayStart + 3, 0, "event error ELB-HealthChecker")
            .PutJson("b", FlowWorld.DayStart + 4, 0, """{\"event\":1,\"p\u0061th\":\"\/health\"}""")
            .PutJson("b", FlowWorld.DayStart + 5, 0, """{\"event\":1,\"path\":\"/items\"}""")
            .Put("b", FlowWorld.DayEnd - 1, 0, "more noise");
        var outcome = await world.RunOneAsync($"{{{Rules}}}");
        Assert.Equal((Ending.Sealed, 3, 4), (outcome.Ending, outcome.Events, outcome.DroppedEvents));
        Assert.Equal(["event 1", "event error ELB-HealthChecker", """{"event":1,"path":"/items"}"""], world.Messages());
        var manifest = world.Manifest();
        Assert.Equal(
            (3, 3, 2, FlowWorld.DayStart + 1, FlowWorld.DayStart + 5, 4),
            (manifest.Events, manifest.Lines, manifest.Streams, manifest.FirstTimestamp!.Value.ToUnixTimeMilliseconds(),
                manifest.LastTimestamp!.Value.ToUnixTimeMilliseconds(), manifest.DroppedEvents));
        Assert.Equal(
            [("includeEvents", "event|error", 2), ("excludeEvents", "ELB-HealthChecker", 1), ("excludeEvents", "$.path = /health", 1), ("keepEvents", "error", 0)],
            manifest.Filters.Select(filter => (filter.Setting, string.Join('|', filter.Rules), (int)filter.Dropped)));
        Assert.True(manifest.RulesOf().AreThoseOf(Filter.EventRules.Parse(["error", "event"], ["$.path = /health", "ELB-HealthChecker"], ["error"])));

        var again = await world.RunOneAsync($"{{{Rules}}}");
        Assert.Equal((Ending.AlreadySealed, 3, 4), (again.Ending, again.Events, again.DroppedEvents));
    }

    [Fact]
    public async Task A_day_of_which_every_event_was_dropped_is_sealed_without_a_file_and_is_not_empty()
    {
        using var world = new FlowWorld();
        world.Logs.Put("a", FlowWorld.DayStart + 1, 0, "noise");
        var outcome = await world.RunOneAsync("""{"excludeEvents":"noise"}""");
        Assert.Equal((Ending.Sealed, 0, 1, null), (outcome.Ending, outcome.Events, outcome.DroppedEvents, outcome.ObjectKey));
        Assert.Equal([FlowWorld.ManifestKey], world.Store.Keys);
        var manifest = world.Manifest();
        Assert.Equal((0, 0, 0, 1), (manifest.Events, manifest.Lines, manifest.Objects.Count, manifest.DroppedEvents));
        Assert.Null(manifest.FirstTimestamp);
        Assert.Empty(world.Scratch);
    }

    [Fact]
    public async Task A_day_without_events_is_empty_whatever_the_rules()
    {
        using var world = new FlowWorld();
        Assert.Equal(Ending.Empty, (await world.RunOneAsync("""{"excludeEvents":"noise"}""")).Ending);
        Assert.Equal(0, Assert.Single(world.Manifest().Filters).Dropped);
    }

    [Theory]
    [InlineData("{}", """{"excludeEvents":"x"}""", "excludeEvents had no \"x\", which is asked for now")]
    [InlineData("""{"excludeEvents":["a","x"]}""", """{"excludeEvents":"a"}""", "excludeEvents had \"x\", which is not asked for now")]
    [InlineData("""{"includeEvents":"a","keepEvents":"k"}""", """{"includeEvents":"b","keepEvents":"k"}""", "includeEvents was \"a\", and is \"b\" now")]
    public async Task A_day_sealed_with_other_rules_is_refused(string first, string second, string difference)
    {
        using var world = new FlowWorld();
        world.Logs.Put("a", FlowWorld.DayStart + 1, 0, "noise");
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync(first)).Ending);
        var refused = await world.RunOneAsync(second);
        Assert.Equal(Ending.Failed, refused.Ending);
        Assert.Equal($"2026-11-19 is sealed already with other rules: {difference}.", refused.Fault!.Cause);
        Assert.StartsWith("Set ", refused.Fault.Fix, StringComparison.Ordinal);
        Assert.Equal(Ending.AlreadySealed, (await world.RunOneAsync(first)).Ending);
    }

    [Fact]
    public async Task The_order_of_the_rules_makes_no_other_day()
    {
        using var world = new FlowWorld();
        world.Logs.Put("a", FlowWorld.DayStart + 1, 0, "a b");
        await world.RunOneAsync("""{"excludeEvents":["a","b"]}""");
        Assert.Equal(Ending.AlreadySealed, (await world.RunOneAsync("""{"excludeEvents":["b","a"]}""")).Ending);
    }

    [Fact]
    public async Task Two_runs_with_other_rules_at_once_are_not_taken_for_one_though_neither_wrote_a_line()
    {
        using var world = new FlowWorld();
        world.Logs.Put("a", FlowWorld.DayStart + 1, 0, "noise");
        using var other = new FlowWorld { Logs = world.Logs };
        await other.RunOneAsync("""{"excludeEvents":"."}""");
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryPut" && key == FlowWorld.ManifestKey)
            {
                world.Store.BeforeEach = null;
                _ = world.Store.TryPutAsync(key, other.Store[key], "application/json", Ports.WriteCondition.Absent, CancellationToken.None);
            }
        };
        var outcome = await world.RunOneAsync("""{"excludeEvents":"noise"}""");
        Assert.Equal(Ending.Failed, outcome.Ending);
        Assert.Contains("with other rules", outcome.Fault!.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group")]
    [InlineData("streams")]
    public async Task Lines_and_counts_are_the_same_however_the_day_is_cut(string reader)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            using var whole = Fill(new FlowWorld(), seed);
            await whole.RunOneAsync($$"""{{{Rules}},"reader":"streams"}""");
            using var cut = new FlowWorld { Logs = Fill(new FlowWorld { Logs = new() { PageEvents = 7 } }, seed).Logs, Limits = Small };
            var outcomes = await cut.RunInPiecesAsync($$"""{{{Rules}},"reader":"{{reader}}"}""", 20 + (7 * seed));
            Assert.True(outcomes.Count > 1);
            Assert.All(outcomes.Zip(outcomes.Skip(1)), pair => Assert.True(pair.Second.DroppedEvents >= pair.First.DroppedEvents));
            Assert.Equal(whole.Text(FlowWorld.FileKey), cut.Text(FlowWorld.FileKey));
            Assert.Equal(Counts(whole.Manifest()), Counts(cut.Manifest()));
            Assert.Equal(800, cut.Manifest().Events + cut.Manifest().DroppedEvents);
        }
    }

    [Fact]
    public async Task What_was_dropped_before_a_pause_is_counted_though_no_line_was_packed()
    {
        using var world = new FlowWorld { Logs = new() { PageEvents = 5 }, Limits = Small };
        Fill(world, seed: 1);
        var outcomes = await world.RunInPiecesAsync("""{"excludeEvents":".","reader":"group"}""", 20);
        Assert.True(outcomes.Count > 1);
        Assert.Equal((Ending.Sealed, 0, 800), (outcomes[^1].Ending, outcomes[^1].Events, outcomes[^1].DroppedEvents));
        Assert.DoesNotContain(Checkpoint, world.Store.Keys);
    }

    [Fact]
    public async Task A_checkpoint_of_other_rules_is_begun_anew()
    {
        using var world = new FlowWorld { Logs = new() { PageEvents = 5 }, Limits = Small };
        Fill(world, seed: 1);
        using var stop = new CancellationTokenSource();
        world.Logs.OnRequest = request =>
        {
            if (world.Logs.Requests.Count > 12)
            {
                stop.Cancel();
            }
        };
        Assert.Equal(Ending.Paused, (await world.RunOneAsync("""{"reader":"group","excludeEvents":"ELB"}""", stop.Token)).Ending);
        Assert.Contains(Checkpoint, world.Store.Keys);
        world.Logs.OnRequest = null;
        Assert.Equal(800, (await world.RunOneAsync("""{"reader":"group"}""")).Events);
        Assert.Equal((0, 0), (world.Manifest().DroppedEvents, world.Manifest().Filters.Count));
    }

    private static string Counts(Manifest manifest) =>
        $"{manifest.Events} {manifest.Lines} {manifest.RawBytes} {manifest.DroppedEvents} {string.Join(' ', manifest.Filters.Select(filter => filter.Dropped))}";

    private static FlowWorld Fill(FlowWorld world, int seed)
    {
        string[] messages = ["noise", "event", "event ELB-HealthChecker", "event error ELB-HealthChecker", "{\"event\":1,\"path\":\"/health\"}", "error"];
        var random = new Random(seed);
        world.Logs.Group(FlowWorld.Group);
        for (var number = 0; number < 800; number++)
        {
            var at = FlowWorld.DayStart + (100_000L * (number - (number % 3)));
            world.Logs.Put($"stream-{random.Next(4)}", at, at, messages[random.Next(messages.Length)]);
        }

        return world;
    }
}
