using LogArchiver.Plan;
using LogArchiver.Sort;

namespace LogArchiver.Pack;

/// <summary>Turns events into lines. The line formats are pure functions of the event, so the same events give the same bytes.</summary>
internal abstract class LineWriter
{
    /// <summary>The writer for a format.</summary>
    public static LineWriter For(LineFormat format) => format switch
    {
        LineFormat.Ndjson => new NdjsonLineWriter(),
        LineFormat.Text => new PlainLineWriter(withTime: true),
        _ => new PlainLineWriter(withTime: false),
    };

    /// <summary>The most bytes that the event's line can have.</summary>
    public abstract int MaxBytes(EventCursor next);

    /// <summary>Writes the event's line, its newline included; returns the bytes written.</summary>
    public abstract int Write(EventCursor next, Span<byte> target);
}

/// <summary><c>{"timestamp":…,"ingestionTime":…,"logStream":…,"message":…}</c>: everything the service said, one event a line.</summary>
internal sealed class NdjsonLineWriter : LineWriter
{
    private IsoTime timestamps = new();
    private IsoTime ingestionTimes = new();
    private byte[] stream = [];
    private byte[] escapedStream = [];

    private static ReadOnlySpan<byte> BeforeTimestamp => "{\"timestamp\":\""u8;

    private static ReadOnlySpan<byte> BeforeIngestionTime => "\",\"ingestionTime\":\""u8;

    private static ReadOnlySpan<byte> BeforeStream => "\",\"logStream\":\""u8;

    private static ReadOnlySpan<byte> BeforeMessage => "\",\"message\":\""u8;

    private static ReadOnlySpan<byte> AfterMessage => "\"}\n"u8;

    public override int MaxBytes(EventCursor next)
    {
        LookAtStream(next.Stream);
        return BeforeTimestamp.Length + BeforeIngestionTime.Length + (2 * IsoTime.Bytes)
            + BeforeStream.Length + escapedStream.Length + BeforeMessage.Length + next.Message.Length + AfterMessage.Length;
    }

    public override int Write(EventCursor next, Span<byte> target)
    {
        var line = new LineTarget(target);
        line.Append(BeforeTimestamp);
        timestamps.Write(line.Take(IsoTime.Bytes), next.Timestamp);
        line.Append(BeforeIngestionTime);
        ingestionTimes.Write(line.Take(IsoTime.Bytes), next.IngestionTime);
        line.Append(BeforeStream);
        line.Append(escapedStream);
        line.Append(BeforeMessage);
        var message = next.Message;
        if (JsonText.IsCanonical(message))
        {
            line.Append(message);
        }
        else
        {
            line.Advance(JsonText.Canonicalize(message, line.Rest));
        }

        line.Append(AfterMessage);
        return line.Written;
    }

    private void LookAtStream(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual(stream))
        {
            stream = name.ToArray();
            escapedStream = JsonText.Escape(name);
        }
    }
}

/// <summary>The message alone, or after its time as an export task writes it. A message that ends in a newline gets no second one,
/// so that Lambda's own log lines do not leave every other line empty.</summary>
internal sealed class PlainLineWriter(bool withTime) : LineWriter
{
    private IsoTime timestamps = new();

    public override int MaxBytes(EventCursor next) => IsoTime.Bytes + 1 + next.Message.Length + 1;

    public override int Write(EventCursor next, Span<byte> target)
    {
        var line = new LineTarget(target);
        if (withTime)
        {
            timestamps.Write(line.Take(IsoTime.Bytes), next.Timestamp);
            line.Append(" "u8);
        }

        var message = line.Advance(JsonText.Unescape(next.Message, line.Rest));
        if (message.IsEmpty || message[^1] != (byte)'\n')
        {
            line.Append("\n"u8);
        }

        return line.Written;
    }
}

/// <summary>A line being written.</summary>
internal ref struct LineTarget(Span<byte> target)
{
    private readonly Span<byte> target = target;

    public int Written { get; private set; }

    public readonly Span<byte> Rest => target[Written..];

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Rest);
        Written += bytes.Length;
    }

    public Span<byte> Take(int length) => Advance(length);

    /// <summary>Counts bytes that were written to <see cref="Rest"/>, and gives them back.</summary>
    public Span<byte> Advance(int length)
    {
        var taken = target.Slice(Written, length);
        Written += length;
        return taken;
    }
}
