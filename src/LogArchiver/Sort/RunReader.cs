using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>Walks a finished run from its first event to its last, through a buffer that grows only for a larger event.</summary>
internal sealed class RunReader : EventCursor
{
    private readonly BlockFile file;
    private readonly string path;
    private byte[] buffer;
    private int start;
    private int end;
    private int next;
    private int filled;
    private byte[] stream = [];
    private int streamLength;
    private int messageStart;
    private int messageLength;
    private long count;

    /// <summary>Opens a run.</summary>
    /// <param name="path">The run.</param>
    /// <param name="buffer">From <see cref="Blocks.Allocate"/>, or whole blocks of it. What is read ahead lies here, and in an array of its own
    /// where a single event is larger. Nobody else may use it before <see cref="Dispose"/>.</param>
    /// <param name="pastCache">Whether it is to be read past the kernel's cache.</param>
    /// <exception cref="TornRunException">It is no run.</exception>
    public RunReader(string path, ArraySegment<byte> buffer, bool pastCache)
    {
        this.path = path;
        (this.buffer, start, end) = (buffer.Array!, buffer.Offset, buffer.Offset + buffer.Count);
        (next, filled) = (start, start);
        file = BlockFile.Open(path, pastCache);
        try
        {
            Fill(RunFormat.Mark.Length);
            if (!this.buffer.AsSpan(next, RunFormat.Mark.Length).SequenceEqual(RunFormat.Mark))
            {
                throw new TornRunException(path, "it does not begin as a run does");
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        next += RunFormat.Mark.Length;
    }

    public override ReadOnlySpan<byte> Stream => stream.AsSpan(0, streamLength);

    public override ReadOnlySpan<byte> Message => buffer.AsSpan(messageStart, messageLength);

    public override bool MoveNext()
    {
        var tag = Tag();
        if (tag == RunFormat.PadTag)
        {
            // Blocks begin in the buffer where they begin in the file.
            next = Math.Min(start + Blocks.RoundUp(next - start), filled);
            tag = Tag();
        }

        if (tag >= RunFormat.NextTag)
        {
            ReadNext(hasId: tag == RunFormat.NextWithIdTag);
        }
        else if (tag == RunFormat.EventTag)
        {
            ReadWhole();
        }
        else
        {
            var promised = (long)Number();
            return promised == count ? false : throw new TornRunException(path, $"{promised} events promised, {count} found");
        }

        Fill(messageLength);
        messageStart = next;
        next += messageLength;
        count++;
        return true;
    }

    public override void Dispose() => file.Dispose();

    private byte Tag()
    {
        Fill(1);
        return buffer[next++];
    }

    private void ReadNext(bool hasId)
    {
        Fill(NextFrame.Bytes);
        var frame = MemoryMarshal.Read<NextFrame>(buffer.AsSpan(next));
        next += NextFrame.Bytes;
        Timestamp += frame.Timestamp;
        IngestionTime = Timestamp + frame.IngestionTime;
        Position += frame.Position;
        messageLength = frame.MessageLength;
        EventId = hasId ? ReadId() : 0;
    }

    private void ReadWhole()
    {
        Timestamp += RunFormat.Unzigzag(Number());
        IngestionTime = Timestamp + RunFormat.Unzigzag(Number());
        Position = (long)Number();
        ReadStream((int)Number() - 1);
        EventId = ReadId();
        messageLength = (int)Number();
    }

    private ulong ReadId()
    {
        Fill(sizeof(ulong));
        var id = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(next));
        next += sizeof(ulong);
        return id;
    }

    private void ReadStream(int length)
    {
        if (length < 0)
        {
            return;
        }

        Fill(length);
        if (stream.Length < length)
        {
            stream = new byte[length];
        }

        buffer.AsSpan(next, length).CopyTo(stream);
        streamLength = length;
        next += length;
    }

    private ulong Number()
    {
        Fill(1);
        if (buffer[next] < 0x80)
        {
            return buffer[next++];
        }

        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            Fill(1);
            var part = buffer[next++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new TornRunException(path, "a number has no end");
    }

    /// <summary>Sees to it that so many bytes lie ahead in the buffer, as they mostly do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill(int needed)
    {
        if (filled - next < needed)
        {
            Read(needed);
        }
    }

    private void Read(int needed)
    {
        // What is left goes before the next block, so that blocks are read to where blocks begin.
        var left = buffer.AsSpan(next, filled - next);
        var before = Blocks.RoundUp(left.Length);
        if (before + needed - left.Length > end - start)
        {
            Grow(before + needed - left.Length);
        }

        left.CopyTo(buffer.AsSpan(start + before - left.Length));
        (next, filled) = (start + before - left.Length, start + before);
        while (filled - next < needed)
        {
            var read = file.Read(buffer.AsSpan(filled, end - filled));
            filled += read > 0 ? read : throw new TornRunException(path, "it ends within an event");
        }
    }

    private void Grow(int bytes)
    {
        var larger = Blocks.Allocate(bytes);
        (buffer, start, end) = (larger.Array!, larger.Offset, larger.Offset + larger.Count);
    }
}
