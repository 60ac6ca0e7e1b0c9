using LogArchiver.Sort;

namespace LogArchiver.Verify;

/// <summary>Walks the archive and the source side by side, both in the archive's order, and finds what one has and the other has not.</summary>
/// <param name="tally">Takes the differences.</param>
internal sealed class SourceComparer(DifferenceTally tally)
{
    private readonly TieBalance tie = new(tally);

    /// <summary>Events of the archive so far.</summary>
    public long ArchiveEvents { get; private set; }

    /// <summary>Events of the source so far.</summary>
    public long SourceEvents { get; private set; }

    /// <summary>Compares a stretch of both, from its first event to its last.</summary>
    public void Compare(EventCursor archive, EventCursor source, CancellationToken cancellationToken)
    {
        var (inArchive, inSource) = (MoveArchive(archive), MoveSource(source));
        while (inArchive || inSource)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = !inArchive ? 1 : !inSource ? -1 : OrderOf(archive, source);
            if (order == 0 && !tie.IsOf(archive) && archive.Message.SequenceEqual(source.Message))
            {
                // Nearly always: the same event on both sides.
                tie.Settle();
                (inArchive, inSource) = (MoveArchive(archive), MoveSource(source));
                continue;
            }

            if (order <= 0)
            {
                Weigh(archive, EventSide.Archive);
                inArchive = MoveArchive(archive);
            }
            else
            {
                Weigh(source, EventSide.Source);
                inSource = MoveSource(source);
            }
        }

        tie.Settle();
    }

    private void Weigh(EventCursor next, EventSide side)
    {
        if (!tie.IsOf(next))
        {
            tie.Settle();
        }

        tie.Add(next, side);
    }

    private bool MoveArchive(EventCursor archive)
    {
        var moved = archive.MoveNext();
        ArchiveEvents += moved ? 1 : 0;
        return moved;
    }

    private bool MoveSource(EventCursor source)
    {
        var moved = source.MoveNext();
        SourceEvents += moved ? 1 : 0;
        return moved;
    }

    /// <summary>The archive's order but for the position, which the two count each in its own way.</summary>
    private static int OrderOf(EventCursor left, EventCursor right)
    {
        var order = left.Timestamp.CompareTo(right.Timestamp);
        if (order == 0)
        {
            order = left.IngestionTime.CompareTo(right.IngestionTime);
        }

        return order != 0 ? order : left.Stream.SequenceCompareTo(right.Stream);
    }
}
