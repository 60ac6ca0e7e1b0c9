using System.Buffers;
using LogArchiver.Pack;

namespace LogArchiver.Export;

/// <summary>Takes an event of an export.</summary>
/// <param name="timestampMs">Milliseconds since the Unix epoch.</param>
/// <param name="message">The message, as it lies in the file; good until the call ends.</param>
internal delegate void ExportedEvent(long timestampMs, ReadOnlySpan<byte> message);

/// <summary>Puts the lines of one stream's exported files together to events again. An event is a line <c>2026-11-19T08:15:30.123Z message</c>;
/// a message of several lines simply goes on in the next ones, which have no time before them. Pure but for what it remembers.</summary>
/// <remarks>A message one of whose later lines itself begins with such a time and a blank cannot be told from two events, and becomes two.</remarks>
internal sealed class LineJoiner(ExportedEvent taken)
{
    /// <summary>The longest message: that of the service is 1 MB (source: quotas of CloudWatch Logs). With every byte an escape of six it
    /// is still a line that readers of the archive take.</summary>
    public const int MostMessageBytes = (1 << 20) + (1 << 18);

    private readonly ArrayBufferWriter<byte> message = new();
    private long? timestampMs;

    /// <summary>Takes a line, without its newline.</summary>
    /// <exception cref="ExportException">It belongs to no event.</exception>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (BeginsEvent(line, out var ms))
        {
            End();
            timestampMs = ms;
            line = line[Math.Min(IsoTime.Bytes + 1, line.Length)..];
        }
        else if (timestampMs is null)
        {
            throw new ExportException("An exported file does not begin with the time of an event.");
        }
        else
        {
            message.Write("\n"u8);
        }

        if (message.WrittenCount + line.Length > MostMessageBytes)
        {
            throw new ExportException($"An exported message has more than {MostMessageBytes:N0} bytes, which CloudWatch Logs does not take.");
        }

        message.Write(line);
    }

    /// <summary>There are no more lines: hands the last event over.</summary>
    public void End()
    {
        if (timestampMs is { } ms)
        {
            taken(ms, message.WrittenSpan);
        }

        message.ResetWrittenCount();
        timestampMs = null;
    }

    // An empty message may have lost the blank before it.
    private static bool BeginsEvent(ReadOnlySpan<byte> line, out long ms)
    {
        ms = 0;
        return line.Length >= IsoTime.Bytes && (line.Length == IsoTime.Bytes || line[IsoTime.Bytes] == (byte)' ') && IsoTime.TryRead(line, out ms);
    }
}
