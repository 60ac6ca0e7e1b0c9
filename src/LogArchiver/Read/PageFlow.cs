using System.Threading.Channels;

namespace LogArchiver.Read;

/// <summary>A page on its way from a reader to the sorter.</summary>
/// <param name="Page">The page; whoever takes it disposes of it.</param>
/// <param name="Stream">The stream's name, UTF-8; null where each event of the page names its own.</param>
/// <param name="FirstPosition">The place of the page's first event among those read before it.</param>
/// <param name="Lane">The number of the lane it belongs to: a stretch of the slice, or a stream of it.</param>
internal sealed record PageInFlow(EventPage Page, byte[]? Stream, long FirstPosition, int Lane);

/// <summary>The pages between the readers and the sorter: a bounded channel, so that readers wait where the sorter is slower.</summary>
internal sealed class PageFlow(int pagesWaiting)
{
    private readonly Channel<PageInFlow> channel = Channel.CreateBounded<PageInFlow>(
        new BoundedChannelOptions(pagesWaiting) { SingleReader = true });

    public ChannelWriter<PageInFlow> Entry => channel.Writer;

    /// <summary>Runs the reading, hands every page to <paramref name="take"/>, and ends when both have: with the reading's fault
    /// or cancellation, after the pages read until then have been taken. Pages left over by a failure to take are given back.</summary>
    /// <param name="read">Reads pages into the channel.</param>
    /// <param name="take">Takes them, one at a time.</param>
    /// <param name="stopReading">Ends the reading.</param>
    /// <param name="stopNow">Ends the taking as well.</param>
    public async Task RunAsync(
        Func<ChannelWriter<PageInFlow>, CancellationToken, Task> read, Action<PageInFlow> take, CancellationToken stopReading, CancellationToken stopNow)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopReading, stopNow);
        var reading = ReadToEndAsync(read, either.Token);
        try
        {
            await foreach (var next in channel.Reader.ReadAllAsync(stopNow))
            {
                using (next.Page)
                {
                    take(next);
                }
            }
        }
        finally
        {
            // Where the taking failed, the readers are waiting for room that will not come.
            await either.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (channel.Reader.TryRead(out var left))
            {
                left.Page.Dispose();
            }
        }

        await reading;
    }

    private async Task ReadToEndAsync(Func<ChannelWriter<PageInFlow>, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            await read(channel.Writer, cancellationToken);
        }
        finally
        {
            channel.Writer.Complete();
        }
    }
}
