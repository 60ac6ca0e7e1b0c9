using LogArchiver.Pack;
using LogArchiver.Sort;

namespace LogArchiver.Readback;

/// <summary>The events of an archived day whose lines have been read and not yet taken. When there is none any more, the lines are filled
/// and it goes on.</summary>
internal sealed class LineCursor(DayLines lines, long startMs, long endMs, Action<Damage> damaged) : EventCursor
{
    private ReadOnlyMemory<byte> line;
    private ReadOnlyMemory<byte> message;
    private byte[] rewritten = [];
    private byte[] stream = [];
    private int streamLength;

    public override ReadOnlySpan<byte> Stream => stream.AsSpan(0, streamLength);

    public override ReadOnlySpan<byte> Message => message.Span;

    /// <summary>Goes to the next event in memory; false when more lines must be read first. A line that is no event, or not of the day,
    /// is damage, and passed over.</summary>
    public override bool MoveNext()
    {
        while (lines.TryTake(out line))
        {
            // The archive's order is the order of its lines, so a line's number serves as its event's place in its stream.
            Position++;
            if (!EventLine.TryParse(line.Span, out var parsed))
            {
                damaged(new Damage(DamageKind.Line, lines.Key, "an event in every line", $"none in line {lines.Line:N0}"));
                continue;
            }

            if (parsed.Timestamp < startMs || parsed.Timestamp >= endMs)
            {
                damaged(new Damage(DamageKind.Window, lines.Key, "events of the day alone", $"another in line {lines.Line:N0}"));
                continue;
            }

            (Timestamp, IngestionTime) = (parsed.Timestamp, parsed.IngestionTime);
            // It was written in canonical escapes, but who knows by whom.
            message = JsonText.InCanonicalEscapes(line[parsed.MessageRange], ref rewritten);
            ReadStream(parsed.Stream);
            return true;
        }

        return false;
    }

    public override void Dispose()
    {
    }

    private void ReadStream(ReadOnlySpan<byte> escaped)
    {
        if (stream.Length < escaped.Length)
        {
            stream = new byte[escaped.Length];
        }

        streamLength = JsonText.Unescape(escaped, stream);
    }
}
