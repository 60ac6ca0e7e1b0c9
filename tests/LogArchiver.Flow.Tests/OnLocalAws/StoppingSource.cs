using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Flow.Tests.OnLocalAws;

/// <summary>A source that asks for the run to end after so many pages, as a deadline would.</summary>
internal sealed class StoppingSource(ILogSource source, int? pages, CancellationTokenSource stop) : ILogSource
{
    private int seen;

    public Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken) =>
        source.ListGroupsAsync(namePrefix, token, cancellationToken);

    public Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken) =>
        source.TryFindLinkedGroupAsync(groupArn, cancellationToken);

    public Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken) =>
        source.ListGroupNamesByTagsAsync(tags, token, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken) =>
        source.ListTagsAsync(group, cancellationToken);

    public Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken) =>
        source.SetRetentionAsync(group, days, cancellationToken);

    public Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken) =>
        source.ListStreamsAsync(group, token, cancellationToken);

    public async Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        Count(await source.ReadStreamAsync(group, streamName, window, token, cancellationToken));

    public async Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        Count(await source.ReadGroupAsync(group, window, token, cancellationToken));

    public Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken) =>
        source.TryStartExportAsync(order, cancellationToken);

    public Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken) =>
        source.ListExportsAsync(taskId, token, cancellationToken);

    private EventPage Count(EventPage page)
    {
        if (Interlocked.Increment(ref seen) == pages)
        {
            stop.Cancel();
        }

        return page;
    }
}
