using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Discover;
using LogArchiver.Testing.Logs;
using LogArchiver.Verify;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>The archive of a day and what CloudWatch has of it, event by event.</summary>
public sealed class VerifySourceTests
{
    private const long Noon = FlowWorld.DayStart + 43_200_000;

    public static TheoryData<string, string> Readers => new()
    {
        { "streams", "streams" }, { "streams", "group" }, { "group", "streams" }, { "group", "group" }, { "auto", "auto" },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_day_is_right_whichever_reader_archived_and_verifies_it(string archivedBy, string verifiedBy)
    {
        using var world = Fill(events: 900);
        await world.RunOneAsync($$"""{"reader":"{{archivedBy}}"}""");
        var day = await world.VerifyOneAsync($$"""{"reader":"{{verifiedBy}}"}""", withSource: true);
        Assert.Equal((DayVerdict.Right, 900, 900), (day.Verdict, day.Source!.ArchiveEvents, day.Source.SourceEvents));
        Assert.Empty(day.Source.Hours);
        Assert.Empty(day.Source.Advice);
        Assert.Empty(world.Scratch);
    }

    [Theory]
    [InlineData("streams")]
    [InlineData("group")]
    public async Task Late_and_lost_events_are_found_counted_and_shown(string reader)
    {
        using var world = Fill(events: 300);
        await world.RunOneAsync();
        world.Logs.Put("s1", Noon, FlowWorld.DayEnd + 9_000_000, "came late");
        world.Logs.Put("new", Noon + 1, Noon + 1, "was lost \u001b");
        var day = await world.VerifyOneAsync($$"""{"reader":"{{reader}}"}""", withSource: true);
        var source = day.Source!;
        Assert.Equal(DayVerdict.Differs, day.Verdict);
        Assert.Equal((2, 1, 0), (source.OnlyInSource, source.CameLate, source.OnlyInArchive));
        Assert.Equal([(EventSide.Source, "s1", "came late"), (EventSide.Source, "new", "was lost \u001b")],
            source.Events.Select(one => (one.Side, one.Stream, one.Message)));
        Assert.Equal(new CountDifference("2026-11-19T12:00:00.000Z", 2, 0), Assert.Single(source.Hours));
        Assert.Equal([new("new", 1, 0), new CountDifference("s1", 1, 0)], source.Streams);
        Assert.Equal(2, source.Advice.Count);
    }

    [Fact]
    public async Task Events_that_only_the_archive_has_are_told_apart_by_retention()
    {
        using var world = Fill(events: 0);
        world.Logs.Put("a", FlowWorld.DayStart + 60_000, FlowWorld.DayStart + 60_000, "expired").Put("a", Noon, Noon, "deleted").Put("b", Noon, Noon, "there");
        await world.RunOneAsync();
        using var now = new FlowWorld { Logs = new MemoryLogSource().Group(new LogGroup(FlowWorld.Group) { RetentionDays = 1 }).Put("b", Noon, Noon, "there"), Store = world.Store };
        var source = (await now.VerifyOneAsync(withSource: true)).Source!;
        Assert.Equal((2, 1, 0), (source.OnlyInArchive, source.Expired, source.OnlyInSource));
        Assert.All(source.Events, one => Assert.Equal(EventSide.Archive, one.Side));

        using var later = new FlowWorld { Logs = new MemoryLogSource().Group(new LogGroup(FlowWorld.Group) { RetentionDays = 1 }), Store = world.Store };
        later.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(DayVerdict.Right, (await later.VerifyOneAsync(withSource: true)).Verdict);
    }

    [Fact]
    public async Task Equal_events_are_counted_as_often_as_they_were_logged()
    {
        using var world = Fill(events: 0);
        world.Logs.Put("s", Noon, Noon, "twice").Put("s", Noon, Noon, "other").Put("s", Noon, Noon, "twice");
        await world.RunOneAsync();
        world.Logs.Put("s", Noon, Noon, "twice").Put("s", Noon, Noon, "twice");
        var one = Assert.Single((await world.VerifyOneAsync(withSource: true)).Source!.Events);
        Assert.Equal((EventSide.Source, 2, "twice"), (one.Side, one.Times, one.Message));
    }

    [Fact]
    public async Task The_same_text_in_other_escapes_is_the_same_event()
    {
        using var world = Fill(events: 0);
        world.Logs.PutJson("s", Noon, Noon, "a\\/b \\u0041");
        await world.RunOneAsync();
        using var rewritten = new FlowWorld { Logs = new MemoryLogSource().Group(FlowWorld.Group).PutJson("s", Noon, Noon, "\\u0061/b A"), Store = world.Store };
        Assert.Equal(DayVerdict.Right, (await rewritten.VerifyOneAsync(withSource: true)).Verdict);
    }

    [Fact]
    public async Task No_more_events_are_shown_than_are_wanted_and_all_are_counted()
    {
        using var world = Fill(events: 200);
        await world.RunOneAsync();
        foreach (var number in Enumerable.Range(0, 50))
        {
            world.Logs.Put($"late-{number}", Noon + number, Noon, $"{number}");
        }

        var source = (await world.VerifyOneAsync(withSource: true, maxDifferences: 3)).Source!;
        Assert.Equal((3, 50), (source.Events.Count, source.OnlyInSource));
        Assert.Equal((DifferenceTally.StreamsTold, 50 - DifferenceTally.StreamsTold), (source.Streams.Count, source.StreamsLeftOut));
    }

    [Fact]
    public async Task Events_that_the_days_rules_drop_are_not_missed_in_the_archive()
    {
        using var world = Fill(events: 0);
        world.Logs.Put("s", Noon, Noon, "GET /health").Put("s", Noon, Noon, "GET /health ERROR").Put("s", Noon, Noon, "GET /");
        await world.RunOneAsync("""{"excludeEvents":["/health"],"keepEvents":["ERROR"]}""");
        Assert.Equal(2, world.Manifest().Events);
        var day = await world.VerifyOneAsync(withSource: true);
        Assert.Equal((DayVerdict.Right, 2), (day.Verdict, day.Source!.SourceEvents));
        world.Logs.Put("s", Noon, Noon, "GET /health").Put("s", Noon, Noon, "GET /health ERROR");
        Assert.Equal("GET /health ERROR", Assert.Single((await world.VerifyOneAsync(withSource: true)).Source!.Events).Message);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_told_and_was_verified_as_stored()
    {
        using var world = Fill(events: 5);
        await world.RunOneAsync();
        using var gone = new FlowWorld { Logs = new(), Store = world.Store };
        var day = await gone.VerifyOneAsync(withSource: true);
        Assert.Equal(DayVerdict.Unchecked, day.Verdict);
        Assert.Contains("no such log group", day.Fault!.Cause, StringComparison.Ordinal);
        await world.RunOneAsync("""{"prefix":"raw","format":"raw"}""");
        Assert.Contains("stored as raw", (await world.VerifyOneAsync("""{"prefix":"raw"}""", withSource: true)).Fault!.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_events_taken_away_or_added_are_found_and_no_others() =>
        Prop.ForAll(Gen.Choose(0, 250).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (count, seed) =>
            FindAsync(count, seed).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task FindAsync(int count, int seed)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, count).Select(_ =>
        {
            // Few instants, streams and texts, so that ties of every depth happen.
            var at = FlowWorld.DayStart + (random.Next(12) * 7_000_000L);
            return (Stream: $"s{random.Next(3)}", At: at, Ingested: at + random.Next(2), Message: $"m{random.Next(4)}");
        }).ToList();
        var archived = all.Where(_ => random.Next(10) > 0).ToList();
        var now = all.Where(_ => random.Next(10) > 0).OrderBy(_ => random.Next()).ToList();
        using var before = World(archived, random.Next(1, 40));
        await before.RunOneAsync($$"""{"reader":"{{(random.Next(2) == 0 ? "streams" : "group")}}"}""");
        using var after = World(now, random.Next(1, 40), before.Store);
        var source = (await after.VerifyOneAsync(
            $$"""{"reader":"{{(random.Next(2) == 0 ? "streams" : "group")}}"}""", withSource: true, maxDifferences: 1000)).Source!;
        var expected = Counts(now);
        foreach (var (one, times) in Counts(archived))
        {
            expected[one] = expected.GetValueOrDefault(one) - times;
        }

        Assert.Equal(
            expected.Where(one => one.Value != 0).OrderBy(one => one.Key).Select(one => (one.Key, one.Value)),
            source.Events.Select(one => (
                (one.Stream, one.Timestamp.ToUnixTimeMilliseconds(), one.IngestionTime.ToUnixTimeMilliseconds(), one.Message),
                one.Side == EventSide.Source ? one.Times : -one.Times)).OrderBy(one => one.Item1));
        Assert.Equal((archived.Count, now.Count), (source.ArchiveEvents, source.SourceEvents));
    }

    private static Dictionary<(string Stream, long At, long Ingested, string Message), int> Counts(
        List<(string Stream, long At, long Ingested, string Message)> events) => events.CountBy(one => one).ToDictionary();

    private static FlowWorld World(
        List<(string Stream, long At, long Ingested, string Message)> events, int pageEvents, Testing.MemoryArchiveStore? store = null)
    {
        var world = new FlowWorld { Logs = new() { PageEvents = pageEvents }, Limits = FlowWorld.SmallLimits, Store = store ?? new() };
        world.Logs.Group(FlowWorld.Group);
        events.ForEach(one => world.Logs.Put(one.Stream, one.At, one.Ingested, one.Message));
        return world;
    }

    private static FlowWorld Fill(int events)
    {
        var random = new Random(events);
        return World(
            [.. Enumerable.Range(0, events).Select(number =>
            {
                var at = FlowWorld.DayStart + (86_400_000L / events * (number - (number % (1 + random.Next(4)))));
                return ($"s{random.Next(3)}", at, at + random.Next(3), $"event {number} \u001b/\n\"é");
            })],
            pageEvents: 10);
    }
}
