using LogArchiver.Sort;

namespace LogArchiver.Verify;

/// <summary>A stretch of a longer sequence, up to a millisecond. The event behind it is not lost: the next stretch begins with it.</summary>
/// <param name="events">The sequence, not yet begun.</param>
/// <param name="isWanted">Whether an event is to be seen at all: the manifest's rules.</param>
internal sealed class SourceStretch(EventCursor events, Func<EventCursor, bool> isWanted) : EventCursor
{
    private bool isHeld;
    private long endMs;

    public override ReadOnlySpan<byte> Stream => events.Stream;

    public override ReadOnlySpan<byte> Message => events.Message;

    /// <summary>Goes on, up to another millisecond.</summary>
    public SourceStretch UpTo(long nextEndMs)
    {
        endMs = nextEndMs;
        return this;
    }

    public override bool MoveNext()
    {
        while (isHeld || events.MoveNext())
        {
            isHeld = events.Timestamp >= endMs;
            if (isHeld)
            {
                return false;
            }

            if (isWanted(events))
            {
                (Timestamp, IngestionTime, Position, EventId) = (events.Timestamp, events.IngestionTime, events.Position, events.EventId);
                return true;
            }
        }

        return false;
    }

    public override void Dispose() => events.Dispose();
}
