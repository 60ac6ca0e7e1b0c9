using LogArchiver.Ports;

namespace LogArchiver.Aws.Logs;

/// <summary>From what the service says of export tasks to our own words. Pure.</summary>
internal static class ExportTaskMapping
{
    /// <summary>A task of DescribeExportTasks.</summary>
    public static ExportTask Map(ExportTaskShape shape) =>
        new(shape.TaskId, StateOf(shape.Status.Code), shape.DestinationPrefix, string.IsNullOrEmpty(shape.Status.Message) ? null : shape.Status.Message);

    // PENDING, RUNNING and PENDING_CANCEL may still write; and so may, for all we know, a state that we have never heard of.
    private static ExportTaskState StateOf(string code) => code switch
    {
        "COMPLETED" => ExportTaskState.Completed,
        "FAILED" => ExportTaskState.Failed,
        "CANCELLED" => ExportTaskState.Cancelled,
        _ => ExportTaskState.Running,
    };
}
