using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;

namespace LogArchiver.LocalAws.Logs;

/// <summary>The JSON of a page of events, in a pooled buffer. It can go back to where an event began that turned out not to
/// fit.</summary>
internal sealed class PageWriter : IDisposable
{
    // A page holds up to 1 MB of messages; escapes and the fields around them make it larger, and then it grows.
    private const int FirstBytes = 2 << 20;

    private const int EventIdDigits = 56;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);

    /// <summary>Bytes written; may be set back to an earlier value.</summary>
    public int Length { get; set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    /// <summary>Room for at least so many bytes; <see cref="Length"/> is to be moved on by what was used.</summary>
    public Span<byte> Room(int bytes)
    {
        if (buffer.Length - Length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(buffer.Length * 2, Length + bytes)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(Length);
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Number(long value)
    {
        var written = Utf8Formatter.TryFormat(value, Room(20), out var bytes);
        Debug.Assert(written, "Twenty bytes hold any number.");
        Length += bytes;
    }

    /// <summary>All of an event but its message, whose escaped bytes come between this and <see cref="EndEvent"/>.</summary>
    public void BeginEvent(EventShape shape, long timestamp, long ingestionTime, ReadOnlySpan<byte> escapedStream, long number)
    {
        if (shape == EventShape.OfGroup)
        {
            Raw("{\"eventId\":\""u8);
            EventId(timestamp, number);
            Raw("\",\"logStreamName\":\""u8);
            Raw(escapedStream);
            Raw("\",\"ingestionTime\":"u8);
        }
        else
        {
            Raw("{\"ingestionTime\":"u8);
        }

        Number(ingestionTime);
        Raw(",\"timestamp\":"u8);
        Number(timestamp);
        Raw(",\"message\":\""u8);
    }

    public void EndEvent() => Raw("\"}"u8);

    // 56 digits, as the API reference's samples show: the time leads, and the number makes it the event's own.
    private void EventId(long timestamp, long number)
    {
        var id = Room(EventIdDigits)[..EventIdDigits];
        id.Fill((byte)'0');
        id[0] = (byte)'3';
        Digits(id[1..21], timestamp);
        Digits(id[36..], number);
        Length += EventIdDigits;
    }

    private static void Digits(Span<byte> into, long value)
    {
        for (var place = into.Length - 1; value > 0; place--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            into[place] = (byte)('0' + digit);
        }
    }
}
