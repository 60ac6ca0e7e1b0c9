using LogArchiver.Plan;

namespace LogArchiver.Read;

/// <summary>Chooses the reader of a day. Both give the same archive; they differ in requests.</summary>
internal static class ReaderChoice
{
    /// <summary>GetLogEvents has the higher quota and the fuller pages, but costs at least two requests a stream; FilterLogEvents
    /// does not care how many streams there are.</summary>
    /// <param name="wanted">What the plan says.</param>
    /// <param name="streams">Streams on the first page of the listing.</param>
    /// <param name="moreStreams">Whether the listing goes on.</param>
    /// <param name="upTo">The most streams that are read one by one.</param>
    public static ReaderKind Choose(ReaderKind wanted, int streams, bool moreStreams, int upTo) =>
        wanted != ReaderKind.Auto ? wanted
        : moreStreams || streams > upTo ? ReaderKind.Group
        : ReaderKind.Streams;
}
