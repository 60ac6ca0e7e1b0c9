using System.Text;
using LogArchiver.Pack;
using LogArchiver.Plan;

namespace LogArchiver.Verify;

/// <summary>Counts what differs, and keeps the first events that do.</summary>
/// <param name="window">The day.</param>
/// <param name="retentionStart">The instant before which CloudWatch may have let go of events; null when it keeps them all.</param>
/// <param name="lastIngestedMs">When the last event that the archive has was ingested; what was ingested after came late.</param>
/// <param name="mostEvents">How many events to keep whole.</param>
internal sealed class DifferenceTally(TimeWindow window, DateTimeOffset? retentionStart, long lastIngestedMs, int mostEvents)
{
    /// <summary>Streams told of; those with the most differences.</summary>
    public const int StreamsTold = 20;

    // Streams counted, some 200 bytes each: beyond, all others are counted as one. A day of ephemeral streams has a million of them.
    private const int StreamsCounted = 10_000;
    private const long HourMs = 3_600_000;
    private const string Others = "(other streams)";

    private readonly SortedDictionary<long, (long Source, long Archive)> hours = [];
    private readonly Dictionary<string, (long Source, long Archive)> streams = new(StringComparer.Ordinal);
    private readonly List<EventDifference> events = [];
    private long sourceOnly;
    private long late;
    private long archiveOnly;
    private long expired;

    /// <summary>Whether another event would be kept whole, so that its message is wanted.</summary>
    public bool WantsMessages => events.Count < mostEvents;

    /// <summary>Takes a difference in.</summary>
    /// <param name="side">Which side has the event.</param>
    /// <param name="times">How many times more than the other.</param>
    /// <param name="timestamp">Milliseconds since the Unix epoch.</param>
    /// <param name="ingestionTime">Milliseconds since the Unix epoch.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="message">The message in JSON escapes; null where it was not kept.</param>
    public void Add(EventSide side, int times, long timestamp, long ingestionTime, ReadOnlySpan<byte> stream, byte[]? message)
    {
        var name = Encoding.UTF8.GetString(stream);
        var hour = window.StartMs + ((timestamp - window.StartMs) / HourMs * HourMs);
        hours[hour] = Plus(hours.GetValueOrDefault(hour), side, times);
        var counted = streams.Count < StreamsCounted || streams.ContainsKey(name) ? name : Others;
        streams[counted] = Plus(streams.GetValueOrDefault(counted), side, times);
        if (side == EventSide.Source)
        {
            sourceOnly += times;
            late += ingestionTime > lastIngestedMs ? times : 0;
        }
        else
        {
            archiveOnly += times;
            expired += timestamp < retentionStart?.ToUnixTimeMilliseconds() ? times : 0;
        }

        if (WantsMessages && message is not null)
        {
            events.Add(new EventDifference(side, times, At(timestamp), At(ingestionTime), name, Text(message)));
        }
    }

    /// <summary>What it came to.</summary>
    public SourceComparison Result(long archiveEvents, long sourceEvents)
    {
        return new SourceComparison
        {
            ArchiveEvents = archiveEvents,
            SourceEvents = sourceEvents,
            OnlyInSource = sourceOnly,
            CameLate = late,
            OnlyInArchive = archiveOnly,
            Expired = expired,
            Hours = [.. hours.Select(hour => new CountDifference(Iso(hour.Key), hour.Value.Source, hour.Value.Archive))],
            Streams = [.. streams.OrderByDescending(one => one.Value.Source + one.Value.Archive).ThenBy(one => one.Key, StringComparer.Ordinal)
                .Take(StreamsTold).Select(one => new CountDifference(one.Key, one.Value.Source, one.Value.Archive))],
            StreamsLeftOut = Math.Max(0, streams.Count - StreamsTold),
            Events = events,
            Advice = SourceAdvice.For(sourceOnly, late, archiveOnly, expired),
        };
    }

    private static (long Source, long Archive) Plus((long Source, long Archive) sum, EventSide side, int times) =>
        side == EventSide.Source ? (sum.Source + times, sum.Archive) : (sum.Source, sum.Archive + times);

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static string Iso(long ms) => $"{At(ms):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";

    private static string Text(byte[] message)
    {
        var plain = new byte[message.Length];
        return Encoding.UTF8.GetString(plain, 0, JsonText.Unescape(message, plain));
    }
}
