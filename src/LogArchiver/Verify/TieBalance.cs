using LogArchiver.Sort;

namespace LogArchiver.Verify;

/// <summary>Events of one stream, one instant and one time of ingestion, weighed against each other as multisets: equal texts of both sides
/// cancel out, in whatever order the two have them.</summary>
/// <param name="tally">Takes what is left over.</param>
internal sealed class TieBalance(DifferenceTally tally)
{
    // Messages held for the case that they are left over; of more, the hash alone, and they are counted and not shown. A tie is mostly
    // one PutLogEvents batch, of at most 1 MB (source: API reference of PutLogEvents).
    private const long MostHeldBytes = 4L << 20;

    private readonly Dictionary<ulong, Weight> weights = [];
    private long heldBytes;
    private long timestamp;
    private long ingestionTime;
    private byte[] stream = [];

    /// <summary>Whether the event belongs to the tie in hand.</summary>
    public bool IsOf(EventCursor next) =>
        weights.Count > 0 && next.Timestamp == timestamp && next.IngestionTime == ingestionTime && next.Stream.SequenceEqual(stream);

    /// <summary>Takes an event in, of the tie in hand or, where there is none, of a new one.</summary>
    public void Add(EventCursor next, EventSide side)
    {
        if (weights.Count == 0)
        {
            (timestamp, ingestionTime, stream) = (next.Timestamp, next.IngestionTime, next.Stream.ToArray());
        }

        var text = next.Message;
        var hash = Pack.Hash64.Of(text);
        var weight = weights.GetValueOrDefault(hash);
        weight = weight with { Sum = weight.Sum + (side == EventSide.Source ? 1 : -1) };
        if (weight.Message is null && heldBytes < MostHeldBytes && tally.WantsMessages)
        {
            weight = weight with { Message = text.ToArray() };
            heldBytes += text.Length;
        }

        weights[hash] = weight;
    }

    /// <summary>Tells of what is left over, and begins anew.</summary>
    public void Settle()
    {
        foreach (var weight in weights.Values.Where(weight => weight.Sum != 0))
        {
            var side = weight.Sum > 0 ? EventSide.Source : EventSide.Archive;
            tally.Add(side, Math.Abs(weight.Sum), timestamp, ingestionTime, stream, weight.Message);
        }

        weights.Clear();
        heldBytes = 0;
    }

    private readonly record struct Weight(int Sum, byte[]? Message);
}
