using System.Buffers;
using System.Text;
using System.Text.Unicode;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Read;
using LogArchiver.Sort;

namespace LogArchiver.Export;

/// <summary>Makes pages of exported events, like those that the read APIs give: of about 1 MB, messages in JSON's escapes.</summary>
/// <param name="window">The stretch whose events are wanted.</param>
internal sealed class PageBuilder(TimeWindow window)
{
    private const int PageBytes = 1 << 20;
    private const int PageEvents = 10_000;

    private ArrayBufferWriter<byte> body = new();
    private List<EventSlot> slots = [];

    /// <summary>Whether there is enough for a page.</summary>
    public bool IsFull => body.WrittenCount >= PageBytes || slots.Count >= PageEvents;

    /// <summary>Takes an event, unless it is outside the window. Nobody knows when it arrived: an export does not say.</summary>
    public void Add(long timestampMs, ReadOnlySpan<byte> message)
    {
        if (!window.Contains(timestampMs))
        {
            return;
        }

        // JSON is UTF-8 throughout; what is not becomes U+FFFD.
        var plain = Utf8.IsValid(message) ? message : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message));
        var start = body.WrittenCount;
        body.Advance(JsonText.Escape(plain, body.GetSpan(JsonText.MostEscapedBytes(plain.Length) + 1)));
        slots.Add(new EventSlot(timestampMs, EventCursor.UnknownTime, new JsonRange(start, body.WrittenCount - start), default, default, IsCanonical: true));
    }

    /// <summary>The page of what was added since the last one.</summary>
    public EventPage Take(string? nextToken)
    {
        var page = new EventPage(body.WrittenSpan.ToArray(), body.WrittenCount, [.. slots], slots.Count, nextToken, pool: null);
        (body, slots) = (new ArrayBufferWriter<byte>(), []);
        return page;
    }
}
