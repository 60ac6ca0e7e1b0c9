namespace LogArchiver.Pack;

/// <summary>Counts distinct streams, exactly up to a limit, in a few bytes for each.</summary>
internal sealed class StreamCensus(int limit)
{
    // Streams take turns in the archive's order: most names are one of the last few hundred.
    private const int Recent = 256;

    private readonly HashSet<ulong> seen = [];
    private readonly ulong[] recent = new ulong[Recent];

    /// <summary>How many were seen, at most the limit.</summary>
    public int Count => seen.Count;

    /// <summary>Whether there were no more.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Takes note of a stream.</summary>
    /// <param name="stream">Its name.</param>
    public void See(ReadOnlySpan<byte> stream)
    {
        // A hash is never 0, and so in no place that was not filled.
        var hash = Hash64.Of(stream);
        ref var last = ref recent[hash % Recent];
        if (last == hash)
        {
            return;
        }

        last = hash;
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
