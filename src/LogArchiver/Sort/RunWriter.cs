using System.Buffers.Binary;

namespace LogArchiver.Sort;

/// <summary>Appends events, in order, to a run.</summary>
internal sealed class RunWriter : IDisposable
{
    // Below the size from which arrays are left lying until the whole heap is collected: there may be hundreds of runs.
    private const int BufferBytes = 64 << 10;

    private readonly FileStream file;
    private byte[] buffer = new byte[BufferBytes];
    private int used;
    private byte[] lastStream = [];
    private int lastStreamLength = -1;
    private long lastTimestamp;
    private long lastIngestionTime;
    private long lastPosition;
    private long count;

    public RunWriter(string path)
    {
        Path = path;
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        RunFormat.Mark.CopyTo(buffer);
        used = RunFormat.Mark.Length;
    }

    public string Path { get; }

    /// <summary>Whether the event may follow the last one written.</summary>
    public bool Accepts(EventCursor next)
    {
        if (count == 0)
        {
            return true;
        }

        var order = next.Timestamp.CompareTo(lastTimestamp);
        if (order == 0)
        {
            order = next.IngestionTime.CompareTo(lastIngestionTime);
        }

        if (order == 0)
        {
            order = next.Stream.SequenceCompareTo(lastStream.AsSpan(0, lastStreamLength));
        }

        return order > 0 || (order == 0 && next.Position >= lastPosition);
    }

    public void Write(EventCursor next)
    {
        var stream = next.Stream;
        var message = next.Message;
        var sameStream = lastStreamLength >= 0 && stream.SequenceEqual(lastStream.AsSpan(0, lastStreamLength));
        MakeRoom(RunFormat.MaxFrameBytes + stream.Length + message.Length);
        buffer[used++] = RunFormat.EventTag;
        Number(RunFormat.Zigzag(next.Timestamp - lastTimestamp));
        Number(RunFormat.Zigzag(next.IngestionTime - next.Timestamp));
        Number((ulong)next.Position);
        Number(sameStream ? 0 : (ulong)stream.Length + 1);
        if (!sameStream)
        {
            Bytes(stream);
            Remember(stream);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(used), next.EventId);
        used += sizeof(ulong);
        Number((ulong)message.Length);
        Bytes(message);
        (lastTimestamp, lastIngestionTime, lastPosition) = (next.Timestamp, next.IngestionTime, next.Position);
        count++;
    }

    /// <summary>Writes the end record. A run without it is damaged.</summary>
    public void Finish()
    {
        MakeRoom(RunFormat.MaxFrameBytes);
        buffer[used++] = RunFormat.EndTag;
        Number((ulong)count);
        Flush();
    }

    public void Dispose() => file.Dispose();

    private void Remember(ReadOnlySpan<byte> stream)
    {
        if (lastStream.Length < stream.Length)
        {
            lastStream = new byte[stream.Length];
        }

        stream.CopyTo(lastStream);
        lastStreamLength = stream.Length;
    }

    private void Number(ulong value) => used += RunFormat.WriteNumber(buffer.AsSpan(used), value);

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void MakeRoom(int needed)
    {
        if (used + needed <= buffer.Length)
        {
            return;
        }

        Flush();
        if (needed > buffer.Length)
        {
            buffer = new byte[needed];
        }
    }

    private void Flush()
    {
        file.Write(buffer, 0, used);
        used = 0;
    }
}
