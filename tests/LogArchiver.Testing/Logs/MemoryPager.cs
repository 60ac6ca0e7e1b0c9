using System.Text;
using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Testing.Logs;

/// <summary>Cuts events into pages as the service does, and writes each as the service's JSON.</summary>
internal sealed class MemoryPager(TimeWindow window, int pageEvents, int pageBytes, int emptyPages)
{
    // What PutLogEvents adds to each event when it counts a batch; good enough for a page.
    private const int EventOverhead = 26;

    /// <summary>A page of GetLogEvents: always a token, the same again at the end.</summary>
    public EventPage OfStream(IEnumerable<MemoryEvent> events, string? token)
    {
        var sorted = Sorted(events);
        var place = Place.Read(token, emptyPages);
        var (taken, next) = Take(sorted, place);
        return WireJson.Page(taken, "nextForwardToken", next.ToString(), withStream: false, sentToken: token);
    }

    /// <summary>A page of FilterLogEvents: no token at the end.</summary>
    public EventPage OfGroup(IEnumerable<MemoryEvent> events, string? token)
    {
        var sorted = Sorted(events);
        var place = Place.Read(token, emptyPages);
        var (taken, next) = Take(sorted, place);
        var isEnd = next.Skip == sorted.Count && next.Empties == 0;
        return WireJson.Page(taken, "nextToken", isEnd ? null : next.ToString(), withStream: true, sentToken: token);
    }

    private List<MemoryEvent> Sorted(IEnumerable<MemoryEvent> events) =>
        [.. events.Where(put => window.Contains(put.TimestampMs))
            .OrderBy(put => put.TimestampMs).ThenBy(put => put.IngestionMs).ThenBy(put => put.Put)];

    private (List<MemoryEvent> Taken, Place Next) Take(List<MemoryEvent> sorted, Place place)
    {
        if (place.Empties > 0)
        {
            return ([], place with { Empties = place.Empties - 1 });
        }

        var taken = new List<MemoryEvent>();
        var bytes = 0;
        for (var index = place.Skip; index < sorted.Count && taken.Count < pageEvents; index++)
        {
            bytes += Encoding.UTF8.GetByteCount(sorted[index].EscapedMessage) + EventOverhead;
            if (bytes > pageBytes && taken.Count > 0)
            {
                break;
            }

            taken.Add(sorted[index]);
        }

        return (taken, taken.Count == 0 ? place : new Place(place.Skip + taken.Count, emptyPages));
    }

    /// <summary>What a token stands for: events given already, and empty pages still to come.</summary>
    private sealed record Place(int Skip, int Empties)
    {
        public static Place Read(string? token, int emptyPages)
        {
            if (token is null)
            {
                return new Place(0, emptyPages);
            }

            var parts = token.Split('/');
            return new Place(int.Parse(parts[1]), int.Parse(parts[2]));
        }

        public override string ToString() => $"f/{Skip}/{Empties}";
    }
}
