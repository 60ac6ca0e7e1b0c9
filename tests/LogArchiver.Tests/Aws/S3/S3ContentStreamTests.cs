using System.Text;
using LogArchiver.Ports;
using LogArchiver.Testing;
using static LogArchiver.Tests.Aws.S3.ScriptedObject;

namespace LogArchiver.Tests.Aws.S3;

/// <summary>Reads that are stopped, streams that are closed early, and objects without bytes or length.</summary>
public sealed class S3ContentStreamTests
{
    // Of no bytes the SDK compares the MD5 where it compares the checksum of others.
    private const string EmptyETag = "\"d41d8cd98f00b204e9800998ecf8427e\"";

    [Fact]
    public async Task A_read_that_was_stopped_while_it_waited_may_be_made_again()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request) with { EndsAfter = time == 1 ? 4 : null }));
        var (clock, chance) = (new ManualClock(), new SteadyChance(1));
        using var store = ScriptedS3.Open(s3, patience: clock, random: chance);
        await using var stream = await store.TryOpenAsync("key", CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var copy = new MemoryStream();
        var copying = stream!.CopyToAsync(copy, stop.Token);
        await UntilAsync(() => chance.Asked == 1 && clock.Waiting == 1, copying);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
        copying = stream.CopyToAsync(copy, CancellationToken.None);
        await UntilAsync(() => chance.Asked == 2 && clock.Waiting == 1, copying);
        clock.Advance(TimeSpan.FromSeconds(1));
        await copying;
        Assert.Equal(Text, Encoding.UTF8.GetString(copy.ToArray()));
    }

    [Fact]
    public async Task A_read_that_was_stopped_in_the_midst_of_it_may_be_made_again()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request) with { EndsAfter = time == 1 ? 4 : null, EndsInSilence = true }));
        using var store = ScriptedS3.Open(s3);
        await using var stream = await store.TryOpenAsync("key", CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var read = new byte[10];
        await stream!.ReadExactlyAsync(read.AsMemory(0, 4));
        var reading = stream.ReadAsync(read.AsMemory(4), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await stream.ReadExactlyAsync(read.AsMemory(4));
        Assert.Equal(Text, Encoding.UTF8.GetString(read));
        Assert.Equal(0, await stream.ReadAsync(read));
    }

    [Fact]
    public async Task Whoever_closes_it_in_the_midst_of_a_read_ends_the_read_and_nothing_is_asked_for_again()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request) with { EndsAfter = time == 1 ? 4 : null, EndsInSilence = true }));
        using var store = ScriptedS3.Open(s3);
        var stream = await store.TryOpenAsync("key", CancellationToken.None);
        var read = new byte[10];
        await stream!.ReadExactlyAsync(read.AsMemory(0, 4));
        var reading = stream.ReadAsync(read.AsMemory(4)).AsTask();
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience, TimeProvider.System));
        Assert.Single(s3.Seen);
    }

    [Fact]
    public async Task Whoever_closes_it_before_it_asks_again_gets_no_more()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(Part(request) with { EndsAfter = time == 1 ? 4 : null }));
        var (clock, chance) = (new ManualClock(), new SteadyChance(1));
        using var store = ScriptedS3.Open(s3, patience: clock, random: chance);
        var stream = await store.TryOpenAsync("key", CancellationToken.None);
        var read = new byte[10];
        await stream!.ReadExactlyAsync(read.AsMemory(0, 4));
        var reading = stream.ReadAsync(read.AsMemory(4)).AsTask();
        await UntilAsync(() => chance.Asked == 1 && clock.Waiting == 1, reading);
        await stream.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience, TimeProvider.System));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(read.AsMemory(4)).AsTask());
    }

    [Fact]
    public async Task An_object_of_no_bytes_is_read_to_its_end()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(Part(request, string.Empty, EmptyETag)));
        using var store = ScriptedS3.Open(s3);
        Assert.Equal(0, (await store.TryReadAsync("key", 100, CancellationToken.None))!.Content.Length);
        await using var stream = await store.TryOpenAsync("key", CancellationToken.None);
        Assert.Equal(0, await stream!.ReadAsync(new byte[10]));
        Assert.Equal(2, s3.Seen.Count);
    }

    /// <summary>As behind a proxy that packs answers anew: in chunks, and no length before them.</summary>
    [Fact]
    public async Task An_answer_without_its_length_is_not_taken_for_an_empty_object()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(Part(request) with { IsInChunks = true }));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 100, CancellationToken.None));
        Assert.Equal((FaultKind.Permanent, "LengthUnknown"), (fault.Kind, fault.Code));
    }

    [Fact]
    public async Task An_answer_without_its_length_that_breaks_is_a_transient_fault()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(Part(request) with { IsInChunks = true, EndsAfter = 4 }));
        using var store = ScriptedS3.Open(s3);
        await using var stream = await store.TryOpenAsync("key", CancellationToken.None);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => stream!.CopyToAsync(Stream.Null));
        Assert.Equal((FaultKind.Transient, "ResponseEnded"), (fault.Kind, fault.Code));
        Assert.Single(s3.Seen);
    }
}
