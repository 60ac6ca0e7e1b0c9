using System.Threading.Channels;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Read;

/// <summary>Reads a stretch of a whole group, in one lane or in several that adjoin each other, each page after page.</summary>
internal sealed class GroupReader(ILogSource source)
{
    // Positions are compared among events of one stream and one instant, and so of one lane; the lanes are kept apart all the same.
    private const long PositionsOfALane = 1L << 40;

    /// <summary>Reads every lane to the end that the service names.</summary>
    /// <param name="day">The day.</param>
    /// <param name="lanes">The lanes, by time.</param>
    /// <param name="probe">When a lane is left before its end; null to read to the end.</param>
    /// <param name="pages">Takes the pages.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public Task ReadAsync(
        GroupDay day, IReadOnlyList<TimeWindow> lanes, Probe? probe, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken) =>
        Task.WhenAll(lanes.Select((lane, number) => ReadLaneAsync(day, lane, number, probe, pages, cancellationToken)));

    private async Task ReadLaneAsync(
        GroupDay day, TimeWindow lane, int number, Probe? probe, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken)
    {
        string? token = null;
        var position = number * PositionsOfALane;
        var (withEvents, empty) = (0, 0);
        do
        {
            var page = await source.ReadGroupAsync(day.Group, lane, token, cancellationToken);
            var count = page.Events.Length;
            var gotAnywhere = count > 0 && page.Events[^1].Timestamp > lane.StartMs;
            withEvents += count > 0 ? 1 : 0;
            empty += count > 0 ? 0 : 1;
            token = page.NextToken;
            await Handover.SendAsync(pages, new PageInFlow(page, Stream: null, position, number), cancellationToken);
            position += count;
            if ((gotAnywhere && withEvents >= probe?.Pages) || (withEvents == 0 && empty >= probe?.EmptyPages))
            {
                return;
            }
        }
        while (token is not null);
    }
}

/// <summary>How far the group reader goes to see how dense a day is.</summary>
/// <param name="Pages">Pages with events, the last of which has left the lane's first millisecond.</param>
/// <param name="EmptyPages">Pages without any, before the first that has some: they tell nothing, not even how far they got.</param>
internal sealed record Probe(int Pages, int EmptyPages);
