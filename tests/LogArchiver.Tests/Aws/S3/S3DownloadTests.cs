using System.Text;
using LogArchiver.Aws.S3;
using LogArchiver.Ports;
using LogArchiver.Testing;
using static LogArchiver.Tests.Aws.S3.ScriptedObject;

namespace LogArchiver.Tests.Aws.S3;

/// <summary>Connections that break in the midst of an object's bytes.</summary>
public sealed class S3DownloadTests
{
    [Fact]
    public async Task A_small_object_whose_connection_broke_is_asked_for_from_there()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request) with { EndsAfter = time == 1 ? 4 : null }));
        using var store = ScriptedS3.Open(s3);
        var read = await store.TryReadAsync("key", 100, CancellationToken.None);
        Assert.Equal(Text, Encoding.UTF8.GetString(read!.Content.Span));
        Assert.Equal((10, ETag, PlainCrc32.Base64("0123456789"u8.ToArray())), (read.Object.Bytes, read.Object.ETag, read.Object.Crc32));
        var (first, second) = (s3.Seen.First().Headers, s3.Seen.Last().Headers);
        Assert.Equal(2, s3.Seen.Count);
        Assert.Equal((null, null, "ENABLED"), (first["Range"], first["If-Match"], first["x-amz-checksum-mode"]));
        Assert.Equal(("bytes=4-9", ETag, null), (second["Range"], second["If-Match"], second["x-amz-checksum-mode"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_reset_is_such_a_break(int after)
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            Part(request) with { EndsAfter = time <= S3ContentStream.MostBreaks ? Math.Min(after, Part(request).Body.Length) : null, EndsInReset = true }));
        using var store = ScriptedS3.Open(s3);
        var read = await store.TryReadAsync("key", 100, CancellationToken.None);
        Assert.Equal(Text, Encoding.UTF8.GetString(read!.Content.Span));
    }

    [Fact]
    public async Task Connections_that_break_one_after_another_are_a_transient_fault_in_the_end()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(Part(request) with { EndsAfter = 1 }));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 100, CancellationToken.None));
        Assert.Equal((FaultKind.Transient, "ResponseEnded"), (fault.Kind, fault.Code));
        Assert.Equal(["", "bytes=1-9", "bytes=2-9", "bytes=3-9", "bytes=4-9"], s3.Seen.Select(request => request.Headers["Range"] ?? ""));
    }

    [Fact]
    public async Task A_long_object_may_break_again_and_again_as_long_as_much_comes_between()
    {
        const int each = S3ContentStream.StretchBytes + 1;
        const int pieces = S3ContentStream.MostBreaks * 2;
        var text = new string('x', each * pieces);
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request, text) with { EndsAfter = time < pieces ? each : null }));
        using var store = ScriptedS3.Open(s3);
        await using var stream = await store.TryOpenAsync("key", CancellationToken.None);
        var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        Assert.Equal(text, Encoding.UTF8.GetString(copy.ToArray()));
        Assert.Equal(pieces, s3.Seen.Count);
    }

    [Fact]
    public async Task Before_it_asks_again_it_waits_by_the_clock_and_lets_itself_be_stopped()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(Part(request) with { EndsAfter = 4 }));
        var clock = new ManualClock();
        var chance = new SteadyChance(1);
        using var store = ScriptedS3.Open(s3, patience: clock, random: chance);
        using var stop = new CancellationTokenSource();
        var reading = store.TryReadAsync("key", 100, stop.Token);
        await UntilAsync(() => chance.Asked == 1 && clock.Waiting == 1, reading);
        Assert.Single(s3.Seen);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        await UntilAsync(() => chance.Asked == 2 && clock.Waiting == 1, reading);
        Assert.Equal(2, s3.Seen.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(2, s3.Seen.Count);
    }

    [Fact]
    public async Task A_connection_that_falls_silent_is_given_up_for_another()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request) with { EndsAfter = time == 1 ? 4 : null, EndsInSilence = true }));
        var clock = new ManualClock();
        using var store = ScriptedS3.Open(s3, patience: clock);
        await using var stream = await store.TryOpenAsync("key", CancellationToken.None);
        var read = new byte[10];
        await stream!.ReadExactlyAsync(read.AsMemory(0, 4));
        var reading = stream.ReadExactlyAsync(read.AsMemory(4)).AsTask();
        await UntilAsync(() => clock.Waiting == 1, reading);
        clock.Advance(S3ContentStream.StallLimit - TimeSpan.FromSeconds(1));
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await reading.WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(Text, Encoding.UTF8.GetString(read));
        Assert.Equal(2, s3.Seen.Count);
    }

    [Theory]
    [InlineData(412, "PreconditionFailed", FaultKind.Transient, "ObjectChanged")]
    [InlineData(404, "NoSuchKey", FaultKind.Transient, "ObjectChanged")]
    [InlineData(403, "ExpiredToken", FaultKind.AccessDenied, "ExpiredToken")]
    [InlineData(400, "InvalidRequest", FaultKind.Permanent, "InvalidRequest")]
    public async Task What_cannot_be_mended_by_asking_is_a_fault_at_once(int status, string code, FaultKind kind, string told)
    {
        await using var s3 = new ScriptedS3((request, time) => Always(time == 1 ? Part(request) with { EndsAfter = 4 } : Answer.Error(status, code)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 100, CancellationToken.None));
        Assert.Equal((kind, told), (fault.Kind, fault.Code));
        Assert.Equal(2, s3.Seen.Count);
    }

    [Fact]
    public async Task Bytes_of_another_object_are_never_taken_for_the_rest_where_a_store_knows_no_conditions()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            time == 1 ? Part(request) with { EndsAfter = 4 } : Part(request, "9876543210", etag: "\"e2\"")));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 100, CancellationToken.None));
        Assert.Equal("ObjectChanged", fault.Code);
    }

    [Fact]
    public async Task A_store_that_knows_no_ranges_leaves_the_break_a_fault()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Whole(Text, ETag) with { EndsAfter = time == 1 ? 4 : null }));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 100, CancellationToken.None));
        Assert.Equal((FaultKind.Transient, "ResponseEnded"), (fault.Kind, fault.Code));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("COMPOSITE", false)]
    public async Task The_checksum_of_the_whole_is_compared_after_a_break_too(string? type, bool isCompared)
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            time == 1 ? Typed(Part(request), type) with { EndsAfter = 4 } : Part(request, "0123456780")));
        using var store = ScriptedS3.Open(s3);
        var reading = store.TryReadAsync("key", 100, CancellationToken.None);
        if (isCompared)
        {
            var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => reading);
            Assert.Equal(ServiceFaultException.ChecksumMismatch, fault.Code);
        }
        else
        {
            Assert.NotNull(await reading);
        }

        Assert.Equal(2, s3.Seen.Count);
    }

    [Fact]
    public async Task Bytes_that_are_not_those_of_the_checksum_are_not_asked_for_again()
    {
        await using var s3 = new ScriptedS3((_, _) => Always(Whole("0123456780", ETag, PlainCrc32.Base64("0123456789"u8.ToArray()))));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 100, CancellationToken.None));
        Assert.Equal(ServiceFaultException.ChecksumMismatch, fault.Code);
        Assert.Single(s3.Seen);
    }
}
