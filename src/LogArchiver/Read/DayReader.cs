using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Sort;

namespace LogArchiver.Read;

/// <summary>What reading a day came to.</summary>
/// <param name="Reader">The reader that was used.</param>
/// <param name="Pages">Pages read, empty ones included.</param>
/// <param name="WireBytes">Bytes of those pages.</param>
/// <param name="Events">Events inside the day, copies of one event on two pages counted twice.</param>
internal sealed record ReadTally(ReaderKind Reader, long Pages, long WireBytes, long Events);

/// <summary>Reads a day, with the reader that suits it, into a sorter.</summary>
internal sealed class DayReader(ILogSource source, ReaderKind wanted, ArchiverLimits limits)
{
    /// <summary>Reads every event of the day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="sorter">Takes the events.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<ReadTally> ReadAsync(
        GroupDay day, EventSorter sorter, Action<ReadTally>? progress, CancellationToken cancellationToken)
    {
        var listing = wanted == ReaderKind.Group
            ? new StreamListing([], NextToken: null)
            : await source.ListStreamsAsync(day.Group, token: null, cancellationToken);
        var reader = ReaderChoice.Choose(wanted, listing.Streams.Count, listing.NextToken is not null, limits.StreamsReaderUpTo);
        var tally = new ReadTally(reader, 0, 0, 0);
        var names = new StreamNames();
        await new PageFlow(limits.PagesWaiting).RunAsync(
            (pages, token) => reader == ReaderKind.Streams
                ? new StreamsReader(source, limits.StreamsAtOnce).ReadAsync(day, listing, pages, token)
                : new GroupReader(source).ReadAsync(day, pages, token),
            next =>
            {
                tally = tally with
                {
                    Pages = tally.Pages + 1,
                    WireBytes = tally.WireBytes + next.Page.WireBytes,
                    Events = tally.Events + Take(next, day.Window, names, sorter),
                };
                progress?.Invoke(tally);
            },
            cancellationToken);
        return tally;
    }

    /// <summary>Gives a page's events to the sorter. Each is checked against the day again, because the services disagree about
    /// their end edge: GetLogEvents leaves it out, FilterLogEvents lets it in (source: their API references).</summary>
    private static int Take(PageInFlow next, TimeWindow window, StreamNames names, EventSorter sorter)
    {
        var page = next.Page;
        var position = next.FirstPosition;
        var taken = 0;
        foreach (ref readonly var slot in page.Events)
        {
            if (window.Contains(slot.Timestamp))
            {
                var stream = next.Stream is { } own ? own : names.Plain(page[slot.Stream]);
                var eventId = slot.EventId.Length == 0 ? 0 : Hash64.Of(page[slot.EventId]);
                sorter.Add(slot.Timestamp, slot.IngestionTime, position, eventId, stream, page[slot.Message]);
                taken++;
            }

            position++;
        }

        return taken;
    }
}

/// <summary>Stream names as pages give them, made plain; remembers the last, which the next event mostly shares.</summary>
internal sealed class StreamNames
{
    private byte[] wire = [];
    private byte[] plain = [];

    public ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'\\') < 0)
        {
            return name;
        }

        if (!name.SequenceEqual(wire))
        {
            wire = name.ToArray();
            plain = new byte[wire.Length];
            plain = plain.AsSpan(0, JsonText.Unescape(wire, plain)).ToArray();
        }

        return plain;
    }
}
