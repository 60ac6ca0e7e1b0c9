using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Sort;

namespace LogArchiver;

/// <summary>A slice that has been read, as far as it was, and lies in a sorter to be packed.</summary>
/// <param name="Window">The slice.</param>
/// <param name="Sorter">Holds its events.</param>
/// <param name="HasAllRoom">Whether it may take all memory and scratch space, so that nothing can be read while it is packed.</param>
/// <param name="Read">What reading it came to.</param>
internal sealed record SortedSlice(TimeWindow Window, EventSorter Sorter, bool HasAllRoom, SliceRead Read)
{
    /// <summary>Whether none of it is complete, so that there is nothing to pack.</summary>
    public bool IsEmpty => Read.CompleteUpToMs == Window.StartMs;
}

/// <summary>Brings the slices of a day, one after another; the next one while the one before is packed.</summary>
internal sealed class SliceConveyor(ILogSource source, GroupDay day, SorterPair sorters, ArchiverLimits limits, DayWatch watch)
{
    /// <summary>Reads the next slice while nothing is packed.</summary>
    /// <exception cref="ScratchExhaustedException">The events of a single millisecond take more than there is.</exception>
    public Task<SortedSlice> ReadAsync(SlicePlan plan, DayStreams streams, RunTokens tokens)
    {
        watch.Enter(Stage.Read, day.Group.Name);
        return ReadAsync(plan, streams, packed: null, tokens);
    }

    /// <summary>Reads the next slice while one is packed, and ends when both have. Where one of the two fails the other is stopped and
    /// awaited, and what rises is the fault that came first, not what it led to.</summary>
    /// <param name="plan">The plan after the slice that is packed was read.</param>
    /// <param name="streams">The day's reader.</param>
    /// <param name="packed">The slice that is packed.</param>
    /// <param name="packAsync">Packs it. Its <see cref="RunTokens.StopNow"/> is also cancelled when the reading fails.</param>
    /// <param name="tokens">Stop both.</param>
    public async Task<SortedSlice> ReadWhilePackingAsync(
        SlicePlan plan, DayStreams streams, SortedSlice packed, Func<SortedSlice, RunTokens, Task> packAsync, RunTokens tokens)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tokens.StopNow);
        var both = tokens with { StopNow = stop.Token };

        // Packing computes for seconds on end, so each has a thread of its own to begin on; it looks at its tokens itself.
        var packing = Task.Run(() => packAsync(packed, both), CancellationToken.None);
        var reading = Task.Run(() => ReadAsync(plan, streams, packed, both), CancellationToken.None);
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

    private async Task<SortedSlice> ReadAsync(SlicePlan plan, DayStreams streams, SortedSlice? packed, RunTokens tokens)
    {
        var (slice, hasAllRoom) = Cut(plan, streams.Reader, isAlone: packed is null);
        var sorter = sorters.Begin(packed?.Sorter, hasAllRoom ? limits.RoomOfOne : limits.RoomOfTwo);
        var read = await new SliceReader(source, streams, limits).ReadAsync(day, slice, plan, sorter, watch.Report, tokens);
        var sorted = new SortedSlice(slice, sorter, hasAllRoom, read);
        return hasAllRoom && read.Overflowed && sorted.IsEmpty && IsShortest(slice)
            ? throw new ScratchExhaustedException(limits.RunBytes)
            : sorted;
    }

    /// <summary>The slice to read, and whether it may take all the room. It may where nothing is packed beside it, and nothing is left to
    /// be read while it is packed itself: most days are one slice. And it must where it cannot be made shorter.</summary>
    private (TimeWindow Slice, bool HasAllRoom) Cut(SlicePlan plan, ReaderKind reader, bool isAlone)
    {
        var longest = plan.Next(TargetBytes(reader, limits.RoomOfOne));
        var isLast = longest.EndMs == plan.EndMs && !(plan.IsToProbe && reader == ReaderKind.Group);
        return isAlone && (isLast || IsShortest(longest))
            ? (longest, true)
            : (plan.Next(TargetBytes(reader, limits.RoomOfTwo)), false);
    }

    // Half of the room, because no stretch of a day is as dense as another.
    private long TargetBytes(ReaderKind reader, SortRoom room) =>
        reader == ReaderKind.Group ? Math.Min(limits.SliceBytes, room.RunBytes / 2) : room.RunBytes / 2;

    private static bool IsShortest(TimeWindow slice) => slice.EndMs - slice.StartMs == 1;
}
