using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Read;

/// <summary>Reads a day stream by stream, several streams at a time.</summary>
/// <remarks>No stream is left out by its timestamps: they lag, and events may be put with times long past (source: API reference
/// of LogStream and PutLogEvents). Asking is the only proof.</remarks>
internal sealed class StreamsReader(ILogSource source, int streamsAtOnce)
{
    /// <summary>Reads every stream; the first page of their listing has been had already.</summary>
    public Task ReadAsync(GroupDay day, TimeWindow slice, StreamListing first, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            ListAllAsync(day, first, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = streamsAtOnce, CancellationToken = cancellationToken },
            async (stream, token) => await ReadStreamAsync(day, slice, stream.Name, pages, token));

    private async IAsyncEnumerable<LogStream> ListAllAsync(
        GroupDay day, StreamListing first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var listing = first; ; listing = await source.ListStreamsAsync(day.Group, listing.NextToken, cancellationToken))
        {
            foreach (var stream in listing.Streams)
            {
                yield return stream;
            }

            if (listing.NextToken is null)
            {
                yield break;
            }
        }
    }

    private async Task ReadStreamAsync(
        GroupDay day, TimeWindow slice, string stream, ChannelWriter<PageInFlow> pages, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetBytes(stream);
        string? token = null;
        long position = 0;
        do
        {
            var page = await source.ReadStreamAsync(day.Group, stream, slice, token, cancellationToken);
            var count = page.Events.Length;
            token = page.NextToken;
            await Handover.SendAsync(pages, new PageInFlow(page, name, position, Lane: 0), cancellationToken);
            position += count;
        }
        while (token is not null);
    }
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
