using System.Collections.Concurrent;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Retain;

namespace LogArchiver.Testing.Logs;

/// <summary>A logs world in memory, filled by the call: <c>new MemoryLogSource().Group("g").Put("s", 1, 2, "text")</c>. Its answers
/// are the service's JSON, so pages go through the real parser; its traps (small, empty and leaking pages, faults) are settings.</summary>
public sealed class MemoryLogSource : ILogSource
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, MemoryGroup> groups = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> requests = new();
    private MemoryGroup? current;
    private long puts;

    /// <summary>Most events in a page; the service's own limit to begin with.</summary>
    public int PageEvents { get; init; } = 10_000;

    /// <summary>Most bytes of messages in a page, 26 added for each event; a page always holds at least one event.</summary>
    public int PageBytes { get; init; } = 1_048_576;

    /// <summary>Groups and streams in a page of a listing.</summary>
    public int ListingPage { get; init; } = 50;

    /// <summary>Empty pages with a token that come before each page with events, and before the end.</summary>
    public int EmptyPages { get; init; }

    /// <summary>Whether reads also give the events at the window's end, as FilterLogEvents does when asked carelessly.</summary>
    public bool LeaksAtEnd { get; init; }

    /// <summary>The export tasks.</summary>
    public MemoryExports Exports { get; } = new();

    /// <summary>Whether groups can be listed by their tags.</summary>
    public bool ListsByTags { get; init; } = true;

    /// <summary>Asked before each request with its line in <see cref="Requests"/>; throws what the request should fail with.</summary>
    public Action<string>? OnRequest { get; set; }

    /// <summary>Awaited before each request is answered, after <see cref="OnRequest"/>, with the request's token: holds an answer back.</summary>
    public Func<string, CancellationToken, Task>? BeforeAnswer { get; set; }

    /// <summary>Every request so far, in order, such as <c>GetLogEvents /app/api web-1</c>.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Makes a group, if it is not there yet; what is put next goes into it.</summary>
    public MemoryLogSource Group(string name) => Group(new LogGroup(name));

    /// <summary>Makes a group with its attributes, or gives an existing one new attributes.</summary>
    public MemoryLogSource Group(LogGroup group)
    {
        lock (gate)
        {
            if (!groups.TryGetValue(group.Name, out current))
            {
                groups.Add(group.Name, current = new MemoryGroup(group));
            }

            current.Group = group;
            return this;
        }
    }

    /// <summary>Deletes a group: what is asked of it then is answered with ResourceNotFoundException.</summary>
    public void Remove(string name)
    {
        lock (gate)
        {
            groups.Remove(name);
        }
    }

    /// <summary>Tags the group made last.</summary>
    public MemoryLogSource Tag(string key, string value)
    {
        lock (gate)
        {
            Current.Tags[key] = value;
            return this;
        }
    }

    /// <summary>Makes a stream without events in the group made last.</summary>
    public MemoryLogSource Stream(string name)
    {
        lock (gate)
        {
            Current.Stream(name);
            return this;
        }
    }

    /// <summary>Puts an event into a stream of the group made last.</summary>
    public MemoryLogSource Put(string stream, long timestampMs, long ingestionMs, string message) =>
        PutJson(stream, timestampMs, ingestionMs, WireJson.Escape(message));

    /// <summary>Puts an event whose message is given as the service would write it between the quotes, escapes and all.</summary>
    public MemoryLogSource PutJson(string stream, long timestampMs, long ingestionMs, string escapedMessage)
    {
        lock (gate)
        {
            Current.Stream(stream).Add(new MemoryEvent(stream, timestampMs, ingestionMs, escapedMessage, ++puts));
            return this;
        }
    }

    public Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken) =>
        AnswerAsync($"DescribeLogGroups {namePrefix}".TrimEnd(), cancellationToken, () =>
        {
            var (found, next) = Cut(
                groups.Values.Select(group => group.Group)
                    .Where(group => !group.IsLinked && group.Name.StartsWith(namePrefix ?? "", StringComparison.Ordinal)),
                token);
            return new GroupListing(found, next);
        });

    public Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken) =>
        AnswerAsync($"DescribeLogGroups {groupArn}", cancellationToken, () =>
            groups.Values.Select(group => group.Group).FirstOrDefault(group => group.IsLinked && group.Arn == groupArn));

    public Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken) =>
        AnswerAsync("ListLogGroups", cancellationToken, () =>
        {
            if (!ListsByTags)
            {
                throw Fault(FaultKind.NotSupported, "ListLogGroups", "UnknownOperationException", "This world knows no ListLogGroups.");
            }

            var (found, next) = Cut(
                groups.Values.Where(group => group.Carries(tags)).Select(group => group.Group.Name), token);
            return new GroupNameListing(found, next);
        });

    public Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyDictionary<string, string>>($"ListTagsForResource {group.Name}", cancellationToken, () =>
            new Dictionary<string, string>(Find(group, "ListTagsForResource").Tags, StringComparer.Ordinal));

    public Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken) =>
        AnswerAsync($"PutRetentionPolicy {group.Name} {days}", cancellationToken, () =>
        {
            var found = Find(group, "PutRetentionPolicy");
            if (!RetentionDays.Known.Contains(days))
            {
                throw Fault(FaultKind.Permanent, "PutRetentionPolicy", "InvalidParameterException", $"{days} is no retention.");
            }

            return found.Group = found.Group with { RetentionDays = days };
        });

    public Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken) =>
        AnswerAsync($"DescribeLogStreams {group.Name}", cancellationToken, () =>
        {
            var (found, next) = Cut(
                Find(group, "DescribeLogStreams").Streams.Select(stream => MemoryGroup.Describe(stream.Key, stream.Value)), token);
            return new StreamListing(found, next);
        });

    public Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        AnswerAsync($"GetLogEvents {group.Name} {streamName}", cancellationToken, () =>
        {
            var events = Readable(group, "GetLogEvents").Streams.GetValueOrDefault(streamName)
                ?? throw Fault(FaultKind.NotFound, "GetLogEvents", "ResourceNotFoundException", "The specified log stream does not exist.");
            return Pager(window).OfStream(events, token);
        });

    public Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken) =>
        AnswerAsync($"FilterLogEvents {group.Name}", cancellationToken, () =>
            Pager(window).OfGroup(Readable(group, "FilterLogEvents").Streams.Values.SelectMany(events => events), token));

    public Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken) =>
        AnswerAsync($"CreateExportTask {order.Group.Name}", cancellationToken, () =>
        {
            Find(order.Group, "CreateExportTask");
            return Exports.TryStart(order, () => Fault(
                FaultKind.Permanent, "CreateExportTask", "InvalidParameterException", "PutObject call on the given bucket failed."));
        });

    public Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken) =>
        AnswerAsync($"DescribeExportTasks {taskId}".TrimEnd(), cancellationToken, () =>
            Exports.List(taskId, token, order => Find(order.Group, "DescribeExportTasks")));

    private MemoryGroup Current => current ?? throw new InvalidOperationException("Make a group first.");

    private MemoryPager Pager(TimeWindow window) =>
        new(LeaksAtEnd ? window with { EndMs = window.EndMs + 1 } : window, PageEvents, PageBytes, EmptyPages);

#pragma warning disable CA1068 // The answer comes last, so that it reads as the body of the call.
    private async Task<T> AnswerAsync<T>(string request, CancellationToken cancellationToken, Func<T> answer)
#pragma warning restore CA1068
    {
        cancellationToken.ThrowIfCancellationRequested();
        requests.Enqueue(request);
        // Yielding lets a test see whether its subject really keeps several requests in flight.
        await Task.Yield();
        OnRequest?.Invoke(request);
        if (BeforeAnswer is { } hold)
        {
            await hold(request, cancellationToken);
        }

        lock (gate)
        {
            return answer();
        }
    }

    private (IReadOnlyList<T> Found, string? Next) Cut<T>(IEnumerable<T> all, string? token)
    {
        var skip = token is null ? 0 : int.Parse(token);
        var rest = all.Skip(skip).Take(ListingPage + 1).ToList();
        return rest.Count > ListingPage
            ? (rest[..ListingPage], (skip + ListingPage).ToString())
            : (rest, null);
    }

    private MemoryGroup Find(LogGroup group, string operation) =>
        groups.GetValueOrDefault(group.Name)
        ?? throw Fault(FaultKind.NotFound, operation, "ResourceNotFoundException", "The specified log group does not exist.");

    private MemoryGroup Readable(LogGroup group, string operation)
    {
        var found = Find(group, operation);
        return found.Group.Class == LogGroupClass.Standard
            ? found
            : throw Fault(FaultKind.Permanent, operation, "InvalidParameterException", "The log class of the group refuses this operation.");
    }

    private static ServiceFaultException Fault(FaultKind kind, string operation, string code, string message) =>
        new(kind, "CloudWatch Logs", operation, code, message);
}
