using LogArchiver.Discover;
using LogArchiver.Estimate;
using LogArchiver.Plan;
using LogArchiver.Seal;
using LogArchiver.Tests.Plan;

namespace LogArchiver.Tests.Estimate;

public sealed class DayVolumesTests
{
    private static readonly ArchivePlan Ndjson = Requests.Plan("{}");

    [Fact]
    public void Archived_days_tell_their_own_sizes_ratio_and_pages()
    {
        var volume = DayVolumes.OfManifests([Sealed(1000, 200_000, 20_000, 3), Sealed(3000, 600_000, 40_000, 5)], Ndjson)!;
        Assert.Equal((VolumeBasis.Manifests, 2), (volume.Basis, volume.BasisDays));
        Assert.Equal((2000, 400_000, 30_000, 4), (volume.Events, volume.RawBytes, volume.StoredBytes, volume.Pages));
        Assert.Equal(400_000 - (2000 * 132), volume.MessageBytes);
    }

    [Fact]
    public void Days_of_which_retention_had_taken_a_part_tell_nothing()
    {
        var cut = Sealed(1000, 200_000, 20_000, 3) with { RetentionReached = Requests.Now };
        Assert.Null(DayVolumes.OfManifests([cut], Ndjson));
        Assert.Equal(1, DayVolumes.OfManifests([cut, Sealed(1, 200, 20, 1)], Ndjson)!.BasisDays);
    }

    [Fact]
    public void Days_archived_in_another_format_tell_the_events_own_sizes()
    {
        var raw = Requests.Plan("""{"format":"raw"}""");
        var volume = DayVolumes.OfManifests([Sealed(1000, 232_000, 20_000, 3)], raw)!;
        Assert.Equal((100_000, 101_000), (volume.MessageBytes, volume.RawBytes));
        Assert.Equal(101_000 / LineSizes.UsualRatioOfText, volume.StoredBytes, 6);
        var plain = Requests.Plan("""{"compression":"none"}""");
        Assert.Equal(232_000, DayVolumes.OfManifests([Sealed(1000, 232_000, 20_000, 3)], plain)!.StoredBytes);
    }

    [Fact]
    public void Pages_of_the_streams_reader_are_not_those_of_a_group()
    {
        var manifest = Sealed(25_000, 5_000_000, 500_000, 900);
        var byStreams = manifest with { Reading = manifest.Reading with { Reader = "streams" } };
        Assert.Equal(3, DayVolumes.OfManifests([byStreams], Ndjson)!.Pages);
    }

    [Fact]
    public void Empty_days_are_no_unknown_ones()
    {
        var volume = DayVolumes.OfManifests([Sealed(0, 0, 0, 1)], Ndjson)!;
        Assert.Equal((0, 0, 0, 1), (volume.Events, volume.RawBytes, volume.StoredBytes, volume.Pages));
    }

    [Theory]
    [InlineData(10, null, 10)]
    [InlineData(100, 30, 30)]
    [InlineData(10, 30, 10)]
    [InlineData(null, 30, 30)]
    [InlineData(0, null, 1)]
    public void Held_bytes_are_spread_over_the_days_that_the_group_can_hold(int? age, int? retention, int days)
    {
        var group = new LogGroup("/app") { StoredBytes = 3_000_000, RetentionDays = retention, Created = Requests.Now.AddDays(-age ?? 0) };
        var volume = DayVolumes.OfHeldBytes(age is null ? group with { Created = null } : group, Ndjson, Requests.Now)!;
        Assert.Equal((days, 3_000_000.0 / days), (volume.BasisDays, volume.MessageBytes));
        Assert.Equal(volume.MessageBytes + (volume.MessageBytes / 150 * 132), volume.RawBytes, 6);
    }

    [Fact]
    public void Where_the_service_says_too_little_nothing_is_made_up()
    {
        Assert.Null(DayVolumes.OfHeldBytes(new LogGroup("/app") { StoredBytes = 3 }, Ndjson, Requests.Now));
        Assert.Null(DayVolumes.OfHeldBytes(new LogGroup("/app") { RetentionDays = 3 }, Ndjson, Requests.Now));
        Assert.Null(DayVolumes.OfSample([], Ndjson));
    }

    private static Manifest Sealed(long events, long raw, long stored, long pages) => new()
    {
        FormatVersion = 1, Writer = "LogArchiver", Group = "/app", Date = new DateOnly(2026, 11, 19), TimeZone = "UTC", Start = default, End = default,
        Format = "ndjson", Compression = "gzip", Events = events, Lines = events, Streams = 1, StreamsExact = true, RawBytes = raw, StoredBytes = stored,
        Merged = true, Objects = [], Filters = [], DroppedEvents = 0,
        Reading = new ManifestReading { Reader = "group", Pages = pages, Requests = new Dictionary<string, long>(), Throttles = 0, Retries = 0 },
    };
}
