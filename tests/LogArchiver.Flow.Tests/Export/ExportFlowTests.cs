using LogArchiver.Outcome;

namespace LogArchiver.Flow.Tests.Export;

/// <summary>Days of groups that only export tasks read, over as many invocations as they take.</summary>
public sealed class ExportFlowTests
{
    private static readonly string[] ArchiveAlone = ["_manifests/group=~app~web/dt=2026-11-19.json", FlowWorld.FileKey];

    [Fact]
    public async Task A_day_is_exported_waited_for_and_sealed_in_order()
    {
        using var world = ExportWorld.World(logs => logs
            .Put("b", FlowWorld.DayStart + 2, 9, "two").Put("b", FlowWorld.DayStart + 4, 9, "four")
            .Put("a", FlowWorld.DayStart + 1, 9, "one").Put("a", FlowWorld.DayStart + 3, 9, "three")
            .Put("a", FlowWorld.DayStart + 5, 9, "five").Put("a", FlowWorld.DayStart + 6, 9, "six").Put("a", FlowWorld.DayStart + 7, 9, "seven"));

        var begun = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Paused, begun.Ending);
        Assert.Equal("export task task-1 is running; the next run goes on when it has finished", begun.Reason);
        Assert.True(begun.WaitsForExport);
        Assert.Equal(Ending.Paused, (await world.RunOneAsync(ExportWorld.On)).Ending);

        var done = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Sealed, done.Ending);
        Assert.Equal(7, done.Events);
        Assert.Equal(["one", "two", "three", "four", "five", "six", "seven"], world.Messages());
        Assert.Equal("export", world.Manifest().Reading.Reader);
        Assert.True(world.Manifest().Merged);
        Assert.Equal(ArchiveAlone, world.Store.Keys);
        Assert.Equal(Ending.AlreadySealed, (await world.RunOneAsync(ExportWorld.On)).Ending);
        Assert.Single(world.Logs.Exports.Orders);
    }

    [Fact]
    public async Task The_line_of_an_exported_event_says_that_nobody_knows_when_it_arrived()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(
            """{"timestamp":"2026-11-19T00:00:00.000Z","ingestionTime":null,"logStream":"s","message":"text"}""" + "\n", world.Text(FlowWorld.FileKey));
        Assert.Equal(Verify.DayVerdict.Right, (await world.VerifyOneAsync("""{"date":"2026-11-19"}""")).Verdict);
    }

    [Fact]
    public async Task The_edges_of_the_day_are_cut_to_the_millisecond()
    {
        using var world = ExportWorld.World(logs => logs
            .Put("s", FlowWorld.DayStart - 1, 9, "before").Put("s", FlowWorld.DayStart, 9, "first")
            .Put("s", FlowWorld.DayEnd - 1, 9, "last").Put("s", FlowWorld.DayEnd, 9, "after"));
        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(["first", "last"], world.Messages());
        Assert.InRange(world.Logs.Exports.Orders[0].Window.StartMs, 0, FlowWorld.DayStart - 7_200_000);
        Assert.True(world.Logs.Exports.Orders[0].Window.EndMs >= FlowWorld.DayEnd + 43_200_000);
    }

    [Fact]
    public async Task Messages_of_several_lines_and_of_strange_characters_come_back_as_they_were()
    {
        string[] messages = ["one\ntwo\n\nfour", "", "ends in a newline\n", "\ttab \"quoted\" \\ back \u0001 é 💡", "2026-11-19 is no time", "cr\r\nlf"];
        using var world = ExportWorld.World(logs =>
        {
            for (var number = 0; number < messages.Length; number++)
            {
                logs.Put("s", FlowWorld.DayStart + number, 9, messages[number]);
            }

            return logs;
        });
        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(messages, world.Messages());
    }

    [Fact]
    public async Task A_stream_is_named_as_the_export_names_it()
    {
        using var world = ExportWorld.World(logs => logs.Put("2026/11/19/[1]x", FlowWorld.DayStart, 9, "text"));
        await ExportWorld.RunToEndAsync(world);
        Assert.Contains("\"logStream\":\"2026-11-19-[1]x\"", world.Text(FlowWorld.FileKey), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_somebody_else_is_waited_for_and_is_no_failure()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        world.Logs.Exports.IsBusy = true;
        var waiting = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Paused, waiting.Ending);
        Assert.Contains("another export task is running in this account", waiting.Reason, StringComparison.Ordinal);
        await world.RunOneAsync(ExportWorld.On);
        world.Logs.Exports.IsBusy = false;
        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(["text"], world.Messages());
        Assert.Single(world.Logs.Exports.Orders);
    }

    [Fact]
    public async Task Of_two_groups_one_is_exported_after_the_other()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "web"));
        world.Logs.Group(ExportWorld.Infrequent("/app/zoo")).Put("s", FlowWorld.DayStart, 9, "zoo");
        var first = await world.RunAsync(ExportWorld.On);
        Assert.Contains("task-1 is running", first.Days[0].Reason, StringComparison.Ordinal);
        Assert.Contains("another export task", first.Days[1].Reason, StringComparison.Ordinal);
        for (var run = 0; run < 2; run++)
        {
            await world.RunAsync(ExportWorld.On);
        }

        Assert.Equal([Ending.AlreadySealed, Ending.Paused], (await world.RunAsync(ExportWorld.On)).Days.Select(day => day.Ending));
        Assert.Equal([Ending.AlreadySealed, Ending.Sealed], (await world.RunAsync(ExportWorld.On)).Days.Select(day => day.Ending));
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("vanished")]
    public async Task A_task_that_comes_to_nothing_is_begun_anew_and_its_files_are_forgotten(string how)
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        if (how == "failed")
        {
            world.Logs.Exports.Failures.Enqueue("the bucket was busy");
        }

        await world.RunOneAsync(ExportWorld.On);
        if (how == "cancelled")
        {
            world.Logs.Exports.Cancel();
        }
        else if (how == "vanished")
        {
            world.Logs.Exports.Forget();
        }

        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(["text"], world.Messages());
        Assert.Equal(ArchiveAlone, world.Store.Keys);
    }

    [Fact]
    public async Task Three_tasks_that_come_to_nothing_are_a_failure_with_the_cause_and_the_next_run_begins_afresh()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        world.Logs.Exports.Looks = 0;
        foreach (var cause in (string[])["first cause", "second cause", "third cause"])
        {
            world.Logs.Exports.Failures.Enqueue(cause);
            Assert.Equal(Ending.Paused, (await world.RunOneAsync(ExportWorld.On)).Ending);
        }

        var failed = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Failed, failed.Ending);
        Assert.Equal("3 export tasks in a row came to nothing. Of the last: export task task-3 failed: third cause", failed.Fault!.Cause);
        Assert.False(failed.Fault.IsBug);
        Assert.Empty(world.Store.Keys);
        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(["text"], world.Messages());
    }

    [Fact]
    public async Task Files_that_are_gone_before_they_were_read_are_exported_again()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        world.Logs.Exports.Looks = 0;
        await world.RunOneAsync(ExportWorld.On);
        using var stop = new CancellationTokenSource();
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryOpen" && key.EndsWith(".gz", StringComparison.Ordinal))
            {
                throw new Ports.ServiceFaultException(Ports.FaultKind.Transient, "S3", "GetObject", "SlowDown", "Slow down.");
            }
        };
        Assert.Equal(Ending.Failed, (await world.RunOneAsync(ExportWorld.On)).Ending);
        world.Store.BeforeEach = null;
        await world.DamageAsync(world.Store.Keys.First(key => key.EndsWith("000000.gz", StringComparison.Ordinal)), _ => null);
        await ExportWorld.RunToEndAsync(world);
        Assert.Equal(["text"], world.Messages());
        Assert.Equal(2, world.Logs.Exports.Orders.Count);
    }

    [Fact]
    public async Task A_file_that_is_no_export_s_fails_the_day_and_is_no_bug()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        world.Logs.Exports.Looks = 0;
        await world.RunOneAsync(ExportWorld.On);
        world.Store.Write($"{world.Logs.Exports.Orders[0].Prefix}/task-1/r/000000.gz", "rubbish"u8.ToArray());
        var failed = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Failed, failed.Ending);
        Assert.False(failed.Fault!.IsBug, failed.Fault.Cause);
        Assert.Contains("000000.gz cannot be read", failed.Fault.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_without_events_is_empty()
    {
        using var world = ExportWorld.World(logs => logs.Stream("s"));
        Assert.Equal(Ending.Empty, await ExportWorld.RunToEndAsync(world));
        Assert.Equal("export", world.Manifest().Reading.Reader);
        Assert.Equal(["_manifests/group=~app~web/dt=2026-11-19.json"], world.Store.Keys);
    }

    [Fact]
    public async Task A_bucket_that_refuses_the_service_fails_the_day()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        world.Logs.Exports.Store = null;
        var failed = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Failed, failed.Ending);
        Assert.Equal("InvalidParameterException", failed.Fault!.Code);
    }

    [Fact]
    public async Task An_exported_day_is_neither_settled_nor_a_gap()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        const string Range = """{"exportTasks":true,"from":"2026-11-19","to":"2026-11-19","settleAfterDays":1}""";
        var before = await world.FindGapsAsync(Range);
        Assert.Equal(Gaps.GapState.Missing, Assert.Single(Assert.Single(before.Groups).Gaps).State);
        await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Gaps.GapState.Paused, Assert.Single(Assert.Single((await world.FindGapsAsync(Range)).Groups).Gaps).State);
        await ExportWorld.RunToEndAsync(world);
        world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty(Assert.Single((await world.FindGapsAsync(Range)).Groups).Gaps);
        Assert.NotNull(Assert.Single((await world.FindGapsAsync("""{"from":"2026-11-19","to":"2026-11-19"}""")).Groups).Exemption);
    }
}
