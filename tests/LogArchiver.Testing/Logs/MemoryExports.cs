using System.IO.Compression;
using System.Text;
using LogArchiver.Ports;

namespace LogArchiver.Testing.Logs;

/// <summary>The export tasks of a logs world in memory: one at a time, finished after so many looks, files in no order of time.</summary>
public sealed class MemoryExports
{
    private readonly List<Task> tasks = [];

    /// <summary>The bucket that files are written to; null refuses every task, as a bucket does that has no policy for it.</summary>
    public MemoryArchiveStore? Store { get; set; }

    /// <summary>How often a task is described as running before it is completed.</summary>
    public int Looks { get; set; } = 1;

    /// <summary>Most events in a file.</summary>
    public int FileEvents { get; set; } = 3;

    /// <summary>Whether somebody else's task is running.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Tasks in a page of a listing.</summary>
    public int ListingPage { get; set; } = 2;

    /// <summary>What the next tasks fail with, when they would be completed.</summary>
    public Queue<string> Failures { get; } = new();

    /// <summary>What was asked for so far, refusals left out.</summary>
    public IReadOnlyList<ExportOrder> Orders => [.. tasks.Select(task => task.Order)];

    /// <summary>Forgets every task, as the service does in time.</summary>
    public void Forget() => tasks.Clear();

    /// <summary>Cancels the task that is running.</summary>
    public void Cancel() => tasks.Single(task => task.State == ExportTaskState.Running).State = ExportTaskState.Cancelled;

    /// <summary>Lets the time pass that the running task takes: the next look finds it completed.</summary>
    public void LetPass() => tasks.ForEach(task => task.LooksLeft = 0);

    internal string? TryStart(ExportOrder order, Func<ServiceFaultException> refused)
    {
        if (Store is null)
        {
            throw refused();
        }

        if (IsBusy || tasks.Exists(task => task.State == ExportTaskState.Running))
        {
            return null;
        }

        Store.Write($"{order.Prefix}/aws-logs-write-test", "Permission Check Successful"u8.ToArray());
        tasks.Add(new Task(order, $"task-{tasks.Count + 1}") { LooksLeft = Looks });
        return tasks[^1].Id;
    }

    internal ExportTaskListing List(string? id, string? token, Func<ExportOrder, MemoryGroup> groupOf)
    {
        var asked = tasks.Where(task => id is null || task.Id == id).ToList();
        foreach (var task in asked.Where(task => task.State == ExportTaskState.Running && task.LooksLeft-- == 0))
        {
            Finish(task, groupOf(task.Order));
        }

        var skip = token is null ? 0 : int.Parse(token);
        var page = asked.Skip(skip).Take(ListingPage).Select(task => new ExportTask(task.Id, task.State, task.Order.Prefix, task.Message));
        return new ExportTaskListing([.. page], skip + ListingPage < asked.Count ? $"{skip + ListingPage}" : null);
    }

    private void Finish(Task task, MemoryGroup group)
    {
        foreach (var (stream, events) in group.Streams)
        {
            // Each file begins with what came last, so that neither the files nor what is in them is in order.
            var inside = events.Where(put => task.Order.Window.Contains(put.TimestampMs)).Reverse().Chunk(FileEvents).ToArray();
            for (var number = 0; number < inside.Length; number++)
            {
                var key = $"{task.Order.Prefix}/{task.Id}/{stream.Replace('/', '-')}/{number:D6}.gz";
                Store!.Write(key, Pack(string.Concat(inside[number].Select(Line))));
            }
        }

        (task.State, task.Message) = Failures.TryDequeue(out var failure)
            ? (ExportTaskState.Failed, failure)
            : (ExportTaskState.Completed, "Completed successfully");
    }

    private static string Line(MemoryEvent put) =>
        $"{DateTimeOffset.FromUnixTimeMilliseconds(put.TimestampMs):yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {WireJson.Unescape(put.EscapedMessage)}\n";

    private static byte[] Pack(string lines)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(lines));
        }

        return packed.ToArray();
    }

    private sealed class Task(ExportOrder order, string id)
    {
        public ExportOrder Order => order;

        public string Id => id;

        public int LooksLeft { get; set; }

        public ExportTaskState State { get; set; } = ExportTaskState.Running;

        public string? Message { get; set; }
    }
}
