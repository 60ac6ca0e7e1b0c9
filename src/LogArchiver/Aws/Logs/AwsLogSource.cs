using Amazon.Runtime;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using static LogArchiver.Aws.Logs.LogsOperations;

namespace LogArchiver.Aws.Logs;

/// <summary>CloudWatch Logs as a log source. Each call is exactly one HTTP request.</summary>
internal sealed class AwsLogSource : ILogSource, IDisposable
{
    /// <summary>Groups or streams in a page (API reference of DescribeLogGroups and DescribeLogStreams).</summary>
    private const int DescribePage = 50;

    /// <summary>Groups in a page (API reference of ListLogGroups).</summary>
    private const int ListPage = 1000;

    /// <summary>Tag filters in a request (API reference of ListLogGroups).</summary>
    private const int MaxTagFilters = 5;

    private readonly LogsTransport transport;
    private readonly LogsArn arns;

    /// <summary>Over a client, which it takes over.</summary>
    internal AwsLogSource(CloudWatchLogsClient client, string region, TimeProvider clock)
    {
        transport = new LogsTransport(client, clock);
        arns = new LogsArn(region);
        Region = region;
    }

    /// <summary>The Region asked.</summary>
    public string Region { get; }

    /// <summary>A source as the environment points at it: credentials, Region, endpoint, proxy. Nothing is sent yet.</summary>
    /// <param name="region">The Region; null for the one that the environment or the profile names.</param>
    /// <param name="clock">The time, for stalled connections.</param>
    /// <param name="refused">Told at each attempt of a custom endpoint where nobody listens; null for nobody.</param>
    /// <exception cref="ServiceFaultException">No Region is known, or its name is impossible.</exception>
    internal static AwsLogSource Connect(string? region, TimeProvider clock, Action<Uri>? refused)
    {
        var config = LogsConnection.Configure(LogsConnection.RegionOf(region));
        return new AwsLogSource(new CloudWatchLogsClient(config) { Refused = refused }, config.Region, clock);
    }

    /// <summary>A source with the credentials given, and an endpoint of one's own.</summary>
    internal static AwsLogSource Connect(string region, AWSCredentials credentials, Uri endpoint, TimeProvider clock)
    {
        var config = LogsConnection.Configure(region);
        config.ServiceURL = endpoint.ToString();
        return new AwsLogSource(new CloudWatchLogsClient(credentials, config), config.Region, clock);
    }

    /// <inheritdoc/>
    public async Task<GroupListing> ListGroupsAsync(string? namePrefix, string? token, CancellationToken cancellationToken)
    {
        // The service takes no empty prefix.
        var prefix = string.IsNullOrEmpty(namePrefix) ? null : namePrefix;
        var request = new DescribeLogGroupsRequest(LogGroupNamePrefix: prefix, NextToken: token, Limit: DescribePage);
        var answer = await DescribeGroupsAsync(request, new LogsSubject(namePrefix, arns.OfGroup("*")), cancellationToken);
        return new GroupListing([.. answer.LogGroups.Select(shape => GroupMapping.Map(shape, isLinked: false))], answer.NextToken);
    }

    /// <inheritdoc/>
    public async Task<LogGroup?> TryFindLinkedGroupAsync(string groupArn, CancellationToken cancellationToken)
    {
        var arn = LogsArn.Plain(groupArn);
        var request = new DescribeLogGroupsRequest(LogGroupIdentifiers: [arn], IncludeLinkedAccounts: true);
        try
        {
            var answer = await DescribeGroupsAsync(request, new LogsSubject(arn, arn), cancellationToken);
            return answer.LogGroups.Select(shape => GroupMapping.Map(shape, isLinked: true)).FirstOrDefault(group => group.Arn == arn);
        }
        catch (ServiceFaultException fault) when (fault.Kind == FaultKind.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<GroupNameListing> ListGroupNamesByTagsAsync(
        IReadOnlyDictionary<string, string> tags, string? token, CancellationToken cancellationToken)
    {
        if (tags.Count > MaxTagFilters)
        {
            throw new ServiceFaultException(
                FaultKind.NotSupported, LogsFaults.Service, ListLogGroups, "TooManyTags", $"ListLogGroups takes at most {MaxTagFilters} tags.");
        }

        // A filter without values is met by any value (API reference of TagFilter).
        TagFilter[] filters = [.. tags.Select(tag => new TagFilter(tag.Key, tag.Value.Length == 0 ? null : [tag.Value]))];
        var call = LogsCall.Of(ListLogGroups, new ListLogGroupsRequest(filters, token, ListPage), LogsJson.Default.ListLogGroupsRequest);
        var answer = await transport.AskAsync(
            call, new LogsSubject(null, arns.OfGroup("*")), LogsJson.Default.ListLogGroupsAnswer, cancellationToken);
        return new GroupNameListing([.. answer.LogGroups.Select(group => group.LogGroupName)], answer.NextToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> ListTagsAsync(LogGroup group, CancellationToken cancellationToken)
    {
        var arn = group.Arn ?? throw new ArgumentException($"The tags of {group.Name} are asked for by ARN, and it has none.", nameof(group));
        var call = LogsCall.Of(
            ListTagsForResource, new ListTagsForResourceRequest(arn), LogsJson.Default.ListTagsForResourceRequest);
        var answer = await transport.AskAsync(
            call, new LogsSubject(group.Name, arn), LogsJson.Default.ListTagsForResourceAnswer, cancellationToken);
        return answer.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task SetRetentionAsync(LogGroup group, int days, CancellationToken cancellationToken)
    {
        // By name alone: the operation knows no identifier, so that a linked account's group is out of its reach (API reference).
        var request = new PutRetentionPolicyRequest(group.Name, days);
        return transport.TellAsync(
            LogsCall.Of(PutRetentionPolicy, request, LogsJson.Default.PutRetentionPolicyRequest),
            new LogsSubject(group.Name, arns.Of(group) + ":*"),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StreamListing> ListStreamsAsync(LogGroup group, string? token, CancellationToken cancellationToken)
    {
        var request = new DescribeLogStreamsRequest(Name(group), Identifier(group), "LogStreamName", token, DescribePage);
        var answer = await transport.AskAsync(
            LogsCall.Of(DescribeLogStreams, request, LogsJson.Default.DescribeLogStreamsRequest),
            new LogsSubject(group.Name, arns.Of(group) + ":*"),
            LogsJson.Default.DescribeLogStreamsAnswer,
            cancellationToken);
        return new StreamListing([.. answer.LogStreams.Select(GroupMapping.Map)], answer.NextToken);
    }

    /// <inheritdoc/>
    public Task<EventPage> ReadStreamAsync(
        LogGroup group, string streamName, TimeWindow window, string? token, CancellationToken cancellationToken)
    {
        // The end is exclusive here, as ours is. Without startFromHead the newest events would come first. No limit: the page
        // is then as large as the service makes it, 1 MB or 10,000 events (API reference of GetLogEvents).
        var request = new GetLogEventsRequest(
            Name(group), Identifier(group), streamName, window.StartMs, window.EndMs, StartFromHead: true, token);
        return transport.AskPageAsync(
            LogsCall.Of(GetLogEvents, request, LogsJson.Default.GetLogEventsRequest),
            new LogsSubject($"{group.Name} {streamName}", arns.Of(group) + ":log-stream:*"),
            endToken: token,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<EventPage> ReadGroupAsync(LogGroup group, TimeWindow window, string? token, CancellationToken cancellationToken)
    {
        // The end is inclusive here, hence the millisecond less. "interleaved" is not sent: the service has ignored it since 2019
        // and always gives one order (API reference of FilterLogEvents); a stand-in that still heeds it gives stream after
        // stream without it, which the sort takes in its stride.
        var request = new FilterLogEventsRequest(Name(group), Identifier(group), window.StartMs, window.EndMs - 1, token);
        return transport.AskPageAsync(
            LogsCall.Of(FilterLogEvents, request, LogsJson.Default.FilterLogEventsRequest),
            new LogsSubject(group.Name, arns.Of(group) + ":log-stream:*"),
            endToken: null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> TryStartExportAsync(ExportOrder order, CancellationToken cancellationToken)
    {
        var request = new CreateExportTaskRequest(
            order.TaskName, order.Group.Name, order.Window.StartMs, order.Window.EndMs, order.Bucket, order.Prefix);
        try
        {
            var answer = await transport.AskAsync(
                LogsCall.Of(CreateExportTask, request, LogsJson.Default.CreateExportTaskRequest),
                new LogsSubject(order.Group.Name, arns.Of(order.Group)),
                LogsJson.Default.CreateExportTaskAnswer,
                cancellationToken);
            return answer.TaskId;
        }
        catch (ServiceFaultException fault) when (fault.Code == LogsFaults.LimitExceeded)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<ExportTaskListing> ListExportsAsync(string? taskId, string? token, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await transport.AskAsync(
                LogsCall.Of(DescribeExportTasks, new DescribeExportTasksRequest(taskId, token), LogsJson.Default.DescribeExportTasksRequest),
                new LogsSubject(taskId, "*"),
                LogsJson.Default.DescribeExportTasksAnswer,
                cancellationToken);
            return new ExportTaskListing([.. answer.ExportTasks.Select(ExportTaskMapping.Map)], answer.NextToken);
        }
        catch (ServiceFaultException fault) when (fault.Kind == FaultKind.NotFound)
        {
            return new ExportTaskListing([], NextToken: null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();

    private Task<DescribeLogGroupsAnswer> DescribeGroupsAsync(
        DescribeLogGroupsRequest request, LogsSubject subject, CancellationToken cancellationToken) =>
        transport.AskAsync(
            LogsCall.Of(DescribeLogGroups, request, LogsJson.Default.DescribeLogGroupsRequest),
            subject,
            LogsJson.Default.DescribeLogGroupsAnswer,
            cancellationToken);

    // A group of another account is named by its ARN, a group of one's own by its name; never both.
    private static string? Name(LogGroup group) => group.IsLinked ? null : group.Name;

    private static string? Identifier(LogGroup group) => group.IsLinked ? group.Arn : null;
}
