using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Read;

/// <summary>How a day is read: by which reader, and where its streams are listed, the first page of them.</summary>
/// <param name="Reader">The reader, never <see cref="ReaderKind.Auto"/>.</param>
/// <param name="First">The first page of the listing; empty for the group reader, which needs none.</param>
/// <param name="IsFinal">Whether that stays so; otherwise the group reader has been sent ahead to see how much there is.</param>
internal sealed record DayStreams(ReaderKind Reader, StreamListing First, bool IsFinal)
{
    private static readonly DayStreams Group = new(ReaderKind.Group, new StreamListing([], NextToken: null), IsFinal: true);

    /// <summary>Begins a day.</summary>
    /// <param name="source">The source.</param>
    /// <param name="day">The day.</param>
    /// <param name="wanted">What the plan says.</param>
    /// <param name="isContinued">Whether the day proved too long for an invocation. Then the group reader is the better one, since
    /// it loses nothing when it is stopped.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public static async Task<DayStreams> BeginAsync(
        ILogSource source, GroupDay day, ReaderKind wanted, bool isContinued, CancellationToken cancellationToken) =>
        wanted is ReaderKind.Streams or ReaderKind.Export
            ? new DayStreams(wanted, await source.ListStreamsAsync(day.Group, token: null, cancellationToken), IsFinal: true)
            : Group with { IsFinal = isContinued || wanted == ReaderKind.Group };

    /// <summary>Chooses for what is left, once the group reader has seen how dense the day is, or that it gets nowhere soon.</summary>
    /// <param name="source">The source.</param>
    /// <param name="day">The day.</param>
    /// <param name="slices">What is left.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<DayStreams> ChooseAsync(
        ILogSource source, GroupDay day, SlicePlan slices, ArchiverLimits limits, CancellationToken cancellationToken)
    {
        var isProbed = slices.Density is not null || !slices.MayProbe;
        if (IsFinal || !isProbed)
        {
            return this;
        }

        var bytesLeft = slices.Density * (slices.EndMs - slices.ReadUpToMs);
        if (!ReaderChoice.DependsOnStreams(bytesLeft, limits.Rates))
        {
            return Group;
        }

        var first = await source.ListStreamsAsync(day.Group, token: null, cancellationToken);
        return ReaderChoice.Choose(bytesLeft, first.Streams.Count, first.NextToken is not null, limits.Rates, limits.StreamsReaderUpTo)
            == ReaderKind.Streams ? new DayStreams(ReaderKind.Streams, first, IsFinal: true) : Group;
    }
}
