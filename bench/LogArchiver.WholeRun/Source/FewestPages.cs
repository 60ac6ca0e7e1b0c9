using LogArchiver.LocalAws.Logs;

namespace LogArchiver.WholeRun.Source;

/// <summary>The fewest requests the API allows for a day: every page as full as it may be, 1 MB or 10,000 events. Found by making all
/// the pages, since messages differ in length.</summary>
internal static class FewestPages
{
    private const int StreamsOnPage = 50;

    /// <summary>For the reader <c>streams</c>: the listing, 50 streams a page; and of each stream its full pages and one request
    /// more, for GetLogEvents tells the end by giving back the token it was sent.</summary>
    public static FewestRequests OfStreams(SyntheticSpec spec)
    {
        var content = new SyntheticContent(spec);
        long pages = 0;
        Parallel.For(0, spec.Streams, stream => Interlocked.Add(ref pages, Pages(content.OfStreams([SyntheticContent.NameOf(stream)]), EventShape.OfStream)));
        return Of(content, spec, new(StringComparer.Ordinal)
        {
            ["DescribeLogStreams"] = Math.Max(1, (spec.Streams + StreamsOnPage - 1) / StreamsOnPage),
            ["GetLogEvents"] = pages + spec.Streams,
        });
    }

    /// <summary>For the reader <c>group</c>: the full pages of the whole day; the last one says that it is the last.</summary>
    public static FewestRequests OfGroup(SyntheticSpec spec)
    {
        var content = new SyntheticContent(spec);
        return Of(content, spec, new(StringComparer.Ordinal) { ["FilterLogEvents"] = Pages(content.OfStreams(null), EventShape.OfGroup) });
    }

    private static FewestRequests Of(SyntheticContent content, SyntheticSpec spec, Dictionary<string, long> requests) =>
        new(content.EventsPerStream * spec.Streams, requests);

    private static long Pages(IEventOrder order, EventShape shape)
    {
        using var page = new PageWriter();
        var pages = 0;
        for (long place = 0; place < order.Count; pages++)
        {
            page.Length = 0;
            place = PageFill.Forward(order, place, order.Count, PageFill.MostEvents, page, shape);
        }

        return Math.Max(1, pages);
    }
}
