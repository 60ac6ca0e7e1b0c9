using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Sort;

namespace LogArchiver;

/// <summary>A slice that has been read, as far as it was, and lies in a sorter to be packed.</summary>
/// <param name="Window">The slice.</param>
/// <param name="Sorter">Holds its events.</param>
/// <param name="IsPackedAlone">Whether it may take so much scratch space that nothing can be read while it is packed.</param>
/// <param name="RunBytes">Bytes of its runs.</param>
/// <param name="Read">What reading it came to.</param>
internal sealed record SortedSlice(TimeWindow Window, EventSorter Sorter, bool IsPackedAlone, long RunBytes, SliceRead Read)
{
    /// <summary>Whether none of it is complete, so that there is nothing to pack.</summary>
    public bool IsEmpty => Read.CompleteUpToMs == Window.StartMs;
}

/// <summary>Brings the slices of a day, one after another; the next one while the one before is packed.</summary>
internal sealed class SliceConveyor(
    ILogSource source, GroupDay day, ReaderKind wanted, SorterPair sorters, ArchiverLimits limits, DayWatch watch)
{
    private DayStreams? streams;

    /// <summary>Whether an earlier invocation had begun the day.</summary>
    public bool IsContinued { get; set; }

    /// <summary>The reader that was used last.</summary>
    public ReaderKind Reader => streams?.Reader ?? wanted;

    /// <summary>Reads the next slice while nothing is packed.</summary>
    /// <exception cref="ScratchExhaustedException">The events of a single millisecond take more than there is.</exception>
    public Task<SortedSlice> ReadAsync(SlicePlan plan, RunTokens tokens)
    {
        watch.Enter(Stage.Read, day.Group.Name);
        return ReadAsync(plan, packed: null, tokens);
    }

    /// <summary>Reads the next slice while one is packed, and ends when both have. Where one of the two fails the other is stopped and
    /// awaited, and what rises is the fault that came first, not what it led to.</summary>
    /// <param name="plan">The plan after the slice that is packed was read.</param>
    /// <param name="packed">The slice that is packed.</param>
    /// <param name="packAsync">Packs it. Its <see cref="RunTokens.StopNow"/> is also cancelled when the reading fails.</param>
    /// <param name="tokens">Stop both.</param>
    public async Task<SortedSlice> ReadWhilePackingAsync(
        SlicePlan plan, SortedSlice packed, Func<SortedSlice, RunTokens, Task> packAsync, RunTokens tokens)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tokens.StopNow);
        var both = tokens with { StopNow = stop.Token };

        // Packing computes for seconds on end, so each begins on a thread of its own. They look at the tokens themselves.
        var packing = Task.Run(() => packAsync(packed, both), CancellationToken.None);
        var reading = Task.Run(() => ReadAsync(plan, packed, both), CancellationToken.None);
        var first = await Task.WhenAny(packing, reading);
        if (!first.IsCompletedSuccessfully)
        {
            await stop.CancelAsync();
        }

        await packing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading.IsFaulted && (first == reading || packing.IsCompletedSuccessfully))
        {
            watch.Enter(Stage.Read, day.Group.Name);
        }

        await first;
        await packing;
        return await reading;
    }

    private async Task<SortedSlice> ReadAsync(SlicePlan plan, SortedSlice? packed, RunTokens tokens)
    {
        streams ??= await DayStreams.BeginAsync(source, day, wanted, IsContinued, tokens.StopNow);
        streams = await streams.ChooseAsync(source, day, plan, limits, tokens.StopNow);
        var (slice, room, isPackedAlone) = Cut(plan, packed);
        // The group reader's slices are of a size that the cache of a function of some memory holds; of the streams the whole day is one.
        var sorter = sorters.Begin(packed?.Sorter, room, isLarge: streams.Reader == ReaderKind.Streams);
        var read = await new SliceReader(source, streams, limits, watch.Now).ReadAsync(day, slice, plan, sorter, watch.Report, tokens);
        var sorted = new SortedSlice(slice, sorter, isPackedAlone, sorter.RunBytes, read);
        return read.Overflowed && sorted.IsEmpty && room == limits.RoomOfOne && IsShortest(slice)
            ? throw new ScratchExhaustedException(limits.RunBytes)
            : sorted;
    }

    /// <summary>The slice to read, and its room. The last of the day, and one that cannot be made shorter, may take all that is free, since
    /// nothing needs to be read while it is packed: most days are one slice.</summary>
    private (TimeWindow Slice, SortRoom Room, bool IsPackedAlone) Cut(SlicePlan plan, SortedSlice? packed)
    {
        var free = packed is null ? limits.RoomOfOne : limits.RoomBeside(packed.RunBytes);
        var longest = plan.Next(TargetBytes(free));
        var isLast = longest.EndMs == plan.EndMs && !(plan.IsToProbe && Reader == ReaderKind.Group);
        return isLast || IsShortest(longest)
            ? (longest, free, true)
            : (plan.Next(TargetBytes(limits.RoomOfTwo)), limits.RoomOfTwo, false);
    }

    // Half of the room, because one stretch of a day is denser than another.
    private long TargetBytes(SortRoom room) => Reader == ReaderKind.Group ? Math.Min(limits.SliceBytes, room.RunBytes / 2) : room.RunBytes / 2;

    private static bool IsShortest(TimeWindow slice) => slice.EndMs - slice.StartMs == 1;
}
