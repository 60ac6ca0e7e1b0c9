using LogArchiver.Read;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver;

/// <summary>Every limit that keeps memory, scratch space and parallelism bounded, in one place; <see cref="For"/> derives them from
/// what there is. The bytes of a day never depend on them.</summary>
public sealed record ArchiverLimits
{
    private const int MiB = 1 << 20;

    /// <summary>Bytes of events held in memory before they are sorted into a run, what sorting takes included; those of a slice that is
    /// read and of one that is packed together.</summary>
    public int SortBufferBytes { get; init; } = 32 * MiB;

    /// <summary>Pages read and waiting to be sorted. A page is about 1 MB, up to 6 MB where every character is an escape.</summary>
    public int PagesWaiting { get; init; } = 4;

    /// <summary>Streams being read at the same moment, a page of each in memory.</summary>
    public int StreamsAtOnce { get; init; } = 8;

    /// <summary>Lanes of a slice that the group reader reads at the same moment, a page of each in memory.</summary>
    public int LanesAtOnce { get; init; } = 4;

    /// <summary>Bytes of pages that a lane holds at least: with 64 pages, the one that is not full costs less than a hundredth.</summary>
    public long LaneBytes { get; init; } = 64L * MiB;

    /// <summary>Pages with events after which the group reader knows how dense a day is, and cuts the rest into lanes.</summary>
    public int ProbePages { get; init; } = 16;

    /// <summary>Bytes of pages that a slice of the group reader aims at.</summary>
    public long SliceBytes { get; init; } = 256L * MiB;

    /// <summary>Scratch space that runs may take; while they are merged in several passes they take it twice.</summary>
    public long RunBytes { get; init; } = 4096L * MiB;

    /// <summary>Compressed bytes that may wait in scratch space before they are sent ahead as parts of one upload.</summary>
    public long FileBytes { get; init; } = 2048L * MiB;

    /// <summary>Bytes of the first parts of such an upload; see <see cref="PartPlan"/>.</summary>
    public int PartBytes { get; init; } = 8 * MiB;

    /// <summary>Runs merged in one pass; more are merged in several. Each costs a file handle and <see cref="MergeBufferBytes"/>;
    /// a Lambda function may have 1,024 file handles (source: Lambda quotas).</summary>
    public int MergeWidth { get; init; } = 64;

    /// <summary>Whether all runs are written and read past the kernel's cache, and not those of large slices alone: where memory has no room for
    /// them there, putting them in and throwing them out costs more than all else that the kernel does for a day
    /// (docs/decisions/0020-runs-past-the-cache.md).</summary>
    public bool RunsPastCache { get; init; }

    /// <summary>Bytes read ahead of each run while merging, at least; more where the memory in which events were sorted has room for
    /// it.</summary>
    public int MergeBufferBytes { get; init; } = 64 << 10;

    /// <summary>Distinct streams counted exactly for the manifest; beyond it the count is given as a lower bound.</summary>
    public int StreamsCounted { get; init; } = 100_000;

    /// <summary>Empty pages after which it gives up to learn that from a sparse group: a few seconds of any Region's quota.</summary>
    public int ProbeEmptyPages { get; init; } = 64;

    /// <summary>Pages a second that the readers may ask for: those of the Region.</summary>
    public ReaderRates Rates { get; init; } = ReaderRates.Of("us-east-1");

    /// <summary>Streams up to which reading stream by stream is chosen: what one DescribeLogStreams page can show.</summary>
    public int StreamsReaderUpTo { get; init; } = 50;

    /// <summary>What a slice may take that is read and packed with none beside it: all.</summary>
    internal SortRoom RoomOfOne => new(SortBufferBytes, RunBytes);

    /// <summary>What each of two slices may take, one of which is read while the other is packed: half of the memory; and of scratch space two
    /// thirds, because only the runs of the one that is packed are merged, and so are there twice: 2/3 + 2 * 2/3 = 2.</summary>
    internal SortRoom RoomOfTwo => new(SortBufferBytes / 2, RunBytes * 2 / 3);

    /// <summary>What a slice may take that is read while another is packed, and packed with none beside it: half of the memory; and of scratch
    /// space what the other leaves, even when its runs are there twice.</summary>
    /// <param name="packedBytes">Bytes of the runs of the other.</param>
    internal SortRoom RoomBeside(long packedBytes) =>
        new(SortBufferBytes / 2, Math.Clamp(2 * (RunBytes - packedBytes), 0, RunBytes));

    /// <summary>The limits for a function, or a process, of this size. Pure.</summary>
    /// <remarks>
    /// <para>Memory: the runtime, the SDK and the code take about 100 MiB. Of 256 MiB the archiver takes 6 for sorting and merging, and 7
    /// pages (about 10); of 128 MiB it takes 4, and 6 pages. More than 1 GiB is of no use to it. The sums and what
    /// was measured: docs/decisions/0008-memory.md.</para>
    /// <para>Scratch space: a reserve stays free; of the rest runs may take three eighths, which merging in several passes doubles,
    /// and what is packed an eighth, which is doubled while a file joins what waits.</para>
    /// </remarks>
    /// <param name="memoryBytes">The memory of the function or process.</param>
    /// <param name="scratchFreeBytes">What is free in the file system of the scratch space.</param>
    public static ArchiverLimits For(long memoryBytes, long scratchFreeBytes)
    {
        var isSmallest = memoryBytes < 192L * MiB;
        var isSmall = memoryBytes < 384L * MiB;
        var scratch = Math.Max(0, scratchFreeBytes - ReserveOf(scratchFreeBytes));
        return new ArchiverLimits
        {
            SortBufferBytes = (int)Math.Clamp(memoryBytes / 40, 4L * MiB, 32L * MiB),
            PagesWaiting = isSmall ? 1 : 4,
            StreamsAtOnce = isSmallest ? 4 : isSmall ? 5 : 8,
            LanesAtOnce = isSmallest ? 2 : 4,
            RunsPastCache = isSmall,
            MergeBufferBytes = isSmall ? 32 << 10 : 64 << 10,
            RunBytes = scratch * 3 / 8,
            FileBytes = Math.Min(scratch / 8, 2048L * MiB),
            SliceBytes = Math.Min(256L * MiB, Math.Max(MiB, scratch / 4)),
        };
    }

    /// <summary>What stays free for whoever else writes there, and for what no estimate foresees.</summary>
    private static long ReserveOf(long freeBytes) => Math.Min(Math.Max(freeBytes / 20, 16L * MiB), 1024L * MiB);
}
