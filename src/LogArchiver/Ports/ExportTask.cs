using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver.Ports;

/// <summary>What an export task is to do: write a group's events to a bucket, as gzip files of lines, in no order of time.</summary>
/// <param name="Group">The group, of one's own account.</param>
/// <param name="TaskName">A name for people who look at the account's tasks, 1–512 characters.</param>
/// <param name="Window">The stretch asked for. AWS's own texts disagree whether it is of timestamps or of times of arrival, and about its
/// end edge, so whoever asks takes it wide and cuts.</param>
/// <param name="Bucket">The bucket, in the group's Region.</param>
/// <param name="Prefix">What the keys of the files begin with; without a <c>/</c> at its end.</param>
public sealed record ExportOrder(LogGroup Group, string TaskName, TimeWindow Window, string Bucket, string Prefix);

/// <summary>An export task, as the service tells it.</summary>
/// <param name="Id">The service's name for it.</param>
/// <param name="State">How far it is.</param>
/// <param name="Prefix">What the keys of its files begin with; null where the service did not say.</param>
/// <param name="Message">What the service says of the state; null where it says nothing.</param>
public sealed record ExportTask(string Id, ExportTaskState State, string? Prefix, string? Message);

/// <summary>How far an export task is (source: API reference of ExportTaskStatus).</summary>
public enum ExportTaskState
{
    /// <summary>Waiting, at work, or being cancelled: it may still write. Also any state that is not known here.</summary>
    Running,

    /// <summary>Everything has been written.</summary>
    Completed,

    /// <summary>It failed: what it has written is not all.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,
}

/// <summary>A page of export tasks; over when the token is null.</summary>
public sealed record ExportTaskListing(IReadOnlyList<ExportTask> Tasks, string? NextToken);
