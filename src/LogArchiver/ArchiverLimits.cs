namespace LogArchiver;

/// <summary>Every limit that keeps the archiver's memory and parallelism bounded, in one place. The sum of the defaults is about
/// 60 MiB besides the runtime: sort buffer 32, pages in flight (4 waiting + 8 being read) of about 1 MiB each, merge
/// buffers 64 × 64 KiB = 4, upload a few.</summary>
public sealed record ArchiverLimits
{
    /// <summary>Bytes of events held in memory before they are sorted into a run.</summary>
    public int SortBufferBytes { get; init; } = 32 << 20;

    /// <summary>Pages read and waiting to be sorted. A page is about 1 MB, up to 6 MB where every character is an escape.</summary>
    public int PagesWaiting { get; init; } = 4;

    /// <summary>Streams being read at the same moment.</summary>
    public int StreamsAtOnce { get; init; } = 8;

    /// <summary>Lanes of a slice that the group reader reads at the same moment.</summary>
    public int LanesAtOnce { get; init; } = 4;

    /// <summary>Bytes of pages that a lane holds at least: with 64 pages, the one that is not full costs less than a hundredth.</summary>
    public long LaneBytes { get; init; } = 64L << 20;

    /// <summary>Pages with events after which the group reader knows how dense a day is, and cuts the rest into lanes.</summary>
    public int ProbePages { get; init; } = 16;

    /// <summary>Scratch space that the runs of one slice may take.</summary>
    public long RunBytes { get; init; } = 4L << 30;

    /// <summary>Compressed bytes that may wait in scratch space before they are sent ahead as parts of one upload.</summary>
    public long FileBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of pages that a slice aims at when time is short.</summary>
    public long SliceBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of the first parts of an upload that goes on over several invocations; see <see cref="Upload.PartPlan"/>.</summary>
    public int PartBytes { get; init; } = 8 << 20;

    /// <summary>Runs merged in one pass; more are merged in several. Each costs a file handle and <see cref="MergeBufferBytes"/>;
    /// a Lambda function may have 1,024 file handles (source: Lambda quotas).</summary>
    public int MergeWidth { get; init; } = 64;

    /// <summary>Bytes read ahead of each run while merging.</summary>
    public int MergeBufferBytes { get; init; } = 64 << 10;

    /// <summary>Distinct streams counted exactly for the manifest; beyond it the count is given as a lower bound.</summary>
    public int StreamsCounted { get; init; } = 100_000;

    /// <summary>Streams up to which reading stream by stream is chosen: what one DescribeLogStreams page can show.</summary>
    public int StreamsReaderUpTo { get; init; } = 50;
}
