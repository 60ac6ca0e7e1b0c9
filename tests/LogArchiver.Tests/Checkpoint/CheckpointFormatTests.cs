using LogArchiver.Checkpoint;
using LogArchiver.Pack;
using LogArchiver.Ports;
using LogArchiver.Seal;
using LogArchiver.Upload;

namespace LogArchiver.Tests.Checkpoint;

public sealed class CheckpointFormatTests
{
    private static readonly DayCheckpoint Sample = new()
    {
        Fingerprint = "/app/웹 0-86400000 ndjson gzip 1099511627776 key",
        PositionMs = 43_200_000,
        Density = 12.5,
        LongestMs = 3_600_000,
        Totals = new DayTotals { Events = 5, Lines = 5, RawBytes = 99, FirstMs = 1, LastMs = 2, Streams = 3, Pages = 4 },
        Requests = new Dictionary<string, long>(StringComparer.Ordinal) { ["FilterLogEvents"] = 4 },
        Throttles = 1,
        Retries = 2,
        Finished = [new ManifestObject { Key = "k", Bytes = 1, Sha256 = null, Crc32 = "AAAAAA==" }],
        Current = new ObjectInParts
        {
            Key = "key",
            Upload = new OpenUpload("key", "upload-1"),
            Parts = [new StoredPart(1, "\"etag\"", 8 << 20, "AAAAAA==")],
            Segments = [new ManifestSegment { Bytes = 8 << 20, Sha256 = "a", RawBytes = 1, RawSha256 = "b" }],
            Crc32 = "AAAAAA==",
        },
    };

    [Fact]
    public void A_checkpoint_comes_back_as_it_was_saved()
    {
        var tail = new byte[] { 0, 10, 13, 255 };
        Assert.True(CheckpointFormat.TryParse(CheckpointFormat.Format(Sample, tail), out var found, out var foundTail));
        Assert.Equal(tail, foundTail);
        Assert.Equal(CheckpointFormat.Format(Sample, tail), CheckpointFormat.Format(found, foundTail));
        Assert.Equal((Sample.PositionMs, Sample.Totals, Sample.Current.Upload), (found.PositionMs, found.Totals, found.Current.Upload));
    }

    [Fact]
    public void What_was_dropped_by_rules_comes_back_too()
    {
        var dropped = Sample with { Totals = Sample.Totals with { Dropped = [1, 2] } };
        Assert.True(CheckpointFormat.TryParse(CheckpointFormat.Format(dropped, []), out var found, out _));
        Assert.Equal([1, 2], found.Totals.Dropped!);
        Assert.Equal(3, found.Totals.DroppedEvents);
    }

    [Fact]
    public void A_checkpoint_cut_or_changed_at_any_byte_is_recognised()
    {
        var whole = CheckpointFormat.Format(Sample, "tail"u8);
        for (var place = 0; place < whole.Length; place++)
        {
            Assert.False(CheckpointFormat.TryParse(whole.AsSpan(0, place), out _, out _));
            var changed = whole.ToArray();
            changed[place] ^= 1;
            Assert.False(CheckpointFormat.TryParse(changed, out _, out _), $"byte {place}");
        }
    }
}
