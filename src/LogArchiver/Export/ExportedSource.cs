using System.Collections.Concurrent;
using System.Globalization;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Export;

/// <summary>A source that reads one group's streams from exported files, and everything else from the source behind it. So an exported
/// day takes the way of any other from here on: slices, pauses, rules and seal.</summary>
/// <remarks>The files of a stream are in no order of time, so each slice of a day reads all of them again: mostly there is one.</remarks>
/// <param name="inner">The source behind.</param>
/// <param name="store">The bucket that holds the files.</param>
/// <param name="files">The files.</param>
internal sealed class ExportedSource(ILogSource inner, IArchiveStore store, ExportedFiles files) : ILogSource, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, StreamExport> open = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken) =>
        Task.FromResult(new StreamListing([.. files.Streams.Keys.Order(StringComparer.Ordinal).Select(name => new LogStream(name))], NextToken: null));

    /// <summary>One page of a stream. Pages can only be asked for in their order; null begins anew.</summary>
    public async Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken)
    {
        if (token is null)
        {
            await CloseAsync(streamName);
            open[streamName] = new StreamExport(store, files.Streams[streamName], window);
        }

        var number = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var page = await open[streamName].ReadAsync((number + 1).ToString(CultureInfo.InvariantCulture), cancellationToken);
        if (page.NextToken is null)
        {
            await CloseAsync(streamName);
        }

        return page;
    }

    /// <inheritdoc/>
    public Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken) =>
        inner.ListGroupsAsync(namePrefix, token, cancellationToken);

    /// <inheritdoc/>
    public Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken) =>
        inner.TryFindLinkedGroupAsync(groupArn, cancellationToken);

    /// <inheritdoc/>
    public Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken) =>
        inner.ListGroupNamesByTagsAsync(tags, token, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken) =>
        inner.ListTagsAsync(group, cancellationToken);

    /// <inheritdoc/>
    public Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        inner.ReadGroupAsync(group, window, token, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken) =>
        inner.TryStartExportAsync(order, cancellationToken);

    /// <inheritdoc/>
    public Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken) =>
        inner.ListExportsAsync(taskId, token, cancellationToken);

    /// <inheritdoc/>
    public Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken) =>
        inner.SetRetentionAsync(group, days, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var stream in open.Keys)
        {
            await CloseAsync(stream);
        }
    }

    private async ValueTask CloseAsync(string streamName)
    {
        if (open.TryRemove(streamName, out var reading))
        {
            await reading.DisposeAsync();
        }
    }
}
