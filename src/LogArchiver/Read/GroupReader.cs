using System.Threading.Channels;
using LogArchiver.Ports;

namespace LogArchiver.Read;

/// <summary>Reads a day of a whole group at once, page after page.</summary>
internal sealed class GroupReader(ILogSource source)
{
    /// <summary>Reads the day to the end that the service names.</summary>
    public async Task ReadAsync(GroupDay day, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken)
    {
        string? token = null;
        long position = 0;
        do
        {
            var page = await source.ReadGroupAsync(day.Group, day.Window, token, cancellationToken);
            var count = page.Events.Length;
            token = page.NextToken;
            await Handover.SendAsync(pages, new PageInFlow(page, Stream: null, position), cancellationToken);
            position += count;
        }
        while (token is not null);
    }
}
