using System.IO.Compression;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Readback;

namespace LogArchiver.Export;

/// <summary>Reads one stream's exported files, one after another, as pages of events.</summary>
/// <param name="store">The bucket.</param>
/// <param name="files">The files, in their order.</param>
/// <param name="window">The stretch whose events are wanted.</param>
internal sealed class StreamExport(IArchiveStore store, IReadOnlyList<StoredObject> files, TimeWindow window) : IAsyncDisposable
{
    private readonly PageBuilder page = new(window);
    private LineJoiner? joiner;
    private Stream? stored;
    private GZipStream? unpacked;
    private LineReader? lines;
    private int next;

    /// <summary>The next page; the last one has no token.</summary>
    /// <exception cref="ExportException">A file is gone, or is none of an export's.</exception>
    public async Task<EventPage> ReadAsync(string nextToken, CancellationToken cancellationToken)
    {
        joiner ??= new LineJoiner(page.Add);
        while (!page.IsFull)
        {
            if (lines is null && !await TryOpenNextAsync(cancellationToken))
            {
                joiner.End();
                return page.Take(nextToken: null);
            }

            await ReadOnAsync(joiner, cancellationToken);
        }

        return page.Take(nextToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (unpacked is not null)
        {
            await unpacked.DisposeAsync();
        }

        if (stored is not null)
        {
            await stored.DisposeAsync();
        }

        (lines, unpacked, stored) = (null, null, null);
    }

    private async Task<bool> TryOpenNextAsync(CancellationToken cancellationToken)
    {
        if (next == files.Count)
        {
            return false;
        }

        stored = await store.TryOpenAsync(files[next].Key, cancellationToken)
            ?? throw new ExportException($"The exported file {files[next].Key} is gone.");
        unpacked = new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true);
        lines = new LineReader(unpacked);
        next++;
        return true;
    }

    private async Task ReadOnAsync(LineJoiner events, CancellationToken cancellationToken)
    {
        try
        {
            if (!await lines!.FillAsync(cancellationToken))
            {
                await DisposeAsync();
                return;
            }

            while (!page.IsFull && lines.TryTake(out var line))
            {
                events.Add(line.Span);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or LineTooLongException or ExportException)
        {
            throw new ExportException($"The exported file {files[next - 1].Key} cannot be read: {problem.Message}");
        }
    }
}
