using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Estimate;

/// <summary>Reads a few pages here and there, to see how much a day of a group holds.</summary>
internal sealed class VolumeSampler(ILogSource source)
{
    /// <summary>Days looked at in a group: the first, one in the middle and the last.</summary>
    public const int MostDays = 3;

    /// <summary>Places of a day: midnight, eight and sixteen o'clock. A group costs at most 3 × 3 × <see cref="MostPages"/> = 27 requests, and
    /// three where a page holds a day.</summary>
    public const int MostPlaces = 3;

    /// <summary>Pages asked for at a place until one has events: in sparse groups many are empty.</summary>
    public const int MostPages = 3;

    private long pages;

    /// <summary>Pages read so far, of all groups.</summary>
    public long Pages => Interlocked.Read(ref pages);

    /// <summary>Looks at some of the days of a group.</summary>
    /// <exception cref="ServiceFaultException">The service refuses.</exception>
    public async Task<IReadOnlyList<SampledDay>> SampleAsync(
        LogGroup group, IReadOnlyList<PlannedDate> dates, CancellationToken cancellationToken)
    {
        var days = new List<SampledDay>();
        foreach (var date in Spread(dates))
        {
            days.Add(await SampleAsync(group, date.Window, cancellationToken));
        }

        return days;
    }

    /// <summary>The first, the middle and the last; fewer where there are not so many.</summary>
    internal static IEnumerable<PlannedDate> Spread(IReadOnlyList<PlannedDate> dates) =>
        dates.Count <= MostDays ? dates : [dates[0], dates[dates.Count / 2], dates[^1]];

    private async Task<SampledDay> SampleAsync(LogGroup group, TimeWindow day, CancellationToken cancellationToken)
    {
        var stretches = new List<SampledStretch>();
        for (var place = 0; place < MostPlaces; place++)
        {
            var window = day with { StartMs = day.StartMs + ((day.EndMs - day.StartMs) * place / MostPlaces) };
            stretches.Add(await LookAsync(group, window, cancellationToken));
            if (stretches[0].Seen == day)
            {
                break;
            }
        }

        return SampledDay.Of(day, stretches);
    }

    private async Task<SampledStretch> LookAsync(LogGroup group, TimeWindow window, CancellationToken cancellationToken)
    {
        string? token = null;
        for (var asked = 1; ; asked++)
        {
            using var page = await source.ReadGroupAsync(group, window, token, cancellationToken);
            Interlocked.Increment(ref pages);
            var stretch = SampledStretch.Of(window, page);
            token = page.NextToken;
            if (stretch.LengthMs > 0 || asked == MostPages)
            {
                return stretch;
            }
        }
    }
}
