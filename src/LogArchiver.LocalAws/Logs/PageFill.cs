namespace LogArchiver.LocalAws.Logs;

/// <summary>Fills pages: at most 1 MB of events, or as many as were asked for (source: the API reference of GetLogEvents and
/// FilterLogEvents).</summary>
internal static class PageFill
{
    /// <summary>The most events on a page.</summary>
    public const int MostEvents = 10_000;

    /// <summary>So many events of the page before begin a page that repeats.</summary>
    public const int RepeatedEvents = 2;

    // The size rule is PutLogEvents': UTF-8 bytes and 26 for each event.
    private const long MostBytes = 1 << 20;
    private const int BytesAroundMessage = 26;

    // Looking through more than this for the few that match would take longer than a page may.
    private const int MostLookedAt = 10_000;

    /// <summary>Writes the events from one place on, before another.</summary>
    /// <returns>The place after the last event that was looked at.</returns>
    public static long Forward(
        IEventOrder order, long from, long before, int limit, PageWriter page, EventShape shape, FilterTerms? terms = null)
    {
        var end = Math.Min(before, from + MostLookedAt);
        long bytes = 0;
        var written = 0;
        for (var place = from; place < end; place++)
        {
            if (written == limit)
            {
                return place;
            }

            if (terms is not null && !order.Matches(place, terms))
            {
                continue;
            }

            var undo = page.Length;
            if (written > 0)
            {
                page.Raw(","u8);
            }

            bytes += order.Write(place, page, shape) + BytesAroundMessage;
            if (bytes > MostBytes && written > 0)
            {
                page.Length = undo;
                return place;
            }

            written++;
        }

        return end;
    }

    /// <summary>The same, beginning with some events of the page before, not before the lowest place; but not if they leave
    /// no room for a new one, since the reading would never end.</summary>
    public static long ForwardRepeating(
        int repeated, IEventOrder order, (long Low, long From, long Before) window, int limit, PageWriter page, EventShape shape, FilterTerms? terms = null)
    {
        var (low, from, before) = window;
        var undo = page.Length;
        var end = Forward(order, Math.Max(low, from - repeated), before, limit, page, shape, terms);
        if (end > from)
        {
            return end;
        }

        page.Length = undo;
        return Forward(order, from, before, limit, page, shape, terms);
    }

    /// <summary>The place from which a page that ends before another is full.</summary>
    public static long StartOfPageBefore(IEventOrder order, long before, long notBefore, int limit)
    {
        using var measure = new PageWriter();
        long bytes = 0;
        var place = before;
        while (place > notBefore && before - place < limit)
        {
            measure.Length = 0;
            bytes += order.Write(place - 1, measure, EventShape.OfStream) + BytesAroundMessage;
            if (bytes > MostBytes && place < before)
            {
                break;
            }

            place--;
        }

        return place;
    }

    /// <summary>The place just after the event with a number.</summary>
    public static long PlaceAfter(IEventOrder order, long number)
    {
        var place = order.PlaceOfNumber(number);
        return place < order.Count && order.NumberAt(place) == number ? place + 1 : place;
    }
}
