using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Ports;

/// <summary>The logs world. Each call is one request to the service: pace, retries and counting are laid around it by
/// <see cref="PacedLogSource"/>, so an implementation makes no second attempt of its own.</summary>
/// <remarks>
/// <para>What every implementation keeps, and the contract suite checks:</para>
/// <para>A listing or a read is over exactly when <c>NextToken</c> is null: an empty page with a token is not the end. Where a
/// service marks the end otherwise (the same token twice, a JSON null), the implementation translates.</para>
/// <para>Windows are half-open. An implementation may return events outside the window (the services disagree about their end
/// edge): callers check each event again. It must not leave out one inside.</para>
/// <para>A page hands over the service's own UTF-8 bytes and belongs to the caller, who disposes of it.</para>
/// <para>Every failure of the service or the network is a <see cref="ServiceFaultException"/>; cancellation alone is
/// <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface ILogSource
{
    /// <summary>One page of the groups whose names begin with <paramref name="namePrefix"/> (null: all), by name.</summary>
    Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken);

    /// <summary>The group behind an ARN of a linked account; null when there is none.</summary>
    Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken);

    /// <summary>One page of the names of the groups that carry all of the tags (an empty value: any value). Throws a
    /// <see cref="ServiceFaultException"/> of kind <see cref="FaultKind.NotSupported"/> where the service knows no such
    /// listing; then the tags are asked for group by group.</summary>
    Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken);

    /// <summary>The tags of one group.</summary>
    Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken);

    /// <summary>Lets a group's events expire after so many days, one of those the service knows; fewer than before, and the service
    /// deletes what is older. Nothing else about a group is ever changed.</summary>
    Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken);

    /// <summary>One page of a group's streams, by name.</summary>
    Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken);

    /// <summary>One page of one stream's events in the window, oldest first. Its events carry no stream name and no id.</summary>
    Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken);

    /// <summary>One page of a whole group's events in the window, oldest first where the service keeps that.</summary>
    Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken);

    /// <summary>Begins an export of a group's events and gives its id; null, and nothing begun, when a task is under way in the account
    /// already, whosever it is: there may be one at a time. Where the answer is lost the task may run all the same; it is
    /// found by its prefix.</summary>
    Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken);

    /// <summary>The export task of that id: none where the service does not know it, or no longer. One page of all tasks, in no
    /// order that is promised, where the id is null.</summary>
    Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken);
}

/// <summary>A page of groups; over when the token is null.</summary>
public sealed record GroupListing(IReadOnlyList<LogGroup> Groups, string? NextToken);

/// <summary>A page of group names; over when the token is null.</summary>
public sealed record GroupNameListing(IReadOnlyList<string> Names, string? NextToken);

/// <summary>A page of streams; over when the token is null.</summary>
public sealed record StreamListing(IReadOnlyList<LogStream> Streams, string? NextToken);
