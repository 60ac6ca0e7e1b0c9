namespace LogArchiver.Aws.Logs;

/// <summary>The operations used, as the API names them.</summary>
internal static class LogsOperations
{
    public const string DescribeLogGroups = nameof(DescribeLogGroups);

    public const string ListLogGroups = nameof(ListLogGroups);

    public const string ListTagsForResource = nameof(ListTagsForResource);

    public const string PutRetentionPolicy = nameof(PutRetentionPolicy);

    public const string DescribeLogStreams = nameof(DescribeLogStreams);

    public const string GetLogEvents = nameof(GetLogEvents);

    public const string FilterLogEvents = nameof(FilterLogEvents);

    public const string CreateExportTask = nameof(CreateExportTask);

    public const string DescribeExportTasks = nameof(DescribeExportTasks);
}
