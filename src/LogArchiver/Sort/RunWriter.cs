using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>Appends events, in order, to a run.</summary>
internal sealed class RunWriter : IDisposable
{
    /// <summary>The length of the buffer that it wants. Written in pieces of 64 KB, runs take the kernel a quarter more time.</summary>
    public const int BufferBytes = 256 << 10;

    private readonly BlockFile file;
    private readonly byte[] buffer;
    private readonly int start;
    private readonly int end;
    private int used;
    private byte[] lastStream = [];
    private int lastStreamLength = -1;
    private long lastTimestamp;
    private long lastIngestionTime;
    private long lastPosition;
    private long count;

    /// <summary>Begins a run.</summary>
    /// <param name="path">Where; nothing may be there.</param>
    /// <param name="buffer">Of <see cref="BufferBytes"/>, or at least two blocks, from <see cref="Blocks.Allocate"/>. Another run may use it after <see cref="Flush"/>.</param>
    /// <param name="pastCache">Whether it is to be written past the kernel's cache.</param>
    public RunWriter(string path, ArraySegment<byte> buffer, bool pastCache)
    {
        Path = path;
        (this.buffer, start, end) = (buffer.Array!, buffer.Offset, buffer.Offset + buffer.Count);
        file = BlockFile.Create(path, pastCache);
        RunFormat.Mark.CopyTo(buffer);
        used = start + RunFormat.Mark.Length;
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
        if (!sameStream || !TryFollow(next, message.Length))
        {
            WriteWhole(next, stream, sameStream, message.Length);
        }

        Bytes(message);
        (lastTimestamp, lastIngestionTime, lastPosition) = (next.Timestamp, next.IngestionTime, next.Position);
        count++;
    }

    /// <summary>Gives the file what lies in the buffer, and fills up the last block.</summary>
    public void Flush()
    {
        var whole = start + Blocks.RoundUp(used - start);
        if (used < whole)
        {
            buffer[used] = RunFormat.PadTag;
            buffer.AsSpan(used + 1, whole - used - 1).Clear();
        }

        file.Write(buffer.AsSpan(start, whole - start));
        used = start;
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

    /// <summary>Writes what goes before the message as the difference from the event before, where that is small enough.</summary>
    private bool TryFollow(EventCursor next, int messageLength)
    {
        var (timestamp, ingestionTime, position) = (next.Timestamp - lastTimestamp, next.IngestionTime - next.Timestamp, next.Position - lastPosition);
        if (timestamp != (int)timestamp || ingestionTime != (int)ingestionTime || position != (int)position)
        {
            return false;
        }

        buffer[used] = next.EventId == 0 ? RunFormat.NextTag : RunFormat.NextWithIdTag;
        MemoryMarshal.Write(buffer.AsSpan(used + 1), new NextFrame((int)timestamp, (int)ingestionTime, (int)position, messageLength));
        used += 1 + NextFrame.Bytes;
        if (next.EventId != 0)
        {
            WriteId(next.EventId);
        }

        return true;
    }

    private void WriteWhole(EventCursor next, ReadOnlySpan<byte> stream, bool sameStream, int messageLength)
    {
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

        WriteId(next.EventId);
        Number((ulong)messageLength);
    }

    private void WriteId(ulong id)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(used), id);
        used += sizeof(ulong);
    }

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
        while (bytes.Length > end - used)
        {
            var part = bytes[..(end - used)];
            part.CopyTo(buffer.AsSpan(used));
            used = end;
            WriteBlocks();
            bytes = bytes[part.Length..];
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void MakeRoom(int needed)
    {
        if (used + needed > end)
        {
            WriteBlocks();
        }
    }

    /// <summary>Gives the file the blocks that are full.</summary>
    private void WriteBlocks()
    {
        var whole = start + Blocks.RoundDown(used - start);
        file.Write(buffer.AsSpan(start, whole - start));
        buffer.AsSpan(whole, used - whole).CopyTo(buffer.AsSpan(start));
        used -= whole - start;
    }
}
