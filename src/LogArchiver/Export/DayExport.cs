using System.Globalization;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Export;

/// <summary>What a step of an export came to.</summary>
/// <param name="Files">What was exported; null while that is not finished.</param>
/// <param name="Reason">What is waited for; null when nothing is.</param>
internal sealed record ExportStep(ExportedFiles? Files, string? Reason);

/// <summary>Takes the export of a day a step further and never waits: how far it is lies in the bucket, and the next invocation goes on.</summary>
/// <remarks>The record is written before the task is asked for and after each answer. What was asked for without an answer is found again by
/// its prefix, which nobody else has. See docs/decisions/0018-export-tasks.md.</remarks>
internal sealed class DayExport(ArchivePlan plan, GroupDay day, ILogSource source, IArchiveStore store, DateTimeOffset now)
{
    /// <summary>Tasks that are begun for a day before it is said to have failed.</summary>
    public const int MostAttempts = 3;

    /// <summary>Pages of the account's tasks that are searched for one whose id is not known: 50 each, so the last 1,000 or so.</summary>
    private const int MostPages = 20;

    private readonly string root = ArchiveLayout.Of(plan).ExportPrefixOf(day.Group, day.Date);
    private readonly ExportRecordStore records = new(store, ArchiveLayout.Of(plan).ExportRecordKeyOf(day.Group, day.Date));

    private string Fingerprint => string.Create(
        CultureInfo.InvariantCulture, $"{day.Group.Arn ?? day.Group.Name} {day.Window.StartMs}-{day.Window.EndMs}");

    /// <summary>Takes it a step further.</summary>
    /// <exception cref="ExportException">So many tasks have come to nothing that it is no use to begin another.</exception>
    public async Task<ExportStep> AdvanceAsync(CancellationToken cancellationToken)
    {
        var record = await records.TryLoadAsync(Fingerprint, cancellationToken);
        return record switch
        {
            null => await BeginAsync(attempts: 0, cause: null, cancellationToken),
            { Files: not null } => await ReadyAsync(record, cancellationToken),
            { TaskId: { } id } => await LookAsync(record, id, cancellationToken),
            { MayBeAsked: true } when await TryFindAsync(record, cancellationToken) is { } found =>
                await LookAsync(await records.SaveAsync(record with { TaskId = found.Id }, cancellationToken), found.Id, cancellationToken),
            _ => await AskAsync(record, cancellationToken),
        };
    }

    /// <summary>The day is sealed: deletes the exported files, then the record.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await ExportedFiles.DeleteAsync(store, root, cancellationToken);
        await records.DeleteAsync(cancellationToken);
    }

    /// <summary>Begins a new task, after what an earlier one may have left has been deleted.</summary>
    private async Task<ExportStep> BeginAsync(int attempts, string? cause, CancellationToken cancellationToken)
    {
        await ExportedFiles.DeleteAsync(store, root, cancellationToken);
        if (attempts >= MostAttempts)
        {
            await records.DeleteAsync(cancellationToken);
            throw new ExportException($"{attempts} export tasks in a row came to nothing. Of the last: {cause}");
        }

        return await AskAsync(
            new ExportRecord
            {
                Version = ExportRecord.CurrentVersion,
                Fingerprint = Fingerprint,
                Prefix = string.Create(CultureInfo.InvariantCulture, $"{root}{now:yyyyMMdd'T'HHmmssfff'Z'}-{attempts + 1}"),
                Attempts = attempts + 1,
                EarlierCause = cause,
            },
            cancellationToken);
    }

    private async Task<ExportStep> AskAsync(ExportRecord record, CancellationToken cancellationToken)
    {
        record = await records.SaveAsync(record with { MayBeAsked = true }, cancellationToken);
        var order = new ExportOrder(
            day.Group,
            string.Create(CultureInfo.InvariantCulture, $"logarchiver {day.Date:yyyy-MM-dd}"),
            ExportTiming.ToAskFor(day.Window, day.Group.Created, now),
            plan.Bucket,
            record.Prefix);
        if (await source.TryStartExportAsync(order, cancellationToken) is { } id)
        {
            await records.SaveAsync(record with { TaskId = id }, cancellationToken);
            return Running(id);
        }

        await records.SaveAsync(record with { MayBeAsked = false }, cancellationToken);
        return new ExportStep(null, "another export task is running in this account, which may have one at a time; the next run asks again");
    }

    private async Task<ExportStep> LookAsync(ExportRecord record, string id, CancellationToken cancellationToken)
    {
        var listing = await source.ListExportsAsync(id, token: null, cancellationToken);
        var task = listing.Tasks.FirstOrDefault(one => one.Id == id);
        switch (task?.State)
        {
            case ExportTaskState.Running:
                return Running(id);
            case ExportTaskState.Completed:
                var files = await ExportedFiles.ListAsync(store, record.Prefix, cancellationToken);
                await records.SaveAsync(record with { Files = files.Count, FileBytes = files.Bytes }, cancellationToken);
                return new ExportStep(files, null);
            default:
                return await BeginAsync(record.Attempts, CauseOf(id, task), cancellationToken);
        }
    }

    /// <summary>The files of a task that was found completed; a new task where they are no longer all there.</summary>
    private async Task<ExportStep> ReadyAsync(ExportRecord record, CancellationToken cancellationToken)
    {
        var files = await ExportedFiles.ListAsync(store, record.Prefix, cancellationToken);
        return files.Count == record.Files && files.Bytes == record.FileBytes
            ? new ExportStep(files, null)
            : await BeginAsync(record.Attempts, $"of {record.Files:N0} exported files {files.Count:N0} were left", cancellationToken);
    }

    private async Task<ExportTask?> TryFindAsync(ExportRecord record, CancellationToken cancellationToken)
    {
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var listing = await source.ListExportsAsync(taskId: null, token, cancellationToken);
            if (listing.Tasks.FirstOrDefault(task => task.Prefix == record.Prefix) is { } found)
            {
                return found;
            }

            token = listing.NextToken;
            if (token is null)
            {
                break;
            }
        }

        return null;
    }

    private static ExportStep Running(string id) => new(null, $"export task {id} is running; the next run goes on when it has finished");

    private static string CauseOf(string id, ExportTask? task) => task switch
    {
        null => $"export task {id} is not known to CloudWatch Logs any more",
        { State: ExportTaskState.Cancelled } => $"export task {id} was cancelled",
        _ => $"export task {id} failed: {task.Message ?? "CloudWatch Logs gives no reason"}",
    };
}
