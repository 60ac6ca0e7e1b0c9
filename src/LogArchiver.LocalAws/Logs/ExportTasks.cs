using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Export tasks: one at a time in the account, pending for half of their time, then running, then completed with all their files.</summary>
internal sealed class ExportTasks(GroupCatalog groups, LocalAwsOptions options, IExportBucket bucket)
{
    private const int MostOnPage = 50;

    private readonly Lock gate = new();
    private readonly List<LocalExport> tasks = [];

    public byte[] CreateExportTask(LogsRequest request)
    {
        var group = groups.OfName(request.Name("logGroupName") ?? throw LogsRequest.Missing("logGroupName"));
        var task = new LocalExport(Guid.NewGuid().ToString(), group, groups.Now)
        {
            Name = request.Name("taskName"),
            From = request.Time("from") ?? throw LogsRequest.Missing("from"),
            To = request.Time("to") ?? throw LogsRequest.Missing("to"),
            Bucket = request.Name("destination") ?? throw LogsRequest.Missing("destination"),
            Prefix = request.Text("destinationPrefix") ?? "exportedlogs",
        };
        Check(task);
        lock (gate)
        {
            tasks.ForEach(Advance);
            if (tasks.Exists(other => other.IsUnderWay))
            {
                throw new LogsException(400, "LimitExceededException", "Resource limit exceeded.");
            }

            // Where the service tries whether it may write is not documented; listings that people show have it below the prefix.
            bucket.Write(task.Bucket, $"{task.Prefix}/aws-logs-write-test", "Permission Check Successful"u8.ToArray());
            tasks.Add(task);
        }

        return LogsAnswer.Of(writer => writer.WriteString("taskId", task.Id));
    }

    public byte[] DescribeExportTasks(LogsRequest request)
    {
        var (id, status) = (request.Text("taskId"), request.Text("statusCode"));
        var limit = request.Limit(MostOnPage, MostOnPage);
        var after = ListToken.Parse(request.Text("nextToken"), "exports", groups.NowMs);
        lock (gate)
        {
            tasks.ForEach(Advance);
            if (id is not null && !tasks.Exists(task => task.Id == id))
            {
                throw new LogsException(400, "ResourceNotFoundException", "The specified export task does not exist.");
            }

            var chosen = tasks.Where(task => (id is null || task.Id == id) && (status is null || task.Code == status))
                .OrderBy(task => task.Id, StringComparer.Ordinal);
            var page = ListPage.Take(chosen, task => task.Id, after, limit);
            return LogsAnswer.Of(writer =>
            {
                writer.WriteStartArray("exportTasks");
                page.Items.ForEach(task => Write(writer, task));
                writer.WriteEndArray();
                page.WriteToken(writer, "exports", groups.NowMs);
            });
        }
    }

    public void CancelExportTask(LogsRequest request)
    {
        var id = request.Text("taskId") ?? throw LogsRequest.Missing("taskId");
        lock (gate)
        {
            tasks.ForEach(Advance);
            var task = tasks.Find(task => task.Id == id)
                ?? throw new LogsException(400, "ResourceNotFoundException", "The specified export task does not exist.");
            task.Code = task.IsUnderWay
                ? "CANCELLED"
                : throw new LogsException(400, "InvalidOperationException", "The specified task is not in a state that can be cancelled.");
        }
    }

    private void Check(LocalExport task)
    {
        if (task.Group.Class == LocalGroupClass.Delivery)
        {
            throw new LogsException(400, "InvalidOperationException", "Export is not supported for the log class DELIVERY.");
        }

        if (task.To < task.From || task.To < task.Group.Created)
        {
            throw LogsException.InvalidParameter("The specified time range is not valid: its end lies before its start, or before the log group was made.");
        }

        if (!bucket.Exists(task.Bucket))
        {
            throw LogsException.InvalidParameter("The given bucket does not exist. Please make sure the bucket is valid.");
        }
    }

    private void Advance(LocalExport task)
    {
        var age = groups.Now - task.Created;
        if (!task.IsUnderWay || age < options.ExportTime / 2)
        {
            return;
        }

        if (age < options.ExportTime)
        {
            task.Code = "RUNNING";
            return;
        }

        new ExportWriter(bucket, options.ExportFileEvents).Write(task, groups.Now);
        (task.Code, task.Completed) = ("COMPLETED", groups.NowMs);
    }

    private static void Write(Utf8JsonWriter writer, LocalExport task)
    {
        writer.WriteStartObject();
        writer.WriteString("taskId", task.Id);
        if (task.Name is not null)
        {
            writer.WriteString("taskName", task.Name);
        }

        writer.WriteString("logGroupName", task.Group.Name);
        writer.WriteNumber("from", task.From);
        writer.WriteNumber("to", task.To);
        writer.WriteString("destination", task.Bucket);
        writer.WriteString("destinationPrefix", task.Prefix);
        writer.WriteStartObject("status");
        writer.WriteString("code", task.Code);
        writer.WriteEndObject();
        writer.WriteStartObject("executionInfo");
        writer.WriteNumber("creationTime", task.Created.ToUnixTimeMilliseconds());
        if (task.Completed is { } completed)
        {
            writer.WriteNumber("completionTime", completed);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>An export task.</summary>
internal sealed class LocalExport(string id, LocalGroup group, DateTimeOffset created)
{
    public string Id => id;

    public LocalGroup Group => group;

    public DateTimeOffset Created => created;

    public string? Name { get; init; }

    /// <summary>Milliseconds since the Unix epoch; both inclusive.</summary>
    public required long From { get; init; }

    /// <inheritdoc cref="From"/>
    public required long To { get; init; }

    public required string Bucket { get; init; }

    public required string Prefix { get; init; }

    /// <summary>The wire's word for its state.</summary>
    public string Code { get; set; } = "PENDING";

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long? Completed { get; set; }

    public bool IsUnderWay => Code is "PENDING" or "RUNNING";
}

/// <summary>What export tasks need of S3.</summary>
internal interface IExportBucket
{
    /// <summary>Whether there is such a bucket.</summary>
    bool Exists(string bucket);

    /// <summary>Writes an object, over whatever is there.</summary>
    void Write(string bucket, string key, byte[] content);
}
