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
    /// <param name="mostPages">Pages with events after which a lane is left, once it has got anywhere; null to read to the end.</param>
    /// <param name="pages">Takes the pages.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public Task ReadAsync(
        GroupDay day, IReadOnlyList<TimeWindow> lanes, int? mostPages, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken) =>
        Task.WhenAll(lanes.Select((lane, number) => ReadLaneAsync(day, lane, number, mostPages, pages, cancellationToken)));

    private async Task ReadLaneAsync(
        GroupDay day, TimeWindow lane, int number, int? mostPages, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken)
    {
        string? token = null;
        var position = number * PositionsOfALane;
        var withEvents = 0;
        do
        {
            var page = await source.ReadGroupAsync(day.Group, lane, token, cancellationToken);
            var count = page.Events.Length;
            var gotAnywhere = count > 0 && page.Events[^1].Timestamp > lane.StartMs;
            withEvents += count > 0 ? 1 : 0;
            token = page.NextToken;
            await Handover.SendAsync(pages, new PageInFlow(page, Stream: null, position, number), cancellationToken);
            position += count;
            if (gotAnywhere && withEvents >= mostPages)
            {
                return;
            }
        }
        while (token is not null);
    }
}
