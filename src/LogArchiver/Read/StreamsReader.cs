using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Read;

/// <summary>Reads a day stream by stream, several streams at a time. Only a stream that cannot hold an event of the day is left out;
/// for all others, asking is the only proof.</summary>
internal sealed class StreamsReader(ILogSource source, int streamsAtOnce, DateTimeOffset now)
{
    /// <summary>Reads every stream; the first page of their listing has been had already.</summary>
    public Task ReadAsync(GroupDay day, TimeWindow slice, StreamListing first, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            ListAllAsync(day, first, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = streamsAtOnce, CancellationToken = cancellationToken },
            async (lane, token) => await ReadStreamAsync(day, slice, lane, pages, token));

    private async IAsyncEnumerable<StreamLane> ListAllAsync(
        GroupDay day, StreamListing first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        for (var listing = first; ; listing = await source.ListStreamsAsync(day.Group, listing.NextToken, cancellationToken))
        {
            foreach (var stream in listing.Streams)
            {
                if (!stream.CannotHold(day.Window, now))
                {
                    yield return new StreamLane(number++, stream.Name);
                }
            }

            if (listing.NextToken is null)
            {
                yield break;
            }
        }
    }

    private async Task ReadStreamAsync(
        GroupDay day, TimeWindow slice, StreamLane lane, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetBytes(lane.Stream);
        string? token = null;
        long position = 0;
        do
        {
            var page = await source.ReadStreamAsync(day.Group, lane.Stream, slice, token, cancellationToken);
            var count = page.Events.Length;
            token = page.NextToken;
            await Handover.SendAsync(pages, new PageInFlow(page, name, position, lane.Number), cancellationToken);
            position += count;
        }
        while (token is not null);
    }

    private readonly record struct StreamLane(int Number, string Stream);
}

/// <summary>Hands a page over, or gives it back when nobody takes it any more.</summary>
internal static class Handover
{
    public static async ValueTask SendAsync(ChannelWriter<PageInFlow> pages, PageInFlow next, CancellationToken cancellationToken)
    {
        try
        {
            // A page that has been read is worth taking even when reading is to end; only waiting for room is cut short.
            if (!pages.TryWrite(next))
            {
                await pages.WriteAsync(next, cancellationToken);
            }
        }
        catch
        {
            next.Page.Dispose();
            throw;
        }
    }
}
