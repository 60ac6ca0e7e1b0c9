namespace LogArchiver.LocalAws.Logs;

/// <summary>A view of stored events in order.</summary>
internal sealed class StoredOrder(StoredEvent[] events, int[] numbers, int count) : IEventOrder
{
    public long Count => count;

    public long NumberAt(long place) => numbers[place];

    public long TimestampAt(long place) => events[numbers[place]].Timestamp;

    public long PlaceOfTime(long timestamp) => FirstPlace(number => events[number].Timestamp < timestamp);

    public long PlaceOfNumber(long number)
    {
        if (number >= events.Length)
        {
            return count;
        }

        var sought = events[number];
        var key = (sought.Timestamp, sought.Ingestion, number);
        return FirstPlace(other => (events[other].Timestamp, events[other].Ingestion, (long)other).CompareTo(key) < 0);
    }

    public int Write(long place, PageWriter page, EventShape shape)
    {
        var number = numbers[place];
        ref readonly var stored = ref events[number];
        page.BeginEvent(shape, stored.Timestamp, stored.Ingestion, stored.Stream.EscapedName, number);
        page.Raw(stored.EscapedMessage);
        page.EndEvent();
        return stored.MessageBytes;
    }

    public bool Matches(long place, FilterTerms terms) => terms.Match(MessageText.Unescape(events[numbers[place]].EscapedMessage));

    private int FirstPlace(Predicate<int> before)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = before(numbers[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
