using System.Collections.Concurrent;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Soak.Chaos;

/// <summary>A logs world in which calls fail by chance.</summary>
/// <param name="inner">The world.</param>
/// <param name="life">The attempt that asks.</param>
internal sealed class ChaosSource(ILogSource inner, Life life) : ILogSource
{
    // The token that led to a token: asking with it gives the page before once more.
    private readonly ConcurrentDictionary<string, string?> before = new(StringComparer.Ordinal);

    public Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken) =>
        AskAsync($"DescribeLogGroups {namePrefix} {token}", () => inner.ListGroupsAsync(namePrefix, token, cancellationToken), cancellationToken);

    public Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken) =>
        AskAsync($"DescribeLogGroups {groupArn}", () => inner.TryFindLinkedGroupAsync(groupArn, cancellationToken), cancellationToken);

    public Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken) =>
        AskAsync($"ListLogGroups {token}", () => inner.ListGroupNamesByTagsAsync(tags, token, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken) =>
        AskAsync($"ListTagsForResource {group.Name}", () => inner.ListTagsAsync(group, cancellationToken), cancellationToken);

    public Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken) => AskAsync(
        $"PutRetentionPolicy {group.Name} {days}",
        async () =>
        {
            await inner.SetRetentionAsync(group, days, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken) =>
        AskAsync($"DescribeLogStreams {group.Name} {token}", () => inner.ListStreamsAsync(group, token, cancellationToken), cancellationToken);

    public Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        AskAsync(
            $"GetLogEvents {group.Name} {streamName} {window} {token}",
            () => inner.ReadStreamAsync(group, streamName, window, token, cancellationToken),
            cancellationToken);

    public async Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken)
    {
        var call = $"FilterLogEvents {group.Name} {window} {token}";
        var random = await life.BeginAsync(call, cancellationToken);

        // Only this reader's events carry ids by which a page that comes twice can be told from lines that were logged twice.
        if (token is not null && before.TryGetValue($"{window} {token}", out var earlier) && life.Strikes(random, life.Trouble.RepeatedPage, "repeated page"))
        {
            return await inner.ReadGroupAsync(group, window, earlier, cancellationToken);
        }

        var page = await inner.ReadGroupAsync(group, window, token, cancellationToken);
        if (page.NextToken is { } next)
        {
            before[$"{window} {next}"] = token;
        }

        return page;
    }

    public async Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken)
    {
        var call = $"CreateExportTask {order.Group.Name}";
        var random = await life.BeginAsync(call, cancellationToken);
        var id = await inner.TryStartExportAsync(order, cancellationToken);
        life.Obeyed(random, call);
        return id;
    }

    public Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken) =>
        AskAsync($"DescribeExportTasks {taskId} {token}", () => inner.ListExportsAsync(taskId, token, cancellationToken), cancellationToken);

    private async Task<T> AskAsync<T>(string call, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        await life.BeginAsync(call, cancellationToken);
        return await ask();
    }
}
