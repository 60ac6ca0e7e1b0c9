using System.Text;

namespace LogArchiver.LocalAws.Logs;

/// <summary>One stream, page by page. The start is inclusive, the end exclusive; both tokens always come, and the end is the
/// token that was sent coming back (source: the API reference of GetLogEvents).</summary>
internal sealed class GetLogEvents(GroupCatalog groups, PageCut cut)
{
    public PageWriter Answer(LogsRequest request, int repeated)
    {
        var group = groups.Readable(request);
        var stream = LogsNames.CheckStream(request.Name("logStreamName") ?? throw LogsRequest.Missing("logStreamName"));
        var fromHead = request.Flag("startFromHead") ?? false;
        var limit = request.Limit(PageFill.MostEvents, PageFill.MostEvents);
        var (start, end) = (request.Time("startTime") ?? 0, request.Time("endTime") ?? long.MaxValue);
        var reading = new Reading(Mixer.Of($"{group.Arn}\n{stream}"), groups.NowMs);
        var sent = request.Text("nextToken");
        var order = group.Content.OfStream(stream) ?? throw LogsException.NoSuchStream();
        var low = order.PlaceOfTime(Math.Max(start, group.ExpiryEdge(groups.Now)));
        var high = Math.Max(low, order.PlaceOfTime(end));

        var page = new PageWriter();
        page.Raw("{\"events\":["u8);
        var (forward, backward) = reading.Parse(sent, fromHead) switch
        {
            (true, var token) => Forward(order, (low, high), limit, reading, (token, sent, repeated), page),
            (_, var token) => Backward(order, (low, high), limit, reading, token, sent, page),
        };
        page.Raw(Encoding.ASCII.GetBytes($"],\"nextBackwardToken\":\"{backward}\",\"nextForwardToken\":\"{forward}\"}}"));
        return page;
    }

    private (string Forward, string Backward) Forward(
        IEventOrder order, (long Low, long High) window, int limit, Reading reading, (PageToken? Token, string? Text, int Repeated) sent, PageWriter page)
    {
        var (low, high) = window;
        var token = sent.Token;
        var from = token?.Number is { } number ? Math.Clamp(PageFill.PlaceAfter(order, number), low, high) : low;
        if (from == high)
        {
            return (sent.Text ?? reading.After(order, from), reading.Before(order, from));
        }

        var here = token ?? reading.At(null);
        if (cut.IsEmpty(here))
        {
            return (reading.Again(here), reading.Before(order, from));
        }

        var most = Cut(here, limit, high - from);
        var end = PageFill.ForwardRepeating(sent.Repeated, order, (low, from, high), most, page, EventShape.OfStream);
        return (reading.After(order, end), reading.Before(order, from));
    }

    // Newest first goes page by page; within a page the oldest still comes first.
    private (string Forward, string Backward) Backward(
        IEventOrder order, (long Low, long High) window, int limit, Reading reading, PageToken? token, string? sent, PageWriter page)
    {
        var (low, high) = window;
        var before = token?.Number is { } number ? Math.Clamp(order.PlaceOfNumber(number), low, high) : high;
        if (before == low)
        {
            return (reading.After(order, before), sent ?? reading.Before(order, before));
        }

        var here = token ?? reading.At(null);
        var from = PageFill.StartOfPageBefore(order, before, low, Cut(here, limit, before - low));
        PageFill.Forward(order, from, before, PageFill.MostEvents, page, EventShape.OfStream);
        return (reading.After(order, before), reading.Before(order, from));
    }

    private int Cut(PageToken here, int limit, long left) =>
        cut.IsShort(here) ? (int)Math.Max(1, Math.Min(limit, left) / 2) : limit;

    /// <summary>Makes and reads the tokens of one reading.</summary>
    private readonly record struct Reading(int Subject, long NowMs)
    {
        public PageToken At(long? number) => new(NowMs, number, 0, Subject);

        public string After(IEventOrder order, long place) => Text('f', At(place > 0 ? order.NumberAt(place - 1) : null));

        public string Before(IEventOrder order, long place) => Text('b', At(place < order.Count ? order.NumberAt(place) : null));

        public string Again(PageToken here) => Text('f', here with { Issued = NowMs, Step = here.Step + 1 });

        public (bool Forward, PageToken? Token) Parse(string? sent, bool fromHead)
        {
            if (sent is null)
            {
                return (fromHead, null);
            }

            if (sent.Split('/') is not [var direction and ("f" or "b"), var digits, "s"])
            {
                throw PageToken.Invalid();
            }

            if (direction == "f" && !fromHead)
            {
                throw LogsException.InvalidParameter("A nextForwardToken can be used only if startFromHead is true.");
            }

            return (direction == "f", PageToken.Parse(digits, Subject, NowMs));
        }

        private static string Text(char direction, PageToken token) => $"{direction}/{token}/s";
    }
}
