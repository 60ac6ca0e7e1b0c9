namespace LogArchiver.LocalAws.Logs;

/// <summary>Numbers of events, sorted when asked for: by timestamp, ingestion time, order of putting. Events mostly come in
/// order, and then there is nothing to do.</summary>
internal sealed class NumberList
{
    private int[] numbers = [];
    private int count;
    private bool isSorted = true;

    public void Add(int number, StoredEvents events)
    {
        if (count == numbers.Length)
        {
            Array.Resize(ref numbers, Math.Max(4, count * 2));
        }

        isSorted = isSorted && (count == 0 || Compare(events, numbers[count - 1], number) < 0);
        numbers[count++] = number;
    }

    public void AddAll(NumberList others, StoredEvents events)
    {
        foreach (var number in others.numbers.AsSpan(0, others.count))
        {
            Add(number, events);
        }
    }

    /// <summary>The sorted numbers, and how many of them count. What was handed out is never touched again.</summary>
    public (int[] Numbers, int Count) Sorted(StoredEvents events)
    {
        if (!isSorted)
        {
            numbers = numbers[..count];
            Array.Sort(numbers, (left, right) => Compare(events, left, right));
            isSorted = true;
        }

        return (numbers, count);
    }

    public NumberList Without(Predicate<int> gone)
    {
        var kept = Array.FindAll(numbers[..count], number => !gone(number));
        return new NumberList { numbers = kept, count = kept.Length, isSorted = isSorted };
    }

    private static int Compare(StoredEvents events, int left, int right)
    {
        ref readonly var a = ref events[left];
        ref readonly var b = ref events[right];
        var byTime = a.Timestamp.CompareTo(b.Timestamp);
        var byArrival = byTime != 0 ? byTime : a.Ingestion.CompareTo(b.Ingestion);
        return byArrival != 0 ? byArrival : left.CompareTo(right);
    }
}
