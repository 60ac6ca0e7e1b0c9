namespace LogArchiver.LocalAws.Logs;

/// <summary>Streams and events that were put, in memory.</summary>
internal sealed class StoredContent : GroupContent
{
    private readonly Lock gate = new();
    private readonly SortedList<string, StoredStream> streams = new(StringComparer.Ordinal);
    private readonly StoredEvents events = new();
    private NumberList everything = new();
    private (string Names, int Count, StoredOrder Order)? lastSubset;

    public override int StreamCount
    {
        get
        {
            lock (gate)
            {
                return streams.Count;
            }
        }
    }

    public override long StoredBytes => events.Bytes;

    /// <summary>False when there is one of that name already.</summary>
    public bool TryAddStream(string name, long created)
    {
        lock (gate)
        {
            return streams.TryAdd(name, new StoredStream(name, created));
        }
    }

    public bool TryRemoveStream(string name)
    {
        lock (gate)
        {
            if (!streams.Remove(name, out var stream))
            {
                return false;
            }

            everything = everything.Without(number => events[number].Stream == stream);
            lastSubset = null;
            return true;
        }
    }

    /// <summary>Puts events, of any time and in any order, at the end of the order of putting.</summary>
    /// <exception cref="LogsException">There is no such stream.</exception>
    public void Put(string streamName, ArrivedEvents arrived)
    {
        lock (gate)
        {
            if (!streams.TryGetValue(streamName, out var stream))
            {
                throw LogsException.NoSuchStream();
            }

            foreach (var (timestamp, ingestion, message, messageBytes) in arrived.Events)
            {
                var number = events.Add(timestamp, ingestion, message.Span, messageBytes, stream);
                stream.Numbers.Add(number, events);
                stream.Arrived(timestamp, ingestion);
                everything.Add(number, events);
            }
        }
    }

    public override IEnumerable<StreamFacts> StreamsFrom(string from, Func<string, long> visible)
    {
        StoredStream[] present;
        lock (gate)
        {
            present = [.. streams.Values];
        }

        for (var at = FirstAtOrAfter(present, from); at < present.Length; at++)
        {
            StreamFacts facts;
            lock (gate)
            {
                facts = present[at].Facts(visible(present[at].Name));
            }

            yield return facts;
        }
    }

    public override IEventOrder? OfStream(string name)
    {
        lock (gate)
        {
            return streams.TryGetValue(name, out var stream) ? OrderOf(stream.Numbers) : null;
        }
    }

    public override IEventOrder OfStreams(IReadOnlyCollection<string>? names)
    {
        lock (gate)
        {
            return names is null ? OrderOf(everything) : Subset(names);
        }
    }

    // The next page will ask for the same streams; sorting them once is enough as long as nothing is put.
    private StoredOrder Subset(IReadOnlyCollection<string> names)
    {
        var key = string.Join('\n', names);
        if (lastSubset is { } last && last.Names == key && last.Count == events.Count)
        {
            return last.Order;
        }

        var chosen = new NumberList();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (streams.TryGetValue(name, out var stream))
            {
                chosen.AddAll(stream.Numbers, events);
            }
        }

        var order = OrderOf(chosen);
        lastSubset = (key, events.Count, order);
        return order;
    }

    private StoredOrder OrderOf(NumberList numbers)
    {
        var (sorted, count) = numbers.Sorted(events);
        return new StoredOrder(events.Snapshot(), sorted, count);
    }

    private static int FirstAtOrAfter(StoredStream[] present, string name)
    {
        var (low, high) = (0, present.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(present[middle].Name, name) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
