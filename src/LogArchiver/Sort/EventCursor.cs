namespace LogArchiver.Sort;

/// <summary>A place in an ordered sequence of events. Spans are good until the next <see cref="MoveNext"/>.</summary>
internal abstract class EventCursor : IDisposable
{
    /// <summary>The <see cref="IngestionTime"/> of an event of which nobody knows when it arrived.</summary>
    public const long UnknownTime = long.MinValue;

    /// <summary>When the event happened, in milliseconds since the Unix epoch.</summary>
    public long Timestamp { get; protected set; }

    /// <summary>When the event arrived, in milliseconds since the Unix epoch; <see cref="UnknownTime"/> where an export does not say.</summary>
    public long IngestionTime { get; protected set; }

    /// <summary>Its place among its stream's events, as the service gave them.</summary>
    public long Position { get; protected set; }

    /// <summary>Hash of the service's event id; 0 where it gave none.</summary>
    public ulong EventId { get; protected set; }

    /// <summary>The stream's name, UTF-8, without escapes.</summary>
    public abstract ReadOnlySpan<byte> Stream { get; }

    /// <summary>The message as a JSON string without its quotes, in canonical escapes: equal messages are equal bytes.</summary>
    public abstract ReadOnlySpan<byte> Message { get; }

    /// <summary>Goes to the next event; false when there is none.</summary>
    public abstract bool MoveNext();

    /// <summary>The archive's order: timestamp, ingestion time, stream, position in the stream.</summary>
    public static int Compare(EventCursor left, EventCursor right)
    {
        var order = left.Timestamp.CompareTo(right.Timestamp);
        if (order == 0)
        {
            order = left.IngestionTime.CompareTo(right.IngestionTime);
        }

        if (order == 0)
        {
            order = left.Stream.SequenceCompareTo(right.Stream);
        }

        return order != 0 ? order : left.Position.CompareTo(right.Position);
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
