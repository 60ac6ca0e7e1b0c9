using System.Text.Json.Serialization;

namespace LogArchiver.Pack;

/// <summary>What a day has come to so far, over all slices, files and invocations.</summary>
internal sealed record DayTotals
{
    public static readonly DayTotals None = new();

    public long Events { get; init; }

    public long Lines { get; init; }

    public long RawBytes { get; init; }

    public long? FirstMs { get; init; }

    public long? LastMs { get; init; }

    /// <summary>Distinct streams: exact while one file holds the day; over several files at least the most that one had.</summary>
    public int Streams { get; init; }

    public bool StreamsExact { get; init; } = true;

    public long Pages { get; init; }

    /// <summary>Events that the plan's rules dropped, by the rule as <see cref="Filter.EventFilter.Dropped"/> counts them; null where it has
    /// none. They are in no other count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<long>? Dropped { get; init; }

    [JsonIgnore]
    public long DroppedEvents => Dropped?.Sum() ?? 0;

    public DayTotals And(PackedFile file) => this with
    {
        Events = Events + file.Events,
        Lines = Lines + file.Lines,
        RawBytes = RawBytes + file.RawBytes,
        // Files follow one another in time, but for those of an export that was too large to be merged.
        FirstMs = file.FirstMs > FirstMs ? FirstMs : file.FirstMs ?? FirstMs,
        LastMs = file.LastMs < LastMs ? LastMs : file.LastMs ?? LastMs,
        Streams = Math.Max(Streams, file.Streams),
        StreamsExact = StreamsExact && file.StreamsExact && (Events == 0 || file.Events == 0),
    };
}
