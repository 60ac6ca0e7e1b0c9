using System.Runtime.InteropServices;

namespace LogArchiver.Sort;

/// <summary>How a run lies on disk: a mark, then an event after another, then an end record with their number, so that a run cut
/// short is recognised. What is flushed together fills whole blocks, the last of them with a pad. Numbers are LEB128, signed ones zigzag; a stream is written only where it changes.</summary>
/// <remarks>
/// <code>
/// run    = "LAR1" (event | pad)* end
/// event  = 0x03 next message | 0x04 next event id (8 bytes)  message | whole
/// next   = of the stream of the event before: timestamp − previous timestamp, ingestion time − timestamp, position − previous
///          position, message length (4 bytes each, as the processor has them)
/// whole  = 0x01 zigzag(timestamp − previous timestamp) zigzag(ingestion time − timestamp) position
///          stream length + 1 (0: as before) stream  event id (8 bytes)  message length  message
/// pad    = 0x02 zeros up to the next multiple of 4,096 bytes in the file
/// end    = 0x00 number of events pad
/// </code>
/// </remarks>
internal static class RunFormat
{
    public const byte EventTag = 1;
    public const byte EndTag = 0;
    public const byte PadTag = 2;
    public const byte NextTag = 3;
    public const byte NextWithIdTag = 4;

    /// <summary>The most bytes of an event besides its stream and message: a tag, five numbers of up to ten bytes, the id.</summary>
    public const int MaxFrameBytes = 1 + (5 * 10) + sizeof(ulong);

    /// <summary>What an event mostly takes besides its stream and message, for estimates.</summary>
    public const int UsualFrameBytes = 24;

    public static ReadOnlySpan<byte> Mark => "LAR1"u8;

    public static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public static int WriteNumber(Span<byte> target, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        return length;
    }
}

/// <summary>An event that follows another of its stream closely, as nearly all do.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NextFrame(int Timestamp, int IngestionTime, int Position, int MessageLength)
{
    public const int Bytes = 4 * sizeof(int);
}

/// <summary>A scratch file is not what was written to it.</summary>
internal sealed class TornRunException(string path, string problem) : IOException($"The scratch file {path} is damaged: {problem}.");
