using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Estimate;

/// <summary>Which reader a day will get, by the rules of <see cref="ReaderChoice"/>. Pure.</summary>
/// <param name="wanted">The reader that is set.</param>
/// <param name="rates">The quotas of the Region.</param>
/// <param name="limits">How long the group reader looks before it chooses, and up to how many streams are read one by one.</param>
internal sealed class ReaderForecast(ReaderKind wanted, ReaderRates rates, ArchiverLimits limits)
{
    /// <summary>Whether the number of streams decides, or counts.</summary>
    public bool NeedsStreams(DayVolume volume) => wanted switch
    {
        ReaderKind.Group => false,
        ReaderKind.Streams => true,
        _ => BytesAfterProbe(volume) is { } left && ReaderChoice.DependsOnStreams(left, rates),
    };

    /// <summary>The requests of a day.</summary>
    /// <param name="volume">What it holds.</param>
    /// <param name="streams">The streams, where <see cref="NeedsStreams"/>.</param>
    public DayRequests Of(DayVolume volume, StreamCount? streams)
    {
        var known = streams ?? new StreamCount(0, IsAll: false);
        if (wanted == ReaderKind.Streams)
        {
            return OfStreams(0, volume.Pages, known);
        }

        return wanted == ReaderKind.Auto && BytesAfterProbe(volume) is { } left && ReaderChoice.DependsOnStreams(left, rates)
            && ReaderChoice.Choose(left, known.Streams, !known.IsAll, rates, limits.StreamsReaderUpTo) == ReaderKind.Streams
            ? OfStreams(limits.ProbePages, volume.Pages - limits.ProbePages, known)
            : new DayRequests(ReaderKind.Group, volume.Pages, 0, 0);
    }

    // Each stream costs a page that is not full and one more that says that it was the last.
    private static DayRequests OfStreams(double groupPages, double pages, StreamCount known) =>
        new(ReaderKind.Streams, groupPages, pages + (2 * known.Streams), Math.Max(1, Math.Ceiling(known.Streams / (double)StreamCount.OfAListing)));

    private double? BytesAfterProbe(DayVolume volume) => volume.Pages > limits.ProbePages
        ? LineSizes.WireBytes(volume) * (1 - (limits.ProbePages / volume.Pages))
        : null;
}

/// <summary>How many streams a group has.</summary>
/// <param name="Streams">Those on the first page of their listing.</param>
/// <param name="IsAll">Whether there are no more.</param>
public sealed record StreamCount(int Streams, bool IsAll)
{
    /// <summary>Streams on a page of their listing (source: API reference of DescribeLogStreams).</summary>
    public const int OfAListing = 50;
}

/// <summary>Requests for the events of a day.</summary>
/// <param name="Reader">The reader that reads all of it, or most.</param>
/// <param name="GroupPages">FilterLogEvents.</param>
/// <param name="StreamPages">GetLogEvents.</param>
/// <param name="StreamListings">DescribeLogStreams.</param>
public sealed record DayRequests(ReaderKind Reader, double GroupPages, double StreamPages, double StreamListings);
