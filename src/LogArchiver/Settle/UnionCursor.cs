using LogArchiver.Sort;

namespace LogArchiver.Settle;

/// <summary>Merges what an earlier version of a day has with what the source has now: every event of either, as often as it is in the one
/// that has it more often. So no event of the earlier version can get lost, whatever the source says.</summary>
/// <remarks>
/// <para>Events are equal that share timestamp, ingestion time, stream and message. The earlier version's come first among those of one
/// stream, timestamp and ingestion time, in the order they had; so if nothing came late, the result is the earlier version, line by
/// line.</para>
/// <para>As a rule both go in step and nothing is remembered; only where the messages of a tie differ are its hashes.</para>
/// </remarks>
/// <param name="source">The source's events, in order; whoever made it disposes of it.</param>
/// <param name="isKept">Whether an event of the source will be archived: what rules drop did not come late. Null where all are.</param>
internal sealed class UnionCursor(EventCursor source, Func<EventCursor, bool>? isKept = null) : EventCursor
{
    private readonly TieMatch tie = new();
    private EventCursor? earlier;
    private EventCursor? current;
    private long endMs = long.MinValue;
    private bool hasEarlier;
    private bool hasSource;
    private bool isBegun;
    private Origin origin;

    private enum Origin
    {
        None,
        Both,
        Earlier,
        Source,
    }

    /// <summary>What the events came to that have been taken: an event counts as taken when the next is asked for.</summary>
    public SettleTally Tally { get; private set; } = SettleTally.None;

    public override ReadOnlySpan<byte> Stream => current!.Stream;

    public override ReadOnlySpan<byte> Message => current!.Message;

    /// <summary>Lets it go on to a later millisecond.</summary>
    /// <param name="next">The earlier version's events from where the last ended up to that millisecond; whoever made it disposes of it.</param>
    /// <param name="upToMs">The first millisecond that is not wanted.</param>
    public void Extend(EventCursor next, long upToMs)
    {
        (earlier, endMs) = (next, upToMs);
        hasEarlier = next.MoveNext();
        if (!isBegun)
        {
            isBegun = true;
            hasSource = source.MoveNext();
        }
    }

    /// <summary>Goes to the next event; false where it has come to the millisecond it may go up to, and may then be extended.</summary>
    public override bool MoveNext()
    {
        Release();
        while (true)
        {
            var first = First(out var order);
            if (tie.IsOpen && (first is null || !tie.Holds(first)))
            {
                Tally = Tally with { Gone = Tally.Gone + tie.Close() };
            }

            if (first is null)
            {
                return false;
            }

            if (order == 0 && !tie.IsOpen)
            {
                if (earlier!.Message.SequenceEqual(source.Message))
                {
                    return Take(earlier, Origin.Both);
                }

                tie.Open(earlier);
            }

            if (order <= 0)
            {
                if (tie.IsOpen)
                {
                    tie.Remember(earlier!);
                }

                return Take(earlier!, Origin.Earlier);
            }

            if (!tie.IsOpen || !tie.TryMatch(source))
            {
                return Take(source, Origin.Source);
            }

            hasSource = source.MoveNext();
        }
    }

    public override void Dispose()
    {
    }

    /// <summary>Whose event comes first, and how both compare: 0 when they are of one tie.</summary>
    private EventCursor? First(out int order)
    {
        var sourceIsIn = hasSource && source.Timestamp < endMs;
        order = !sourceIsIn ? -1 : !hasEarlier ? 1 : CompareTies(earlier!, source);
        return !sourceIsIn && !hasEarlier ? null : order <= 0 ? earlier : source;
    }

    private bool Take(EventCursor from, Origin itsOrigin)
    {
        (current, origin) = (from, itsOrigin);
        (Timestamp, IngestionTime, Position) = (from.Timestamp, from.IngestionTime, from.Position);
        return true;
    }

    /// <summary>Counts the event in hand, and leaves it.</summary>
    private void Release()
    {
        // In a tie that is matched, which of the earlier version's events are gone is known at its end.
        Tally = origin switch
        {
            Origin.Source when isKept?.Invoke(source) is not false => Tally.AndLate(IngestionTime),
            Origin.Earlier when !tie.IsOpen => Tally with { Gone = Tally.Gone + 1 },
            _ => Tally,
        };
        hasEarlier = origin is Origin.Both or Origin.Earlier ? earlier!.MoveNext() : hasEarlier;
        hasSource = origin is Origin.Both or Origin.Source ? source.MoveNext() : hasSource;
        origin = Origin.None;
    }

    private static int CompareTies(EventCursor left, EventCursor right)
    {
        var order = left.Timestamp.CompareTo(right.Timestamp);
        order = order != 0 ? order : left.IngestionTime.CompareTo(right.IngestionTime);
        return order != 0 ? order : left.Stream.SequenceCompareTo(right.Stream);
    }
}
