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
    private const int FirstHeadBytes = 512;

    private IsoTime timestamps = new();
    private IsoTime ingestionTimes = new();

    // All of a line before its message; only the times are written anew for each line of a stream.
    private byte[] head = new byte[FirstHeadBytes];
    private int headLength;
    private byte[] stream = [];
    private int streamLength = -1;

    private static ReadOnlySpan<byte> BeforeTimestamp => "{\"timestamp\":\""u8;

    private static ReadOnlySpan<byte> BeforeIngestionTime => "\",\"ingestionTime\":\""u8;

    private static ReadOnlySpan<byte> BeforeStream => "\",\"logStream\":\""u8;

    private static ReadOnlySpan<byte> BeforeMessage => "\",\"message\":\""u8;

    private static ReadOnlySpan<byte> AfterMessage => "\"}\n"u8;

    private static int TimestampStart => BeforeTimestamp.Length;

    private static int IngestionTimeStart => TimestampStart + IsoTime.Bytes + BeforeIngestionTime.Length;

    public override int MaxBytes(EventCursor next)
    {
        LookAtStream(next.Stream);
        return headLength + next.Message.Length + AfterMessage.Length;
    }

    public override int Write(EventCursor next, Span<byte> target)
    {
        var line = new LineTarget(target);
        if (next.IngestionTime == EventCursor.UnknownTime)
        {
            line.Append(head.AsSpan(0, TimestampStart + IsoTime.Bytes));
            line.Append("\",\"ingestionTime\":null"u8);
            line.Append(head.AsSpan(IngestionTimeStart + IsoTime.Bytes + 1, headLength - IngestionTimeStart - IsoTime.Bytes - 1));
        }
        else
        {
            line.Append(head.AsSpan(0, headLength));
            ingestionTimes.Write(target[IngestionTimeStart..], next.IngestionTime);
        }

        timestamps.Write(target[TimestampStart..], next.Timestamp);
        line.Append(next.Message);
        line.Append(AfterMessage);
        return line.Written;
    }

    // Streams take turns in the archive's order, so a change of stream is no rare thing and makes no garbage.
    private void LookAtStream(ReadOnlySpan<byte> name)
    {
        if (name.Length == streamLength && name.SequenceEqual(stream.AsSpan(0, streamLength)))
        {
            return;
        }

        if (stream.Length < name.Length)
        {
            stream = new byte[name.Length];
        }

        name.CopyTo(stream);
        streamLength = name.Length;
        MakeHead(name);
    }

    private void MakeHead(ReadOnlySpan<byte> name)
    {
        var most = IngestionTimeStart + IsoTime.Bytes + BeforeStream.Length + JsonText.MostEscapedBytes(name.Length) + BeforeMessage.Length;
        if (head.Length < most)
        {
            head = new byte[most];
        }

        var made = new LineTarget(head);
        made.Append(BeforeTimestamp);
        made.Advance(IsoTime.Bytes);
        made.Append(BeforeIngestionTime);
        made.Advance(IsoTime.Bytes);
        made.Append(BeforeStream);
        made.Advance(JsonText.Escape(name, made.Rest));
        made.Append(BeforeMessage);
        headLength = made.Written;
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
            timestamps.Write(line.Advance(IsoTime.Bytes), next.Timestamp);
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

    /// <summary>Counts bytes that are or will be written to <see cref="Rest"/>, and gives them.</summary>
    public Span<byte> Advance(int length)
    {
        var taken = target.Slice(Written, length);
        Written += length;
        return taken;
    }
}
