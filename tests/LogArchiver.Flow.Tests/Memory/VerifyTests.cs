using System.Text;
using LogArchiver.Outcome;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;
using LogArchiver.Verify;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>Every kind of damage that can be done to an archive is told by verifying it, and nothing else is.</summary>
public sealed class VerifyTests
{
    [Theory]
    [InlineData("""{"reader":"group"}""", 9)]
    [InlineData("""{"reader":"streams"}""", int.MaxValue)]
    [InlineData("""{"reader":"group","compression":"none"}""", 9)]
    [InlineData("""{"reader":"group","maxMergedBytes":20000}""", int.MaxValue)]
    [InlineData("""{"format":"text"}""", int.MaxValue)]
    [InlineData("""{"reader":"group","format":"raw","compression":"none"}""", 9)]
    public async Task What_was_archived_is_right(string payload, int pagesEach)
    {
        using var world = await ArchivedDay.MakeAsync(payload, events: 700, pagesEach);
        var day = await world.VerifyOneAsync();
        Assert.Equal((DayVerdict.Right, 700), (day.Verdict, day.Events));
        Assert.Empty(day.Damage);
        Assert.Equal(DayVerdict.Right, (await world.VerifyOneAsync(quick: true)).Verdict);
    }

    [Fact]
    public async Task An_empty_day_is_right()
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 0, int.MaxValue);
        Assert.Equal(DayVerdict.Right, (await world.VerifyOneAsync(withSource: true)).Verdict);
    }

    [Theory]
    [InlineData("flipped", "sha256 gzip crc32", "crc32")]
    [InlineData("cut", "size gzip line", "size")]
    [InlineData("gone", "missing", "missing")]
    [InlineData("line added", "size sha256 gzip line", "size")]
    public async Task Damage_to_an_object_is_told(string how, string thorough, string quick)
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 300, int.MaxValue);
        await world.DamageAsync(FlowWorld.FileKey, how switch
        {
            "flipped" => bytes => [.. bytes[..100], (byte)(bytes[100] ^ 4), .. bytes[101..]],
            "cut" => bytes => bytes[..^20],
            "line added" => _ => ArchivedDay.Gzip(world.Text(FlowWorld.FileKey) + world.Text(FlowWorld.FileKey)[..100] + "\n"),
            _ => _ => null,
        });
        await AssertDiffersAsync(world, thorough, quick);
    }

    [Theory]
    [InlineData("out of order", "order")]
    [InlineData("outside the window", "window events")]
    [InlineData("no event", "line events")]
    [InlineData("no newline", "line")]
    public async Task Lines_that_no_archive_has_are_told_even_where_every_checksum_was_made_to_fit(string how, string expected)
    {
        using var world = await ArchivedDay.MakeAsync("""{"compression":"none"}""", events: 300, int.MaxValue);
        var key = world.Manifest().Objects[0].Key;
        var lines = Encoding.UTF8.GetString(world.Store[key]).Split('\n').SkipLast(1).ToList();
        switch (how)
        {
            case "out of order":
                (lines[40], lines[41], lines[42], lines[43]) = (lines[60], lines[61], lines[62], lines[63]);
                break;
            case "outside the window":
                lines[0] = lines[0].Replace("\"timestamp\":\"2026-11-19", "\"timestamp\":\"2026-11-18", StringComparison.Ordinal);
                break;
            case "no event":
                lines[7] = new string('x', lines[7].Length);
                break;
        }

        var text = string.Concat(lines.Select(line => line + "\n"));
        await world.ForgeAsync(key, Encoding.UTF8.GetBytes(how == "no newline" ? text[..^1] : text));
        await AssertDiffersAsync(world, expected, quick: "");
    }

    [Theory]
    [InlineData("events", "events manifest")]
    [InlineData("lines", "lines manifest")]
    [InlineData("streams", "streams")]
    [InlineData("firstTimestamp", "firstTimestamp")]
    [InlineData("lastTimestamp", "lastTimestamp manifest")]
    [InlineData("rawBytes", "rawBytes")]
    [InlineData("rawSha256", "rawSha256")]
    [InlineData("sha256", "sha256")]
    [InlineData("crc32", "crc32")]
    [InlineData("storedBytes", "manifest")]
    [InlineData("droppedEvents", "manifest")]
    [InlineData("group", "manifest")]
    [InlineData("date", "manifest")]
    public async Task What_is_wrong_in_the_manifest_is_told(string field, string expected)
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 300, int.MaxValue);
        var zeros = new string('0', 64);
        await world.RewriteAsync(manifest => field switch
        {
            "events" => manifest with { Events = 299 },
            "lines" => manifest with { Lines = 301 },
            "streams" => manifest with { Streams = 7 },
            "firstTimestamp" => manifest with { FirstTimestamp = manifest.Start.AddHours(3) },
            "lastTimestamp" => manifest with { LastTimestamp = manifest.End },
            "rawBytes" => manifest with { RawBytes = 1 },
            "rawSha256" => manifest with { RawSha256 = zeros },
            "sha256" => manifest with { Objects = [manifest.Objects[0] with { Sha256 = zeros }] },
            "crc32" => manifest with { Objects = [manifest.Objects[0] with { Crc32 = "AAAAAA==" }] },
            "storedBytes" => manifest with { StoredBytes = 1 },
            "droppedEvents" => manifest with { DroppedEvents = 1 },
            "group" => manifest with { Group = "/app/other" },
            _ => manifest with { Date = manifest.Date.AddDays(1) },
        });
        await AssertDiffersAsync(world, expected, quick: null);
    }

    [Fact]
    public async Task Objects_of_two_days_that_were_swapped_and_an_older_version_of_one_are_told()
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 300, int.MaxValue);
        world.Logs.Put("s", FlowWorld.DayStart - 5, FlowWorld.DayStart + 6, "the day before");
        await world.RunOneAsync("""{"date":"2026-11-18"}""");
        var before = FlowWorld.FileKey.Replace("2026-11-19", "2026-11-18", StringComparison.Ordinal);
        var (one, other) = (world.Store[FlowWorld.FileKey], world.Store[before]);
        await world.DamageAsync(FlowWorld.FileKey, _ => other);
        await world.DamageAsync(before, _ => one);
        var both = await world.VerifyAsync("""{"from":"2026-11-18","to":"2026-11-19"}""");
        Assert.Equal(2, both.Count(DayVerdict.Differs));
        Assert.Equal(1, both.ExitCode);
        Assert.All(both.Days, day => Assert.Contains(day.Damage, damage => damage.Kind == DamageKind.Size));
    }

    [Fact]
    public async Task Damage_to_one_of_several_segments_is_told_with_its_place()
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group"}""", events: 900, pagesEach: 9);
        var segments = world.Manifest().Objects[0].Segments!;
        await world.DamageAsync(FlowWorld.FileKey, bytes =>
        {
            bytes[segments[0].Bytes + 30] ^= 8;
            return bytes;
        });
        var day = await world.VerifyOneAsync();
        Assert.Contains(day.Damage, damage => damage.Kind == DamageKind.Sha256 && damage.Text.Contains($"segment 2 of {segments.Count}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shuffled_file_is_told_in_a_few_lines()
    {
        using var world = await ArchivedDay.MakeAsync("""{"compression":"none"}""", events: 600, int.MaxValue);
        var key = world.Manifest().Objects[0].Key;
        await world.ForgeAsync(key, Encoding.UTF8.GetBytes(string.Concat(
            Encoding.UTF8.GetString(world.Store[key]).Split('\n').SkipLast(1).Reverse().Select(line => line + "\n"))));
        var day = await world.VerifyOneAsync();
        Assert.Equal(DamageList.MostAlike, day.Damage.Count(damage => damage.Kind == DamageKind.Order));
        Assert.InRange(day.DamageLeftOut, 400, 600);
    }

    [Fact]
    public async Task Objects_that_no_manifest_names_are_told()
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 30, int.MaxValue);
        var extra = FlowWorld.FileKey.Replace(".ndjson.gz", ".part-00002.ndjson.gz", StringComparison.Ordinal);
        await world.Store.TryPutAsync(extra, "x"u8.ToArray(), "", WriteCondition.Absent, CancellationToken.None);
        var day = await world.VerifyOneAsync();
        Assert.Equal((DamageKind.Unnamed, extra), (Assert.Single(day.Damage).Kind, day.Damage[0].Key));
        await world.DamageAsync(FlowWorld.ManifestKey, _ => null);
        var without = await world.VerifyOneAsync("""{"logGroups":"/app/web"}""");
        Assert.Equal(DayVerdict.NotArchived, without.Verdict);
        Assert.Contains("no manifest", without.Fault!.Cause, StringComparison.Ordinal);
        Assert.Equal([FlowWorld.FileKey, extra], without.Damage.Select(damage => damage.Key!).OrderBy(key => key.Length));
    }

    [Theory]
    [InlineData("rubbish", "cannot be read")]
    [InlineData("newer", "use a later LogArchiver")]
    public async Task A_manifest_that_cannot_be_read_is_told_and_the_other_days_are_verified(string how, string expected)
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 30, int.MaxValue);
        await world.RunOneAsync("""{"date":"2026-11-18"}""");
        if (how == "rubbish")
        {
            await world.DamageAsync(FlowWorld.ManifestKey, _ => "{"u8.ToArray());
        }
        else
        {
            await world.RewriteAsync(manifest => manifest with { FormatVersion = Manifest.CurrentFormatVersion + 1 });
        }

        var both = await world.VerifyAsync("""{"from":"2026-11-17","to":"2026-11-19"}""");
        Assert.Equal([DayVerdict.NotArchived, DayVerdict.Right, DayVerdict.Unchecked], both.Days.Select(day => day.Verdict));
        Assert.Contains(expected, both.Days[2].Fault!.Cause, StringComparison.Ordinal);
        Assert.Equal(3, both.ExitCode);
    }

    [Fact]
    public async Task A_store_that_fails_for_one_day_leaves_the_others_verified()
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 30, int.MaxValue);
        await world.RunOneAsync("""{"date":"2026-11-18"}""");
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryOpen" && key == FlowWorld.FileKey)
            {
                throw new ServiceFaultException(FaultKind.AccessDenied, "S3", "GetObject", "AccessDenied", "not for you") { Fix = "Allow s3:GetObject." };
            }
        };
        var both = await world.VerifyAsync("""{"from":"2026-11-18","to":"2026-11-19"}""");
        Assert.Equal([DayVerdict.Right, DayVerdict.Unchecked], both.Days.Select(day => day.Verdict));
        Assert.Equal(("AccessDenied", "Allow s3:GetObject."), (both.Days[1].Fault!.Code, both.Days[1].Fault!.Fix));
    }

    [Fact]
    public async Task Groups_are_found_in_the_archive_and_named_ones_are_missed_there()
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 3, int.MaxValue);
        world.Logs.Group("/app/web2").Put("s", FlowWorld.DayStart, FlowWorld.DayStart, "x");
        await world.RunAsync("""{"logGroups":"/app/web2"}""");
        using var elsewhere = new FlowWorld { Logs = new(), Store = world.Store };
        Assert.Equal(["/app/web", "/app/web2"], (await elsewhere.VerifyAsync()).Days.Select(day => day.Group));
        Assert.Equal(["/app/web2"], (await elsewhere.VerifyAsync("""{"excludeLogGroups":"/app/web"}""")).Days.Select(day => day.Group));
        Assert.Equal(["/app/web"], (await elsewhere.VerifyAsync("""{"logGroups":"/app/web"}""")).Days.Select(day => day.Group));
        var none = await elsewhere.VerifyAsync("""{"logGroups":["/lib/*","/app/none"]}""");
        Assert.Equal(("/app/none", DayVerdict.NotArchived), (Assert.Single(none.Days).Group, none.Days[0].Verdict));
        Assert.Contains("/lib/*", Assert.Single(none.Warnings), StringComparison.Ordinal);
        Assert.Equal(3, none.ExitCode);
        Assert.Equal(3, (await elsewhere.VerifyAsync("""{"logGroups":"/lib/*"}""")).ExitCode);
    }

    [Fact]
    public async Task Quick_asks_once_for_each_object_and_reads_none()
    {
        using var world = await ArchivedDay.MakeAsync("""{"reader":"group","maxMergedBytes":20000}""", events: 900, int.MaxValue);
        var before = world.Store.Count("TryDescribe");
        await world.VerifyOneAsync(quick: true);
        Assert.Equal(world.Manifest().Objects.Count, world.Store.Count("TryDescribe") - before);
        Assert.Equal(0, world.Store.Count("TryOpen"));
    }

    [Fact]
    public async Task A_day_written_anew_while_it_is_verified_is_verified_again()
    {
        using var world = await ArchivedDay.MakeAsync("{}", events: 30, int.MaxValue);
        var (file, manifest) = (world.Store[FlowWorld.FileKey], world.Store[FlowWorld.ManifestKey]);
        await world.DamageAsync(FlowWorld.ManifestKey, _ => null);
        world.Logs.Put("late", FlowWorld.DayStart, FlowWorld.DayEnd, "late");
        await world.DamageAsync(FlowWorld.FileKey, _ => null);
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync()).Ending);
        var newer = world.Store[FlowWorld.ManifestKey];
        await world.DamageAsync(FlowWorld.ManifestKey, _ => manifest);
        Assert.NotEqual(file.Length, world.Store[FlowWorld.FileKey].Length);
        var opened = false;
        world.Store.BeforeEach = (operation, _) =>
        {
            if (operation == "TryOpen" && !opened)
            {
                opened = true;
                world.DamageAsync(FlowWorld.ManifestKey, _ => newer).GetAwaiter().GetResult();
            }
        };
        Assert.Equal(DayVerdict.Right, (await world.VerifyOneAsync()).Verdict);
    }

    private static async Task AssertDiffersAsync(FlowWorld world, string thorough, string? quick)
    {
        var day = await world.VerifyOneAsync();
        Assert.Equal(
            thorough.Split(' ').Order(StringComparer.Ordinal), day.Damage.Select(damage => damage.Kind.Text()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(DayVerdict.Differs, day.Verdict);
        if (quick is not null)
        {
            Assert.Equal(quick, string.Join(' ', (await world.VerifyOneAsync(quick: true)).Damage.Select(damage => damage.Kind.Text())));
        }
    }
}
