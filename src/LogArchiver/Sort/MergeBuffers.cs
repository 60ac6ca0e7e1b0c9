using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>The memory through which runs are read while they are merged.</summary>
internal static class MergeBuffers
{
    // Longer pieces save the kernel nothing more.
    private const int MostBytes = 256 << 10;

    /// <summary>Divides memory among runs, in whole blocks.</summary>
    /// <param name="memory">From <see cref="Blocks.Allocate"/>. Where it does not suffice, each run gets memory of its own.</param>
    /// <param name="runs">How many there are.</param>
    /// <param name="leastBytes">What each gets at least.</param>
    public static IReadOnlyList<ArraySegment<byte>> Divide(ArraySegment<byte> memory, int runs, int leastBytes)
    {
        var each = Math.Min(Blocks.RoundDown(memory.Count / runs), MostBytes);
        return each >= Math.Max(leastBytes, 1)
            ? [.. Enumerable.Range(0, runs).Select(run => memory.Slice(run * each, each))]
            : [.. Enumerable.Range(0, runs).Select(_ => Blocks.Allocate(leastBytes))];
    }
}
