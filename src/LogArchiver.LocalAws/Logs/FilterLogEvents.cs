using System.Text;

namespace LogArchiver.LocalAws.Logs;

/// <summary>A whole group, or some of its streams, interleaved. Start and end are both inclusive; it is over when no token
/// comes (source: the API reference of FilterLogEvents).</summary>
internal sealed class FilterLogEvents(GroupCatalog groups, PageCut cut)
{
    private const int MostNames = 100;

    public PageWriter Answer(LogsRequest request, int repeated)
    {
        var group = groups.Readable(request);
        var streams = StreamsOf(request, group);
        var limit = request.Limit(PageFill.MostEvents, PageFill.MostEvents);
        var (start, end) = (request.Time("startTime") ?? 0, request.Time("endTime") ?? long.MaxValue - 1);
        var terms = FilterTerms.Parse(request.Text("filterPattern"));
        RefuseNewestFirst(request);
        var (subject, now) = (Mixer.Of($"{group.Arn}\nfilter"), groups.NowMs);
        var here = request.Text("nextToken") is { } sent ? PageToken.Parse(sent, subject, now) : new PageToken(now, null, 0, subject);
        var order = group.Content.OfStreams(streams);
        var low = order.PlaceOfTime(Math.Max(start, group.ExpiryEdge(groups.Now)));
        var high = Math.Max(low, order.PlaceOfTime(end + 1));
        var from = here.Number is { } number ? Math.Clamp(PageFill.PlaceAfter(order, number), low, high) : low;

        var page = new PageWriter();
        page.Raw("{\"events\":["u8);
        var next = Fill(order, (low, from, high), limit, here, (terms, repeated), page);
        page.Raw("],\"searchedLogStreams\":[]"u8);
        if (next is { } token)
        {
            page.Raw(Encoding.ASCII.GetBytes($",\"nextToken\":\"{token with { Issued = now }}\""));
        }

        page.Raw("}"u8);
        return page;
    }

    private PageToken? Fill(
        IEventOrder order, (long Low, long From, long High) window, int limit, PageToken here, (FilterTerms? Terms, int Repeated) how, PageWriter page)
    {
        var (_, from, high) = window;

        // An empty page may come before the first event, between two, and after the last.
        if (cut.IsEmpty(here))
        {
            return here with { Step = here.Step + 1 };
        }

        if (from == high)
        {
            return null;
        }

        var most = cut.IsShort(here) ? (int)Math.Max(1, Math.Min(limit, high - from) / 2) : limit;
        var end = PageFill.ForwardRepeating(how.Repeated, order, window, most, page, EventShape.OfGroup, how.Terms);
        var next = here with { Number = order.NumberAt(end - 1), Step = 0 };

        // A page that takes the last events may, or may not, promise another, which is then empty.
        return end < high || cut.IsEmpty(next) ? next : null;
    }

    private static IReadOnlyCollection<string>? StreamsOf(LogsRequest request, LocalGroup group)
    {
        var (names, prefix) = (request.Texts("logStreamNames"), request.Name("logStreamNamePrefix"));
        return (names, prefix) switch
        {
            ({ }, { }) => throw LogsException.InvalidParameter("logStreamNames and logStreamNamePrefix cannot be used together."),
            ({ Count: 0 or > MostNames }, _) => throw LogsException.Constraint(
                "logStreamNames", $"{names.Count} names", $"have length between 1 and {MostNames}"),
            ({ }, _) => [.. names.Select(name => Existing(LogsNames.CheckStream(name), group))],
            (_, { }) => [.. group.Content.StreamsFrom(LogsNames.CheckStream(prefix), _ => 0)
                .Select(stream => stream.Name)
                .TakeWhile(name => name.StartsWith(prefix, StringComparison.Ordinal))],
            _ => null,
        };
    }

    private static string Existing(string name, LocalGroup group) =>
        group.Content.OfStream(name) is null ? throw LogsException.NoSuchStream() : name;

    // The newer parameter startFromHead is true by default here, unlike in GetLogEvents; the other way is not served.
    private static void RefuseNewestFirst(LogsRequest request)
    {
        if (request.Flag("startFromHead") is false && request.Text("nextToken") is null)
        {
            throw LogsException.InvalidParameter("LocalAws serves FilterLogEvents oldest first only.");
        }
    }
}
