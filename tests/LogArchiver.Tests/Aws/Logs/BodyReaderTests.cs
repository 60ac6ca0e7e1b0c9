using LogArchiver.Aws.Logs;
using LogArchiver.Read;

namespace LogArchiver.Tests.Aws.Logs;

public sealed class BodyReaderTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65_536, 65_536)]
    [InlineData(300_000, 7_001)]
    [InlineData(6_300_000, 16_384)]
    public async Task A_body_of_any_length_is_received_whole_promised_or_not(int length, int chunk)
    {
        foreach (long? promised in new long?[] { length, null })
        {
            var read = await ReadAsync(length, chunk, promised);
            Assert.Equal(length, read.Length);
            Assert.True(read.Span.SequenceEqual(Bytes(length)));
        }
    }

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    public Task A_body_of_another_length_than_promised_was_cut(int length) =>
        Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(length, 10, promised: 100));

    [Fact]
    public Task A_body_without_end_is_given_up_at_the_limit() => Assert.ThrowsAsync<InvalidDataException>(
        () => ReadAsync(BodyReader.MaxBytes + 1, 1 << 20, promised: null));

    [Fact]
    public async Task The_buffer_of_a_body_that_failed_goes_back_to_the_pool()
    {
        var pool = new PagePool();
        var expected = pool.RentBody(101);
        pool.Return(expected);
        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(99, 10, promised: 100, pool));
        Assert.Same(expected, pool.RentBody(101));
    }

    private static Task<RentedBody> ReadAsync(int length, int chunk, long? promised, PagePool? pool = null) =>
        BodyReader.ReadAsync(new ChunkStream(length, chunk), promised, pool ?? new PagePool(), TimeProvider.System, CancellationToken.None);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++)
        {
            bytes[at] = ChunkStream.At(at);
        }

        return bytes;
    }

    /// <summary>Gives so many bytes, at most a chunk at a time.</summary>
    private sealed class ChunkStream(int length, int chunk) : MemoryStream
    {
        private int given;

        public static byte At(int offset) => (byte)(offset * 31 >> 3);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(chunk, buffer.Length), length - given);
            for (var at = 0; at < count; at++)
            {
                buffer.Span[at] = At(given + at);
            }

            given += count;
            return ValueTask.FromResult(count);
        }
    }
}
