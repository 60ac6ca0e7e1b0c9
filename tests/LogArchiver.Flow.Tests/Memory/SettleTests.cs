using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>A sealed day is read again once, two weeks later: what came late is added, and nothing that it had is lost.</summary>
public sealed class SettleTests : IDisposable
{
    private readonly FlowWorld world = new();

    public SettleTests() => world.Logs.Put("s", FlowWorld.DayStart, 10, "a").Put("s", FlowWorld.DayStart + 5, 10, "b").Put("t", FlowWorld.DayEnd - 1, 20, "c");

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        Assert.Empty(world.Store.Uploads);
        Assert.DoesNotContain(world.Store.Keys, key => key.StartsWith("_checkpoints/", StringComparison.Ordinal));
        world.Dispose();
    }

    [Fact]
    public async Task A_day_to_which_nothing_came_late_is_marked_and_its_object_left()
    {
        await world.RunOneAsync();
        var (before, stored) = (world.Manifest(), world.Store[FlowWorld.FileKey]);
        var outcome = await world.SettleAsync();
        Assert.Equal((Ending.AlreadySealed, DayPurpose.Settle, "settled: nothing came late"), (outcome.Ending, outcome.Purpose, outcome.Reason));
        Assert.Equal(0, outcome.LateEvents);
        Assert.Same(stored, world.Store[FlowWorld.FileKey]);
        Assert.Equal(ManifestStore.Format(before with { Settled = true }), world.Store[FlowWorld.ManifestKey]);
    }

    [Fact]
    public async Task A_day_is_read_for_settling_once()
    {
        await world.RunOneAsync();
        await world.SettleAsync();
        world.Logs.OnRequest = request => Assert.StartsWith("DescribeLogGroups", request, StringComparison.Ordinal);
        var summary = await world.RunAsync("""{"catchUpDays":0,"settleAfterDays":14}""");
        Assert.Equal((1, Ending.AlreadySealed), (summary.DoneBefore, Assert.Single(summary.Days).Ending));
    }

    [Theory]
    [InlineData("ndjson")]
    [InlineData("text")]
    [InlineData("raw")]
    public async Task Events_that_came_late_are_added_and_the_manifest_tells_of_them(string format)
    {
        var (payload, key) = (Payload(format), FlowWorld.FileKey[..^"ndjson.gz".Length] + Extension(format));
        await world.RunOneAsync(payload);
        var before = world.Manifest();
        world.Logs.Put("s", FlowWorld.DayStart + 1, 1000, "late").Put("new", FlowWorld.DayEnd - 1, 3000, "later");
        var outcome = await world.SettleAsync(payload);
        Assert.Equal((Ending.Sealed, 2L, 5L, "settled: 2 late events added"), (outcome.Ending, outcome.LateEvents, outcome.Events, outcome.Reason));

        using var fresh = new FlowWorld { Logs = world.Logs };
        await fresh.RunOneAsync(payload);
        Assert.Equal(fresh.Store[key], world.Store[key]);
        var (after, undisturbed) = (world.Manifest(), fresh.Manifest());
        Assert.Equal(
            ManifestStore.Format(undisturbed with { Settled = true, Versions = after.Versions, Reading = after.Reading }), world.Store[FlowWorld.ManifestKey]);
        var version = Assert.Single(after.Versions);
        Assert.Equal(
            (before.Events, before.Lines, before.RawBytes, before.RawSha256, 2L, 0L),
            (version.Events, version.Lines, version.RawBytes, version.RawSha256, version.LateEvents, version.GoneFromSource));
        Assert.Equal(
            format == "ndjson" ? (1000L, 3000L) : ((long?, long?))(null, null),
            (version.FirstLateIngestion?.ToUnixTimeMilliseconds(), version.LastLateIngestion?.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task What_retention_took_from_the_source_stays_in_the_archive()
    {
        await world.RunOneAsync();
        using var later = world.After(logs => logs.Put("s", FlowWorld.DayStart + 5, 10, "b").Put("s", FlowWorld.DayStart + 6, 99, "late"));
        var outcome = await later.SettleAsync();
        Assert.Equal((Ending.Sealed, 1L), (outcome.Ending, outcome.LateEvents));
        Assert.Contains("2 of the archived events are no longer in CloudWatch", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "late", "c"], later.Messages());
        Assert.Equal((2L, 2L), (later.Manifest().GoneFromSource, later.Manifest().Versions[0].GoneFromSource));
    }

    [Fact]
    public async Task A_day_of_which_the_source_has_nothing_any_more_stays_as_it_is()
    {
        await world.RunOneAsync();
        var stored = world.Store[FlowWorld.FileKey];
        using var later = world.After(_ => { });
        var outcome = await later.SettleAsync();
        Assert.Equal((Ending.AlreadySealed, 3L), (outcome.Ending, outcome.Events));
        Assert.Same(stored, later.Store[FlowWorld.FileKey]);
        Assert.Equal((true, 3L), (later.Manifest().Settled, later.Manifest().GoneFromSource));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("raw")]
    public async Task Lines_that_the_source_has_lost_are_kept_and_what_may_be_missing_is_said(string format)
    {
        var (payload, key) = (Payload(format), FlowWorld.FileKey[..^"ndjson.gz".Length] + Extension(format));
        await world.RunOneAsync(payload);
        var stored = world.Store[key];
        using var later = world.After(logs => logs.Put("s", FlowWorld.DayStart + 5, 10, "b").Put("s", FlowWorld.DayStart + 6, 99, "late"));
        var outcome = await later.SettleAsync(payload);
        Assert.Equal((Ending.AlreadySealed, 0L), (outcome.Ending, outcome.LateEvents));
        Assert.Contains("may lack late events", outcome.Reason, StringComparison.Ordinal);
        Assert.Same(stored, later.Store[key]);
        Assert.Equal((true, true, 0), (later.Manifest().Settled, later.Manifest().MayLackLateEvents, later.Manifest().Versions.Count));
    }

    [Fact]
    public async Task Events_that_came_late_to_an_empty_day_make_its_first_object()
    {
        using var empty = new FlowWorld();
        Assert.Equal(Ending.Empty, (await empty.RunOneAsync()).Ending);
        empty.Logs.Put("s", FlowWorld.DayStart, 99, "late");
        Assert.Equal((Ending.Sealed, 1L), await empty.SettleAsync() is var outcome ? (outcome.Ending, outcome.LateEvents) : default);
        Assert.Equal(["late"], empty.Messages());
        Assert.Equal(0, empty.Manifest().Versions[0].Events);
    }

    [Fact]
    public async Task A_day_archived_when_it_was_old_enough_is_settled_at_once()
    {
        Assert.Equal(Ending.Sealed, (await world.SettleAsync()).Ending);
        Assert.True(world.Manifest().Settled);
        Assert.Empty(world.Manifest().Versions);
    }

    [Fact]
    public async Task A_changed_format_prefixes_of_keys_and_a_changed_zone_do_not_change_what_is_settled()
    {
        await world.RunOneAsync();
        world.Logs.Put("s", FlowWorld.DayStart + 1, 1000, "late");
        var outcome = await world.SettleAsync("""{"format":"text","compression":"none","keyTemplate":"{group}/{date}.{extension}"}""");
        Assert.Equal((Ending.Sealed, FlowWorld.FileKey), (outcome.Ending, outcome.ObjectKey));
        Assert.Equal(["a", "late", "b", "c"], world.Messages());
    }

    [Fact]
    public async Task What_rules_drop_did_not_come_late_and_the_rules_stay_those_of_the_archive()
    {
        world.Logs.Put("s", FlowWorld.DayStart + 2, 10, "noise").Put("s", FlowWorld.DayStart, 10, "more noise");
        await world.RunOneAsync("""{"excludeEvents":"noise"}""");
        world.Logs.Put("s", FlowWorld.DayStart + 2, 5000, "late noise").Put("s", FlowWorld.DayStart, 700, "late");
        var outcome = await world.SettleAsync("""{"excludeEvents":"late"}""");
        Assert.Equal((Ending.Sealed, 1L, 4L, 3L), (outcome.Ending, outcome.LateEvents, outcome.Events, outcome.DroppedEvents));
        Assert.Equal(["a", "late", "b", "c"], world.Messages());
        var version = Assert.Single(world.Manifest().Versions);
        Assert.Equal((700, 700), (version.FirstLateIngestion!.Value.ToUnixTimeMilliseconds(), version.LastLateIngestion!.Value.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task An_archive_that_is_not_what_its_manifest_says_is_left_alone()
    {
        await world.RunOneAsync();
        var etag = (await world.Store.TryDescribeAsync(FlowWorld.FileKey, CancellationToken.None))!.ETag;
        await world.Store.TryPutAsync(FlowWorld.FileKey, "not ours"u8.ToArray(), "text/plain", WriteCondition.Unchanged(etag), CancellationToken.None);
        var outcome = await world.SettleAsync();
        Assert.Equal((Ending.Failed, false), (outcome.Ending, outcome.Fault!.IsBug));
        Assert.Equal("not ours"u8.ToArray(), world.Store[FlowWorld.FileKey]);
        Assert.False(world.Manifest().Settled);
    }

    [Fact]
    public async Task A_manifest_of_before_settling_is_read_as_not_settled()
    {
        await world.RunOneAsync();
        var old = string.Join('\n', System.Text.Encoding.UTF8.GetString(world.Store[FlowWorld.ManifestKey]).Split('\n')
            .Where(line => !line.Contains("\"settled\"", StringComparison.Ordinal) && !line.Contains("\"goneFromSource\"", StringComparison.Ordinal)
                && !line.Contains("\"mayLackLateEvents\"", StringComparison.Ordinal))).Replace("\"versions\": []", "\"lateEvents\": []", StringComparison.Ordinal);
        Assert.DoesNotContain("ersions\"", old, StringComparison.Ordinal);
        var manifest = ManifestStore.Parse(FlowWorld.ManifestKey, System.Text.Encoding.UTF8.GetBytes(old));
        Assert.Equal((false, 0L, false, 0), (manifest.Settled, manifest.GoneFromSource, manifest.MayLackLateEvents, manifest.Versions.Count));
    }

    [Fact]
    public async Task A_dry_run_reads_nothing_and_writes_nothing()
    {
        await world.RunOneAsync();
        var outcome = await world.SettleAsync("""{"dryRun":true}""");
        Assert.Equal((Ending.Planned, "sealed; would be read again for late events"), (outcome.Ending, outcome.Reason));
        Assert.False(world.Manifest().Settled);
    }

    private static string Payload(string format) => $$"""{"format":"{{format}}"}""";

    private static string Extension(string format) => format switch { "text" => "txt.gz", "raw" => "log.gz", _ => "ndjson.gz" };
}
