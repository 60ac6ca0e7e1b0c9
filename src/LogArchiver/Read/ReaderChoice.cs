using LogArchiver.Plan;

namespace LogArchiver.Read;

/// <summary>Pages a second that each reader may ask for in a Region.</summary>
/// <param name="Streams">By GetLogEvents.</param>
/// <param name="Group">By FilterLogEvents.</param>
public readonly record struct ReaderRates(double Streams, double Group)
{
    /// <summary>Those of a Region, by its quotas.</summary>
    public static ReaderRates Of(string region) =>
        new(RequestQuotas.PerSecond(region, "GetLogEvents"), RequestQuotas.PerSecond(region, "FilterLogEvents"));
}

/// <summary>Chooses the reader of a day that the group reader has begun. Both give the same archive; they differ in the time that
/// their quotas take. Why so: docs/decisions/0010-choice-of-reader.md.</summary>
internal static class ReaderChoice
{
    // A page of 1 MB of events is 1 to 2 MB on the wire.
    private const double BytesOfAPage = 1.5e6;

    // What streams have read counts only once all of them have been read to the end; a third of an invocation at most is staked on it.
    private const double MostSeconds = 300;

    // Less than that is not worth a change: it is within what the estimate may be wrong by.
    private const double WorthwhileShare = 0.8;

    /// <summary>Whether the number of streams matters: not where the group reader is at least as fast in any case.</summary>
    public static bool DependsOnStreams(double? bytesLeft, ReaderRates rates) =>
        bytesLeft is null || IsFaster(bytesLeft.Value, streams: 0, rates);

    /// <summary>The reader for what is left.</summary>
    /// <param name="bytesLeft">About how many bytes of pages; null when the group reader saw nothing but empty pages.</param>
    /// <param name="streams">Streams on the first page of their listing.</param>
    /// <param name="moreStreams">Whether the listing goes on.</param>
    /// <param name="rates">The pages a second that are allowed.</param>
    /// <param name="upTo">The most streams that are read one by one.</param>
    public static ReaderKind Choose(double? bytesLeft, int streams, bool moreStreams, ReaderRates rates, int upTo) =>
        !moreStreams && streams <= upTo && (bytesLeft is not { } bytes || IsFaster(bytes, streams, rates))
            ? ReaderKind.Streams
            : ReaderKind.Group;

    private static bool IsFaster(double bytes, int streams, ReaderRates rates)
    {
        // Each stream costs a page that is not full, and one more that says that it was the last.
        var byStreams = ((bytes / BytesOfAPage) + (2 * streams)) / rates.Streams;
        var byGroup = bytes / BytesOfAPage / rates.Group;
        return byStreams < WorthwhileShare * byGroup && byStreams <= MostSeconds;
    }
}
