namespace LogArchiver.Sort;

/// <summary>Sorts what came as ordered sections, one behind the other: neighbours are merged, pass after pass, until one section is
/// left. Pages are in order within themselves, so a buffer holds some dozens of sections, and five passes do what a sort that
/// knows nothing of them does in seventeen. Only indexes are moved. Sections that were taken elsewhere are left out.</summary>
internal sealed class OrderedSections(int mostItems)
{
    /// <summary>What it holds for each item, at most: where it begins, and its place before and after a pass.</summary>
    public const int BytesPerItem = 3 * sizeof(int);

    private const int FirstSections = 64;
    private const int Taken = -1;

    private int[] starts = new int[FirstSections];
    private int[] lanes = new int[FirstSections];
    private int[] order = GC.AllocateUninitializedArray<int>(mostItems);
    private int[] next = GC.AllocateUninitializedArray<int>(mostItems);

    /// <summary>How many sections there are.</summary>
    public int Count { get; private set; }

    /// <summary>Notes that a section of this lane begins with this item.</summary>
    public void Begin(int item, int lane)
    {
        if (Count == starts.Length)
        {
            Array.Resize(ref starts, Count * 2);
            Array.Resize(ref lanes, Count * 2);
        }

        lanes[Count] = lane;
        starts[Count++] = item;
    }

    /// <summary>The lane of a section; null when the section was taken.</summary>
    public int? LaneOf(int section) => lanes[section] == Taken ? null : lanes[section];

    /// <summary>The items of a section: the first, and the one after the last.</summary>
    public (int Start, int End) ItemsOf(int section, int items) => (starts[section], StartOf(section + 1, items));

    /// <summary>Leaves a section out of the order.</summary>
    public void Take(int section) => lanes[section] = Taken;

    /// <summary>Forgets the sections; keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>The items in order, as indexes, good until the next call; of equal ones the earlier comes first. Leaves one section.</summary>
    public ReadOnlyMemory<int> Merge<TComparer>(int items, TComparer comparer)
        where TComparer : struct, IComparer<int>
    {
        var left = LineUp(items);
        while (Count > 1)
        {
            MergeNeighbours(left, comparer);
            (order, next) = (next, order);
        }

        return order.AsMemory(0, left);
    }

    /// <summary>Puts the items that were not taken behind each other; their number.</summary>
    private int LineUp(int items)
    {
        var (left, kept) = (0, 0);
        for (var section = 0; section < Count; section++)
        {
            var (start, end) = ItemsOf(section, items);
            if (lanes[section] == Taken)
            {
                continue;
            }

            // Not before the section has been read: the place may be its own.
            starts[kept++] = left;
            for (var item = start; item < end; item++)
            {
                order[left++] = item;
            }
        }

        Count = kept;
        return left;
    }

    private void MergeNeighbours<TComparer>(int items, TComparer comparer)
        where TComparer : struct, IComparer<int>
    {
        var merged = 0;
        for (var section = 0; section < Count; section += 2)
        {
            var start = starts[section];
            var middle = StartOf(section + 1, items);
            var end = StartOf(section + 2, items);
            MergePair(order.AsSpan(start, middle - start), order.AsSpan(middle, end - middle), next.AsSpan(start), comparer);
            starts[merged++] = start;
        }

        Count = merged;
    }

    private int StartOf(int section, int items) => section < Count ? starts[section] : items;

    private static void MergePair<TComparer>(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> target, TComparer comparer)
        where TComparer : struct, IComparer<int>
    {
        var (fromLeft, fromRight) = (0, 0);
        while (fromLeft < left.Length && fromRight < right.Length)
        {
            target[fromLeft + fromRight] = comparer.Compare(left[fromLeft], right[fromRight]) <= 0 ? left[fromLeft++] : right[fromRight++];
        }

        left[fromLeft..].CopyTo(target[(fromLeft + fromRight)..]);
        right[fromRight..].CopyTo(target[(left.Length + fromRight)..]);
    }
}
