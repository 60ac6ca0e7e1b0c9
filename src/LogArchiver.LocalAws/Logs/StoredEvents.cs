using System.Runtime.InteropServices;

namespace LogArchiver.LocalAws.Logs;

/// <summary>All events of a group by number, their messages as escaped UTF-8 in large blocks. What is written is never changed,
/// so that a snapshot can be read while more is added. Adding needs the content's lock.</summary>
internal sealed class StoredEvents
{
    private const int FirstBlockBytes = 4 << 10;
    private const int LargestBlockBytes = 1 << 20;

    // Source: the API reference of PutLogEvents counts 26 bytes on top of each message.
    private const int BytesAroundMessage = 26;

    private StoredEvent[] events = new StoredEvent[16];
    private byte[] block = [];
    private int blockUsed;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public ref readonly StoredEvent this[int number] => ref events[number];

    /// <summary>The events as they are now; later ones may lie behind them.</summary>
    public StoredEvent[] Snapshot() => events;

    public int Add(long timestamp, long ingestion, ReadOnlySpan<byte> escaped, int messageBytes, StoredStream stream)
    {
        if (Count == events.Length)
        {
            Array.Resize(ref events, events.Length * 2);
        }

        if (block.Length - blockUsed < escaped.Length)
        {
            var usual = Math.Clamp(block.Length * 2, FirstBlockBytes, LargestBlockBytes);
            block = new byte[Math.Max(usual, escaped.Length)];
            blockUsed = 0;
        }

        escaped.CopyTo(block.AsSpan(blockUsed));
        events[Count] = new StoredEvent(timestamp, ingestion, block, blockUsed, escaped.Length, messageBytes, stream);
        blockUsed += escaped.Length;
        Bytes += messageBytes + BytesAroundMessage;
        return Count++;
    }
}

/// <summary>One event, and where its message lies.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredEvent(
    long Timestamp, long Ingestion, byte[] Block, int Offset, int Length, int MessageBytes, StoredStream Stream)
{
    public ReadOnlySpan<byte> EscapedMessage => Block.AsSpan(Offset, Length);
}
