using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>The two sorters of a run: one is filled while the other is packed. They live as long as the run and serve slice after slice
/// and day after day, because their buffers are the largest that there are. The second is made when it is first wanted: most days
/// are one slice.</summary>
internal sealed class SorterPair(ScratchSpace scratch, ArchiverLimits limits) : IDisposable
{
    private EventSorter? first;
    private EventSorter? second;

    /// <summary>The sorter for the next slice, empty, with so much room.</summary>
    /// <param name="busy">The one that is being packed; null for none, and then the room may be all there is.</param>
    /// <param name="room">What the slice may take.</param>
    /// <param name="isLarge">Whether the slice may be larger than what the kernel's cache holds.</param>
    public EventSorter Begin(EventSorter? busy, SortRoom room, bool isLarge)
    {
        var free = busy is not null && busy == first
            ? second ??= new EventSorter(scratch, limits, limits.RoomOfTwo)
            : first ??= new EventSorter(scratch, limits, limits.RoomOfOne);
        free.Reset(room, isLarge);
        return free;
    }

    /// <summary>Forgets all events and deletes all runs; keeps the memory for the next day.</summary>
    public void Reset()
    {
        first?.Reset();
        second?.Reset();
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();
}
