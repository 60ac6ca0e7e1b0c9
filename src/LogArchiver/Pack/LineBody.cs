using System.Security.Cryptography;
using LogArchiver.Sort;

namespace LogArchiver.Pack;

/// <summary>The lines on their way into the file, through one buffer: written there, counted, hashed and handed on, many at once.</summary>
internal sealed class LineBody(ILineTarget target) : IDisposable
{
    // Handed on at once, with what the last line has beyond, while they still lie in the processor's cache; four times what a compressor
    // looks back at, and what is moved for it.
    private const int PieceBytes = 128 << 10;

    // For the last line of a piece. It grows with the largest line: 1 MB of message, six times as much where all of it is escaped.
    private const int UsualLineBytes = 16 << 10;

    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int start = target.ReadableBytes;
    private byte[] window = new byte[target.ReadableBytes + PieceBytes + UsualLineBytes];
    private int end = target.ReadableBytes;

    /// <summary>Bytes of all lines handed on.</summary>
    public long Bytes { get; private set; }

    /// <summary>Newlines among them.</summary>
    public long Lines { get; private set; }

    /// <summary>SHA-256 of them, in hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(sha256.GetCurrentHash());

    /// <summary>Appends an event's line.</summary>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    public void Append(LineWriter lines, EventCursor next)
    {
        var most = end + lines.MaxBytes(next);
        if (most > window.Length)
        {
            Array.Resize(ref window, most);
        }

        end += lines.Write(next, window.AsSpan(end));

        // By what was written, not by the room it might have needed: where a piece ends shows in the compressed bytes, and the same lines are
        // to give the same file.
        if (end - start >= PieceBytes)
        {
            HandOn();
        }
    }

    /// <summary>Hands on what is left and ends the contents.</summary>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    public void Finish()
    {
        HandOn();
        target.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => sha256.Dispose();

    private void HandOn()
    {
        var ready = window.AsSpan(start, end - start);
        target.Append(window, start, end);
        sha256.AppendData(ready);
        Lines += ready.Count((byte)'\n');
        Bytes += ready.Length;
        window.AsSpan(end - target.KeptBytes, target.KeptBytes).CopyTo(window.AsSpan(start - target.KeptBytes));
        end = start;
    }
}
