namespace LogArchiver.Pack;

/// <summary>Counts distinct streams, exactly up to a limit, in a few bytes for each.</summary>
internal sealed class StreamCensus(int limit)
{
    private readonly HashSet<ulong> seen = [];
    private byte[] last = [];

    public int Count => seen.Count;

    public bool IsExact { get; private set; } = true;

    public void See(ReadOnlySpan<byte> stream)
    {
        if (stream.SequenceEqual(last))
        {
            return;
        }

        last = stream.ToArray();
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
