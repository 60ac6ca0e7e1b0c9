namespace LogArchiver.WholeRun.Results;

/// <summary>Counts lines, and looks whether their times go up. The bytes may come cut anywhere.</summary>
internal sealed class LineCensus
{
    // What every line begins with up to the end of its time: the same length in all of them, so that bytes compare as times do.
    private static readonly int NdjsonHead = "{\"timestamp\":\"2026-01-15T00:00:00.000Z\"".Length;
    private static readonly int TextHead = "2026-01-15T00:00:00.000Z".Length;

    private readonly byte[] head;
    private readonly byte[] last;
    private int headLength;

    /// <param name="format">The archive's: of <c>raw</c> no order can be seen.</param>
    public LineCensus(string format)
    {
        head = new byte[format switch { "ndjson" => NdjsonHead, "text" => TextHead, _ => 0 }];
        last = new byte[head.Length];
    }

    public long Bytes { get; private set; }

    public long Lines { get; private set; }

    public long OutOfOrder { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, head.Length - headLength);
            bytes[..taken].CopyTo(head.AsSpan(headLength));
            headLength += taken;
            bytes = bytes[taken..];
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                return;
            }

            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    private void EndLine()
    {
        Lines++;
        OutOfOrder += head.AsSpan().SequenceCompareTo(last) < 0 ? 1 : 0;
        head.CopyTo(last, 0);
        headLength = 0;
    }
}
