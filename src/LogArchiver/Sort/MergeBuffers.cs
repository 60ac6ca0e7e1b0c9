namespace LogArchiver.Sort;

/// <summary>The buffers through which runs are read while they are merged. They are kept from slice to slice and from day to day: made
/// anew for each, what the collector has not yet taken back would grow with the day. One merge at a time uses them.</summary>
/// <param name="bufferBytes">The length of each. There are at most as many as runs merged in one pass.</param>
internal sealed class MergeBuffers(int bufferBytes)
{
    private readonly List<byte[]> buffers = [];

    /// <summary>The buffer of the n-th run that is merged; it may hold anything.</summary>
    public byte[] OfRun(int index)
    {
        while (buffers.Count <= index)
        {
            buffers.Add(GC.AllocateUninitializedArray<byte>(bufferBytes));
        }

        return buffers[index];
    }
}
