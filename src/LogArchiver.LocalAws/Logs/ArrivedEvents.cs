using System.Buffers;
using System.Runtime.InteropServices;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Events on their way in: checked, their messages escaped, not yet in a stream.</summary>
internal sealed class ArrivedEvents
{
    private readonly ArrayBufferWriter<byte> messages = new();
    private readonly List<Entry> entries = [];

    public int Count => entries.Count;

    public IEnumerable<Arrived> Events
    {
        get
        {
            var start = 0;
            foreach (var entry in entries)
            {
                yield return new Arrived(entry.Timestamp, entry.Ingestion, messages.WrittenMemory[start..entry.End], entry.MessageBytes);
                start = entry.End;
            }
        }
    }

    /// <summary>Where the next message's escaped bytes go, before <see cref="Add"/>.</summary>
    public IBufferWriter<byte> Messages => messages;

    /// <summary>Takes what was written to <see cref="Messages"/> since the last event as an event's message.</summary>
    public void Add(long timestamp, long ingestion, int messageBytes) =>
        entries.Add(new Entry(timestamp, ingestion, messages.WrittenCount, messageBytes));

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(long Timestamp, long Ingestion, int End, int MessageBytes);
}

/// <summary>One of them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Arrived(long Timestamp, long Ingestion, ReadOnlyMemory<byte> EscapedMessage, int MessageBytes);
