using System.Buffers.Binary;

namespace LogArchiver.Sort;

/// <summary>Appends events, in order, to a run.</summary>
internal sealed class RunWriter : IDisposable
{
    /// <summary>The length of the buffer that it wants. Written in pieces of 64 KB, runs take the kernel a quarter more time.</summary>
    public const int BufferBytes = 256 << 10;

    private readonly FileStream file;
    private readonly byte[] buffer;
    private int used;
    private byte[] lastStream = [];
    private int lastStreamLength = -1;
    private long lastTimestamp;
    private long lastIngestionTime;
    private long lastPosition;
    private long count;

    /// <summary>Begins a run.</summary>
    /// <param name="path">Where; nothing may be there.</param>
    /// <param name="buffer">Of <see cref="BufferBytes"/>. Another run may use it after <see cref="Flush"/>.</param>
    public RunWriter(string path, byte[] buffer)
    {
        Path = path;
        this.buffer = buffer;
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

    /// <summary>Writes the event at which the cursor is, and all that follow.</summary>
    public void Append(EventCursor events)
    {
        do
        {
            Write(events);
        }
        while (events.MoveNext());
    }

    /// <summary>Writes the event.</summary>
    public void Write(EventCursor next)
    {
        var stream = next.Stream;
        var message = next.Message;
        var sameStream = lastStreamLength >= 0 && stream.SequenceEqual(lastStream.AsSpan(0, lastStreamLength));
        MakeRoom(RunFormat.MaxFrameBytes);
        buffer[used++] = RunFormat.EventTag;
        Number(RunFormat.Zigzag(next.Timestamp - lastTimestamp));
        Number(RunFormat.Zigzag(next.IngestionTime - next.Timestamp));
        Number((ulong)next.Position);
        Number(sameStream ? 0 : (ulong)stream.Length + 1);
        if (!sameStream)
        {
            Bytes(stream);
            Remember(stream);
            MakeRoom(RunFormat.MaxFrameBytes);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(used), next.EventId);
        used += sizeof(ulong);
        Number((ulong)message.Length);
        Bytes(message);
        (lastTimestamp, lastIngestionTime, lastPosition) = (next.Timestamp, next.IngestionTime, next.Position);
        count++;
    }

    /// <summary>Gives the file what lies in the buffer.</summary>
    public void Flush()
    {
        file.Write(buffer, 0, used);
        used = 0;
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
        MakeRoom(bytes.Length);
        if (bytes.Length > buffer.Length)
        {
            file.Write(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void MakeRoom(int needed)
    {
        if (used + needed > buffer.Length)
        {
            Flush();
        }
    }
}
