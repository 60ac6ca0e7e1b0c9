using System.IO.Compression;
using System.Text;
using LogArchiver.Discover;
using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Logs;

/// <content>Export tasks.</content>
public abstract partial class LogSourceContract
{
    [ContractFact]
    public async Task An_export_writes_each_stream_s_events_into_files_below_the_prefix()
    {
        var order = await ExportAsync("a/b", "c");
        var id = await Source.TryStartExportAsync(order, CancellationToken.None);
        Assert.NotNull(id);
        world.LetExportsFinish();
        var task = await CompletedAsync(id);
        Assert.Equal((id, order.Prefix), (task.Id, task.Prefix));

        var files = await FilesAsync(order.Prefix);
        Assert.Equal(["a-b", "c"], files.Select(file => file.Key.Split('/')[^2]).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.EndsWith("/000000.gz", file.Key, StringComparison.Ordinal));
        Assert.Equal(["one\ntwo", "three"], files.Select(file => file.Text.TrimEnd('\n')[25..]).Order(StringComparer.Ordinal));
    }

    [ContractFact]
    public async Task An_export_begins_lines_with_the_millisecond()
    {
        var order = await ExportAsync("a", "c");
        var id = await Source.TryStartExportAsync(order, CancellationToken.None);
        world.LetExportsFinish();
        await CompletedAsync(id!);
        var first = DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs + 7);
        Assert.Equal($"{first:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} one\ntwo\n", (await FilesAsync(order.Prefix)).Single(file => file.Key.Contains("/a/", StringComparison.Ordinal)).Text);
    }

    [ContractFact]
    public async Task Of_two_exports_the_second_waits_for_the_first()
    {
        var order = await ExportAsync("a", "c");
        var id = await Source.TryStartExportAsync(order, CancellationToken.None);
        Assert.Null(await Source.TryStartExportAsync(order with { Prefix = order.Prefix + "-2" }, CancellationToken.None));
        Assert.Equal(ExportTaskState.Running, Assert.Single((await Source.ListExportsAsync(id, null, CancellationToken.None)).Tasks).State);
        world.LetExportsFinish();
        await CompletedAsync(id!);
        Assert.NotNull(await Source.TryStartExportAsync(order with { Prefix = order.Prefix + "-2" }, CancellationToken.None));
    }

    [ContractFact]
    public async Task An_export_whose_id_was_not_heard_of_is_found_by_its_prefix()
    {
        var order = await ExportAsync("a", "c");
        var id = await Source.TryStartExportAsync(order, CancellationToken.None);
        var tasks = new List<ExportTask>();
        string? token = null;
        do
        {
            var page = await Source.ListExportsAsync(null, token, CancellationToken.None);
            tasks.AddRange(page.Tasks);
            token = page.NextToken;
        }
        while (token is not null);
        Assert.Equal(id, Assert.Single(tasks, task => task.Prefix == order.Prefix).Id);
    }

    [ContractFact]
    public async Task An_export_task_that_nobody_knows_is_none() =>
        Assert.Empty((await Source.ListExportsAsync("00000000-0000-0000-0000-000000000000", null, CancellationToken.None)).Tasks);

    [ContractFact]
    public async Task An_export_of_a_group_that_is_not_there_is_a_fault_of_kind_not_found()
    {
        var order = await ExportAsync("a", "c");
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => Source.TryStartExportAsync(order with { Group = new LogGroup($"{Prefix}/absent") }, CancellationToken.None));
        Assert.Equal(FaultKind.NotFound, fault.Kind);
    }

    private async Task<ExportOrder> ExportAsync(string first, string second)
    {
        var bucket = await world.PrepareExportsAsync();
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, first);
        await world.CreateStreamAsync(group.Name, second);
        await world.PutAsync(group.Name, first, (day.StartMs + 7, "one\ntwo"));
        await world.PutAsync(group.Name, second, (day.StartMs + 8, "three"));

        // A task must not end before its group was made, and these were made just now.
        var window = day with { EndMs = TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds() };
        return new ExportOrder(group, "contract", window, bucket, $"exports{Prefix}");
    }

    private async Task<ExportTask> CompletedAsync(string id)
    {
        var task = Assert.Single((await Source.ListExportsAsync(id, null, CancellationToken.None)).Tasks);
        Assert.Equal(ExportTaskState.Completed, task.State);
        return task;
    }

    private async Task<List<(string Key, string Text)>> FilesAsync(string prefix)
    {
        var files = new List<(string Key, string Text)>();
        await foreach (var stored in world.Exported.ListAsync(prefix + "/", CancellationToken.None))
        {
            if (stored.Key.EndsWith(".gz", StringComparison.Ordinal))
            {
                await using var content = (await world.Exported.TryOpenAsync(stored.Key, CancellationToken.None))!;
                await using var unpacked = new GZipStream(content, CompressionMode.Decompress);
                using var reader = new StreamReader(unpacked, Encoding.UTF8);
                files.Add((stored.Key, await reader.ReadToEndAsync()));
            }
        }

        return files;
    }
}
