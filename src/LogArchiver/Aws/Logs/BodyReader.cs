using LogArchiver.Read;

namespace LogArchiver.Aws.Logs;

/// <summary>Reads an answer's body into one pooled buffer, chunk by chunk, and notices when it stops coming.</summary>
internal static class BodyReader
{
    /// <summary>No answer of the service comes near: a page holds 1 MB of events (API reference of GetLogEvents), of which a
    /// control character takes six bytes on the wire, and up to 10,000 events with their ids and stream names.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>For a body of unknown length.</summary>
    private const int FirstBytes = 64 * 1024;

    /// <summary>A connection that stays silent for so long within an answer is taken to be dead. The service sends a page in one
    /// go, so seconds would do; a packet lost on a bad line takes some more.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    /// <summary>The body, in an array of the pool that the caller gives back.</summary>
    /// <exception cref="IOException">The body ended early.</exception>
    /// <exception cref="InvalidDataException">It is larger than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="TimeoutException">Nothing came for <see cref="StallLimit"/>.</exception>
    public static async Task<RentedBody> ReadAsync(
        Stream body, long? promisedBytes, PagePool pool, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (promisedBytes >= MaxBytes)
        {
            throw TooLarge();
        }

        // The length promised is a hint: one byte more lets the read that finds the end happen without growing.
        var buffer = pool.RentBody((int)(promisedBytes + 1 ?? FirstBytes));
        try
        {
            var length = 0;
            using var stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
            while (await ReadChunkAsync(body, buffer.AsMemory(length), stall, either.Token, cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length)
                {
                    buffer = Grown(buffer, length, pool);
                }
            }

            return promisedBytes is null || promisedBytes == length
                ? new RentedBody(buffer, length)
                : throw new EndOfStreamException($"The answer ended after {length} of {promisedBytes} bytes.");
        }
        catch
        {
            pool.Return(buffer);
            throw;
        }
    }

    private static async ValueTask<int> ReadChunkAsync(
        Stream body, Memory<byte> rest, CancellationTokenSource stall, CancellationToken either, CancellationToken caller)
    {
        stall.CancelAfter(StallLimit);
        try
        {
            return await body.ReadAsync(rest, either);
        }
        catch (OperationCanceledException problem) when (!caller.IsCancellationRequested)
        {
            throw new TimeoutException($"The answer stopped coming for {StallLimit.TotalSeconds:0} seconds.", problem);
        }
    }

    private static byte[] Grown(byte[] buffer, int length, PagePool pool)
    {
        if (length >= MaxBytes)
        {
            throw TooLarge();
        }

        var larger = pool.RentBody(Math.Min(length * 2, MaxBytes));
        buffer.AsSpan(0, length).CopyTo(larger);
        pool.Return(buffer);
        return larger;
    }

    private static InvalidDataException TooLarge() => new($"The answer has {MaxBytes} bytes or more.");
}

/// <summary>Bytes in a rented array.</summary>
/// <param name="Array">The array; whoever holds it gives it back to its pool.</param>
/// <param name="Length">How many of its bytes count.</param>
internal readonly record struct RentedBody(byte[] Array, int Length)
{
    /// <summary>The bytes that count.</summary>
    public ReadOnlySpan<byte> Span => Array.AsSpan(0, Length);
}
