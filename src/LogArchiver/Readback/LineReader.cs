namespace LogArchiver.Readback;

/// <summary>Cuts a stream into lines, in a buffer that grows only for a line that is longer.</summary>
/// <param name="source">The stream; stays open.</param>
internal sealed class LineReader(Stream source)
{
    /// <summary>The longest line an archive has: an event of 1 MB in which every byte is a control character, six bytes each as an
    /// escape, and a stream name of 512 characters.</summary>
    public const int LongestLine = 8 << 20;

    private const int FirstBytes = 64 << 10;

    private byte[] buffer = new byte[FirstBytes];
    private int next;
    private int searched;
    private int filled;
    private bool isAtEnd;

    /// <summary>Whether the last line lacked its newline; known once everything has been taken.</summary>
    public bool LacksLastNewline { get; private set; }

    /// <summary>Reads on until a line can be taken; false when there is none any more. What was taken before is gone.</summary>
    /// <exception cref="LineTooLongException">There is no newline for <see cref="LongestLine"/> bytes.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (!HasLine())
        {
            if (isAtEnd)
            {
                return next < filled;
            }

            MakeRoom();
            var read = await source.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            filled += read;
            isAtEnd = read == 0;
        }

        return true;
    }

    /// <summary>Takes a line, without its newline, if a whole one has been read. It is good until the next <see cref="FillAsync"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        if (HasLine())
        {
            line = buffer.AsMemory(next, searched - next);
            next = ++searched;
            return true;
        }

        line = buffer.AsMemory(next, filled - next);
        var isLast = isAtEnd && next < filled;
        next = isLast ? filled : next;
        LacksLastNewline |= isLast;
        return isLast;
    }

    /// <summary>Whether a newline lies ahead; then <see cref="searched"/> is where.</summary>
    private bool HasLine()
    {
        var found = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n');
        searched = found < 0 ? filled : searched + found;
        return found >= 0;
    }

    private void MakeRoom()
    {
        if (filled - next > LongestLine)
        {
            throw new LineTooLongException();
        }

        if (next > 0)
        {
            buffer.AsSpan(next, filled - next).CopyTo(buffer);
            (next, searched, filled) = (0, searched - next, filled - next);
        }

        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LongestLine + FirstBytes));
        }
    }
}

/// <summary>What is read is no archive's: no line of one is so long.</summary>
internal sealed class LineTooLongException() : Exception($"a line has more than {LineReader.LongestLine:N0} bytes, which no archive has");
