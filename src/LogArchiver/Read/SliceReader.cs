using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Sort;

namespace LogArchiver.Read;

/// <summary>What reading a slice came to.</summary>
/// <param name="CompleteUpToMs">Every event of the slice before this millisecond has been taken.</param>
/// <param name="Pages">Pages read, empty ones included.</param>
/// <param name="WireBytes">Bytes of those pages.</param>
/// <param name="Events">Events inside the slice, copies of one event on two pages counted twice.</param>
/// <param name="Overflowed">Whether scratch space was too small for the slice.</param>
internal sealed record SliceRead(long CompleteUpToMs, long Pages, long WireBytes, long Events, bool Overflowed);

/// <summary>Reads a slice of a day, with the day's reader, into a sorter.</summary>
internal sealed class SliceReader(ILogSource source, DayStreams streams, ArchiverLimits limits, DateTimeOffset now)
{
    /// <summary>Reads the slice; less of it when told to stop, or when the sorter has no more room.</summary>
    /// <param name="day">The day.</param>
    /// <param name="slice">The stretch of it.</param>
    /// <param name="plan">The plan that made the slice.</param>
    /// <param name="sorter">Takes the events.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="tokens">Both end reading; only <see cref="RunTokens.StopNow"/> throws.</param>
    public async Task<SliceRead> ReadAsync(
        GroupDay day, TimeWindow slice, SlicePlan plan, EventSorter sorter, Action<SliceRead>? progress, RunTokens tokens)
    {
        var windows = streams.Reader == ReaderKind.Group ? plan.Lanes(slice, limits.LanesAtOnce, limits.LaneBytes) : [slice];
        var taker = new SliceTaker(slice, windows, streams.Reader, sorter, progress);
        var probe = plan.IsToProbe ? new Probe(limits.ProbePages, limits.ProbeEmptyPages) : null;
        try
        {
            await new PageFlow(limits.PagesWaiting).RunAsync(
                (pages, token) => streams.Reader == ReaderKind.Group
                    ? new GroupReader(source).ReadAsync(day, windows, probe, pages, token)
                    : new StreamsReader(source, limits.StreamsAtOnce, now).ReadAsync(day, slice, streams.First, pages, token),
                taker.Take,
                tokens.StopStarting,
                tokens.StopNow);
            return taker.Result(allRead: streams.Reader != ReaderKind.Group, overflowed: false);
        }
        catch (ScratchExhaustedException)
        {
            return taker.Result(allRead: false, overflowed: true);
        }
        catch (OperationCanceledException) when (!tokens.StopNow.IsCancellationRequested)
        {
            return taker.Result(allRead: false, overflowed: false);
        }
    }
}

/// <summary>Gives the pages of a slice to the sorter, and knows how far each lane is.</summary>
internal sealed class SliceTaker(
    TimeWindow slice, IReadOnlyList<TimeWindow> windows, ReaderKind reader, EventSorter sorter, Action<SliceRead>? progress)
{
    private readonly LaneProgress[] lanes = [.. windows.Select(window => new LaneProgress(window))];
    private readonly StreamNames names = new();
    private byte[] rewritten = [];
    private SliceRead tally = new(slice.StartMs, 0, 0, 0, Overflowed: false);

    /// <summary>Takes a page. Each event is checked against the slice again, because the services disagree about their end edge:
    /// GetLogEvents leaves it out, FilterLogEvents lets it in (source: their API references).</summary>
    public void Take(PageInFlow next)
    {
        var page = next.Page;
        var part = reader == ReaderKind.Group ? next.Lane : 0;
        var (window, lane) = (windows[part], lanes[part]);
        var position = next.FirstPosition;
        var taken = 0;
        foreach (ref readonly var slot in page.Events)
        {
            if (window.Contains(slot.Timestamp))
            {
                var stream = next.Stream is { } own ? own : names.Plain(page[slot.Stream]);
                var eventId = slot.EventId.Length == 0 ? 0 : Hash64.Of(page[slot.EventId]);
                sorter.Add(next.Lane, slot.Timestamp, slot.IngestionTime, position, eventId, stream, page.MessageOf(in slot, ref rewritten));
                lane.See(slot.Timestamp);
                taken++;
            }

            position++;
        }

        if (reader == ReaderKind.Group && page.NextToken is null)
        {
            lane.End();
        }

        tally = tally with { Pages = tally.Pages + 1, WireBytes = tally.WireBytes + page.WireBytes, Events = tally.Events + taken };
        progress?.Invoke(tally);
    }

    /// <summary>What it came to. Streams overlap in time, so of them all or nothing is complete.</summary>
    public SliceRead Result(bool allRead, bool overflowed) => tally with
    {
        CompleteUpToMs = reader == ReaderKind.Group ? LaneProgress.CompleteUpTo(lanes) : allRead ? slice.EndMs : slice.StartMs,
        Overflowed = overflowed,
    };
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
