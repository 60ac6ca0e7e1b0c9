using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LogArchiver.Sort;

/// <summary>Walks a finished run from its first event to its last, through a buffer that grows only for a larger event.</summary>
internal sealed class RunReader : EventCursor
{
    private readonly FileStream file;
    private readonly string path;
    private byte[] buffer;
    private int next;
    private int filled;
    private byte[] stream = [];
    private int streamLength;
    private int messageStart;
    private int messageLength;
    private long count;

    /// <summary>Opens a run.</summary>
    /// <param name="path">The run.</param>
    /// <param name="buffer">What is read ahead lies here, and in an array of its own where a single event is larger. Nobody else may use it
    /// before <see cref="Dispose"/>.</param>
    /// <exception cref="TornRunException">It is no run.</exception>
    public RunReader(string path, byte[] buffer)
    {
        (this.path, this.buffer) = (path, buffer);
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Fill(RunFormat.Mark.Length);
        if (!buffer.AsSpan(0, RunFormat.Mark.Length).SequenceEqual(RunFormat.Mark))
        {
            file.Dispose();
            throw new TornRunException(path, "it does not begin as a run does");
        }

        next = RunFormat.Mark.Length;
    }

    public override ReadOnlySpan<byte> Stream => stream.AsSpan(0, streamLength);

    public override ReadOnlySpan<byte> Message => buffer.AsSpan(messageStart, messageLength);

    public override bool MoveNext()
    {
        Fill(1);
        if (buffer[next++] == RunFormat.EndTag)
        {
            var promised = (long)Number();
            return promised == count ? false : throw new TornRunException(path, $"{promised} events promised, {count} found");
        }

        Timestamp += RunFormat.Unzigzag(Number());
        IngestionTime = Timestamp + RunFormat.Unzigzag(Number());
        Position = (long)Number();
        ReadStream((int)Number() - 1);
        Fill(sizeof(ulong));
        EventId = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(next));
        next += sizeof(ulong);
        messageLength = (int)Number();
        Fill(messageLength);
        messageStart = next;
        next += messageLength;
        count++;
        return true;
    }

    public override void Dispose() => file.Dispose();

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
        buffer.AsSpan(next, filled - next).CopyTo(buffer);
        (filled, next) = (filled - next, 0);
        if (needed > buffer.Length)
        {
            Array.Resize(ref buffer, needed);
        }

        while (filled < needed)
        {
            var read = file.Read(buffer, filled, buffer.Length - filled);
            filled += read > 0 ? read : throw new TornRunException(path, "it ends within an event");
        }
    }
}
