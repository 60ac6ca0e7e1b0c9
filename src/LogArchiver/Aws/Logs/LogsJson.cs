using System.Text.Json.Serialization;

namespace LogArchiver.Aws.Logs;

// Requests and small answers of the operations, member for member as the API reference names them. A listing must be there, be
// it empty: an answer without one is no answer, and must not be taken for "none".

internal sealed record DescribeLogGroupsRequest(
    string? LogGroupNamePrefix = null,
    string? NextToken = null,
    int? Limit = null,
    IReadOnlyList<string>? LogGroupIdentifiers = null,
    bool? IncludeLinkedAccounts = null);

internal sealed record DescribeLogGroupsAnswer([property: JsonRequired] IReadOnlyList<LogGroupShape> LogGroups, string? NextToken);

internal sealed record LogGroupShape(
    [property: JsonRequired] string LogGroupName,
    string? Arn,
    string? LogGroupArn,
    string? LogGroupClass,
    int? RetentionInDays,
    long? CreationTime,
    long? StoredBytes,
    string? KmsKeyId);

internal sealed record ListLogGroupsRequest(IReadOnlyList<TagFilter> LogGroupTags, string? NextToken, int Limit);

internal sealed record TagFilter(string Key, IReadOnlyList<string>? Values);

internal sealed record ListLogGroupsAnswer([property: JsonRequired] IReadOnlyList<LogGroupSummary> LogGroups, string? NextToken);

internal sealed record LogGroupSummary([property: JsonRequired] string LogGroupName);

internal sealed record ListTagsForResourceRequest(string ResourceArn);

internal sealed record ListTagsForResourceAnswer(Dictionary<string, string>? Tags);

internal sealed record PutRetentionPolicyRequest(string LogGroupName, int RetentionInDays);

internal sealed record DescribeLogStreamsRequest(
    string? LogGroupName, string? LogGroupIdentifier, string OrderBy, string? NextToken, int Limit);

internal sealed record DescribeLogStreamsAnswer([property: JsonRequired] IReadOnlyList<LogStreamShape> LogStreams, string? NextToken);

internal sealed record LogStreamShape(
    [property: JsonRequired] string LogStreamName, long? FirstEventTimestamp, long? LastEventTimestamp, long? LastIngestionTime, long? CreationTime);

internal sealed record GetLogEventsRequest(
    string? LogGroupName,
    string? LogGroupIdentifier,
    string LogStreamName,
    long StartTime,
    long EndTime,
    bool StartFromHead,
    string? NextToken);

internal sealed record FilterLogEventsRequest(
    string? LogGroupName, string? LogGroupIdentifier, long StartTime, long EndTime, string? NextToken);

internal sealed record CreateExportTaskRequest(
    string TaskName, string LogGroupName, long From, long To, string Destination, string DestinationPrefix);

internal sealed record CreateExportTaskAnswer([property: JsonRequired] string TaskId);

internal sealed record DescribeExportTasksRequest(string? TaskId, string? NextToken);

internal sealed record DescribeExportTasksAnswer([property: JsonRequired] IReadOnlyList<ExportTaskShape> ExportTasks, string? NextToken);

internal sealed record ExportTaskShape(
    [property: JsonRequired] string TaskId, string? DestinationPrefix, [property: JsonRequired] ExportTaskStatusShape Status);

internal sealed record ExportTaskStatusShape([property: JsonRequired] string Code, string? Message);

/// <summary>Reads and writes them without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DescribeLogGroupsRequest))]
[JsonSerializable(typeof(DescribeLogGroupsAnswer))]
[JsonSerializable(typeof(ListLogGroupsRequest))]
[JsonSerializable(typeof(ListLogGroupsAnswer))]
[JsonSerializable(typeof(ListTagsForResourceRequest))]
[JsonSerializable(typeof(ListTagsForResourceAnswer))]
[JsonSerializable(typeof(PutRetentionPolicyRequest))]
[JsonSerializable(typeof(DescribeLogStreamsRequest))]
[JsonSerializable(typeof(DescribeLogStreamsAnswer))]
[JsonSerializable(typeof(GetLogEventsRequest))]
[JsonSerializable(typeof(FilterLogEventsRequest))]
[JsonSerializable(typeof(CreateExportTaskRequest))]
[JsonSerializable(typeof(CreateExportTaskAnswer))]
[JsonSerializable(typeof(DescribeExportTasksRequest))]
[JsonSerializable(typeof(DescribeExportTasksAnswer))]
internal sealed partial class LogsJson : JsonSerializerContext;
