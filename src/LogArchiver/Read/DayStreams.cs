using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Read;

/// <summary>How a day is read: by which reader, and where its streams are listed, the first page of them.</summary>
/// <param name="Reader">The reader, never <see cref="ReaderKind.Auto"/>.</param>
/// <param name="First">The first page of the listing; empty for the group reader, which needs none.</param>
internal sealed record DayStreams(ReaderKind Reader, StreamListing First)
{
    /// <summary>Chooses the reader; asks for the first page of the listing unless the group reader is wanted.</summary>
    /// <param name="source">The source.</param>
    /// <param name="day">The day.</param>
    /// <param name="wanted">What the plan says.</param>
    /// <param name="isContinued">Whether the day proved too long for an invocation. Then the group reader is the better one, since
    /// it loses nothing when it is stopped.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public static async Task<DayStreams> ChooseAsync(
        ILogSource source, GroupDay day, ReaderKind wanted, bool isContinued, ArchiverLimits limits, CancellationToken cancellationToken)
    {
        var none = new StreamListing([], NextToken: null);
        if (wanted == ReaderKind.Group || (wanted == ReaderKind.Auto && isContinued))
        {
            return new DayStreams(ReaderKind.Group, none);
        }

        var first = await source.ListStreamsAsync(day.Group, token: null, cancellationToken);
        return ReaderChoice.Choose(wanted, first.Streams.Count, first.NextToken is not null, limits.StreamsReaderUpTo) == ReaderKind.Group
            ? new DayStreams(ReaderKind.Group, none)
            : new DayStreams(ReaderKind.Streams, first);
    }
}
