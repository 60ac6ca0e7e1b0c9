namespace LogArchiver.Pack;

/// <summary>Counts distinct streams, exactly up to a limit, in a few bytes for each.</summary>
internal sealed class StreamCensus(int limit)
{
    private readonly HashSet<ulong> seen = [];
    private byte[] last = [];
    private int lastLength = -1;

    public int Count => seen.Count;

    public bool IsExact { get; private set; } = true;

    public void See(ReadOnlySpan<byte> stream)
    {
        if (stream.Length == lastLength && stream.SequenceEqual(last.AsSpan(0, lastLength)))
        {
            return;
        }

        if (last.Length < stream.Length)
        {
            last = new byte[stream.Length];
        }

        stream.CopyTo(last);
        lastLength = stream.Length;
        var hash = Hash64.Of(stream);
        if (seen.Count < limit)
        {
            seen.Add(hash);
        }
        else if (!seen.Contains(hash))
        {
            IsExact = false;
        }
    }
}
