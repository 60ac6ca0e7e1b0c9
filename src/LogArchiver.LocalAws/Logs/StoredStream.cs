namespace LogArchiver.LocalAws.Logs;

/// <summary>One stored stream. Not safe by itself: its content's lock is held by whoever calls.</summary>
internal sealed class StoredStream(string name, long created)
{
    // So that what has not been shown yet is one entry for a minute, not for an event.
    private const long MsThatShowTogether = 60_000;

    private readonly List<Arrival> notYetShown = [];
    private Arrival? shown;
    private byte[]? escapedName;

    public string Name => name;

    public NumberList Numbers { get; } = new();

    /// <summary>The name as it stands in a page's JSON.</summary>
    public ReadOnlySpan<byte> EscapedName => escapedName ??= MessageText.Escape(name);

    public void Arrived(long timestamp, long ingestion)
    {
        if (notYetShown is [.., var last] && last.Ingestion / MsThatShowTogether == ingestion / MsThatShowTogether)
        {
            notYetShown[^1] = last.With(new Arrival(timestamp, timestamp, ingestion));
            return;
        }

        notYetShown.Add(new Arrival(timestamp, timestamp, ingestion));
    }

    /// <summary>What shows of the stream, once what arrived up to a time does.</summary>
    public StreamFacts Facts(long visible)
    {
        foreach (var arrival in notYetShown)
        {
            if (arrival.Ingestion <= visible)
            {
                shown = shown is { } sofar ? sofar.With(arrival) : arrival;
            }
        }

        // What has shown stays shown: the clock does not go back.
        notYetShown.RemoveAll(arrival => arrival.Ingestion <= visible);
        return new StreamFacts(name, created, shown?.First, shown?.Last, shown?.Ingestion);
    }

    private readonly record struct Arrival(long First, long Last, long Ingestion)
    {
        public Arrival With(Arrival other) =>
            new(Math.Min(First, other.First), Math.Max(Last, other.Last), Math.Max(Ingestion, other.Ingestion));
    }
}
