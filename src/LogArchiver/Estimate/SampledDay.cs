using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Estimate;

/// <summary>What a few pages tell of a day: the whole of it where one page held it, otherwise how dense it is around a few places.</summary>
internal sealed record SampledDay
{
    /// <summary>Whether anything was learned.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>Events of the day.</summary>
    public required double Events { get; init; }

    /// <summary>Bytes of their messages.</summary>
    public required double MessageBytes { get; init; }

    /// <summary>The day, from stretches of it that were seen. Pure.</summary>
    /// <param name="day">The day.</param>
    /// <param name="stretches">What was seen; each begins somewhere in the day and ends with its last event, or with the day.</param>
    public static SampledDay Of(TimeWindow day, IEnumerable<SampledStretch> stretches)
    {
        var seen = stretches.Where(stretch => stretch.Seen.EndMs > stretch.Seen.StartMs).ToArray();
        if (seen.Length == 0)
        {
            return new SampledDay { IsKnown = false, Events = 0, MessageBytes = 0 };
        }

        // One that saw the whole day needs no other. Otherwise each place counts alike, however long its page lasted: a page of a quiet hour
        // covers more time, and would outweigh the busy ones.
        var all = seen.FirstOrDefault(stretch => stretch.Seen == day);
        var length = (double)(day.EndMs - day.StartMs);
        return new SampledDay
        {
            IsKnown = true,
            Events = all is not null ? all.Events : seen.Average(stretch => stretch.Events * length / stretch.LengthMs),
            MessageBytes = all is not null ? all.MessageBytes : seen.Average(stretch => stretch.MessageBytes * length / stretch.LengthMs),
        };
    }
}

/// <summary>A stretch of time whose events are all known.</summary>
/// <param name="Seen">The stretch.</param>
/// <param name="Events">Its events.</param>
/// <param name="MessageBytes">Bytes of their messages, escapes as they are on the wire.</param>
internal sealed record SampledStretch(TimeWindow Seen, long Events, long MessageBytes)
{
    /// <summary>Its length.</summary>
    public long LengthMs => Seen.EndMs - Seen.StartMs;

    /// <summary>What a page tells: up to the window's end where it is the last, otherwise up to its last event.</summary>
    /// <param name="window">What was asked for.</param>
    /// <param name="page">The page.</param>
    public static SampledStretch Of(TimeWindow window, EventPage page)
    {
        var (events, bytes, last) = (0L, 0L, window.StartMs);
        foreach (ref readonly var slot in page.Events)
        {
            if (window.Contains(slot.Timestamp))
            {
                events++;
                bytes += slot.Message.Length;
                last = Math.Max(last, slot.Timestamp);
            }
        }

        // A page that goes on may have been cut within a millisecond, so that one is not over; a page of one millisecond still took one.
        var end = page.NextToken is null ? window.EndMs : events == 0 ? window.StartMs : Math.Max(last, window.StartMs + 1);
        return new SampledStretch(new TimeWindow(window.StartMs, end), events, bytes);
    }
}
