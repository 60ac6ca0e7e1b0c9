using LogArchiver.Plan;

namespace LogArchiver.Read;

/// <summary>A stream of a group, as DescribeLogStreams tells it.</summary>
/// <param name="Name">1–512 characters, anything but <c>:</c> and <c>*</c>.</param>
/// <param name="FirstEventMs">The oldest event's timestamp; null where the service gives none.</param>
/// <param name="LastEventMs">The newest event's timestamp, usually up to an hour behind; null where the service gives none.</param>
/// <param name="LastIngestionMs">When the newest event arrived, usually up to an hour behind; null where the service gives none.</param>
/// <param name="CreatedMs">When the stream was made; null where the service does not say.</param>
public sealed record LogStream(
    string Name, long? FirstEventMs = null, long? LastEventMs = null, long? LastIngestionMs = null, long? CreatedMs = null)
{
    /// <summary>How old an event may be when it is put (source: API reference of PutLogEvents).</summary>
    public static readonly TimeSpan OldestPut = TimeSpan.FromDays(14);

    /// <summary>How far in the future an event may be when it is put (source: API reference of PutLogEvents).</summary>
    public static readonly TimeSpan NewestPut = TimeSpan.FromHours(2);

    /// <summary>How long we give what a listing says of a stream to become true: it is behind by an hour as a rule, and rarely by
    /// more (source: API reference of LogStream).</summary>
    public static readonly TimeSpan ListingBehind = TimeSpan.FromDays(1);

    /// <summary>Whether the stream surely holds no event of the window. Pure.</summary>
    /// <remarks>
    /// <para>A stream made more than two weeks after the window's end is too young: what is put into it may be two weeks old at most.
    /// When a stream was made never changes.</para>
    /// <para>A stream whose last event arrived more than two hours before the window began is too old. What the listing says of that is
    /// behind, so it is believed only once nothing can have arrived for the window for a day.</para>
    /// <para>Neither holds for events that a service imported into the past; so the oldest and newest timestamps, where there are
    /// any, must agree.</para>
    /// </remarks>
    /// <param name="window">The day, or a slice of it.</param>
    /// <param name="now">The time.</param>
    public bool CannotHold(TimeWindow window, DateTimeOffset now)
    {
        var tooYoung = CreatedMs >= window.EndMs + Ms(OldestPut) && (FirstEventMs ?? long.MaxValue) >= window.EndMs;
        var listingHolds = now.ToUnixTimeMilliseconds() >= window.EndMs + Ms(OldestPut) + Ms(ListingBehind);
        var tooOld = listingHolds && LastIngestionMs < window.StartMs - Ms(NewestPut) && LastEventMs < window.StartMs;
        return tooYoung || tooOld;
    }

    private static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;
}
