using System.Runtime.InteropServices;
using LogArchiver.Pack;

namespace LogArchiver.Read;

/// <summary>One page of events: the service's answer as it came, in a pooled buffer, and where in it each event lies. No string
/// and no object is made for an event. Owned by whoever holds it; disposing gives the buffers back.</summary>
public sealed class EventPage : IDisposable
{
    private readonly PagePool? pool;
    private byte[] body;
    private EventSlot[] slots;
    private readonly int bodyLength;
    private readonly int count;

    /// <summary>Takes ownership of two arrays, for the pool when there is one.</summary>
    internal EventPage(byte[] body, int bodyLength, EventSlot[] slots, int count, string? nextToken, PagePool? pool)
    {
        this.pool = pool;
        this.body = body;
        this.bodyLength = bodyLength;
        this.slots = slots;
        this.count = count;
        NextToken = nextToken;
    }

    /// <summary>The events, in the service's order.</summary>
    public ReadOnlySpan<EventSlot> Events => slots.AsSpan(0, count);

    /// <summary>Asks for the next page; null when this one was the last. An empty page with a token is not the end.</summary>
    public string? NextToken { get; }

    /// <summary>Bytes of the answer on the wire.</summary>
    public int WireBytes => bodyLength;

    /// <summary>The bytes of a JSON string of the page, between its quotes, escapes and all.</summary>
    public ReadOnlySpan<byte> this[JsonRange range] => body.AsSpan(range.Start, range.Length);

    /// <summary>The event's message in canonical escapes: as it is, or rewritten in <paramref name="buffer"/>, which grows to hold it.</summary>
    internal ReadOnlySpan<byte> MessageOf(in EventSlot slot, ref byte[] buffer) => slot.IsCanonical
        ? this[slot.Message]
        : JsonText.InCanonicalEscapes(body.AsMemory(slot.Message.Start, slot.Message.Length), ref buffer).Span;

    /// <summary>Reads an answer of GetLogEvents or FilterLogEvents. Takes over <paramref name="body"/>, also when it throws.</summary>
    /// <param name="body">An array that nobody else uses, holding the answer's UTF-8.</param>
    /// <param name="length">How many bytes of it are the answer.</param>
    /// <param name="sentToken">The token the page was asked for with. GetLogEvents marks the end of a stream by giving the
    /// same token back (source: API reference of GetLogEvents); FilterLogEvents gives none.</param>
    /// <exception cref="MalformedPageException">The answer is not a page of events: cut short, or not JSON.</exception>
    public static EventPage Parse(byte[] body, int length, string? sentToken) =>
        EventPageParser.Parse(body, length, sentToken, pool: null);

    /// <inheritdoc cref="Parse(byte[], int, string?)"/>
    internal static EventPage Parse(byte[] body, int length, string? sentToken, PagePool pool) =>
        EventPageParser.Parse(body, length, sentToken, pool);

    /// <inheritdoc/>
    public void Dispose()
    {
        pool?.Return(body);
        pool?.Return(slots);
        (body, slots) = ([], []);
    }
}

/// <summary>Where a JSON string lies in its page, without the quotes.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Bytes, escapes counted as they are written.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JsonRange(int Start, int Length);

/// <summary>One event of a page.</summary>
/// <param name="Timestamp">When it happened, as its producer said: milliseconds since the Unix epoch.</param>
/// <param name="IngestionTime">When it arrived: milliseconds since the Unix epoch.</param>
/// <param name="Message">The message.</param>
/// <param name="Stream">The stream's name; empty where the page is of one stream.</param>
/// <param name="EventId">The event's id; empty where the service gives none.</param>
/// <param name="IsCanonical">Whether the message is known to be in canonical escapes (RFC 8785). Where it is not, nobody has looked.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventSlot(
    long Timestamp, long IngestionTime, JsonRange Message, JsonRange Stream, JsonRange EventId, bool IsCanonical);

/// <summary>A page that cannot be understood: the connection broke off within it, or it is not what the API describes.</summary>
public sealed class MalformedPageException(string message, Exception? inner = null) : Exception(message, inner);
