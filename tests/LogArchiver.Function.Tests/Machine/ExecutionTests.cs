using System.Text.Json;
using LogArchiver.Function.Tests.Deployment;
using LogArchiver.Function.Tests.EndToEnd;
using LogArchiver.LocalAws.Faults;

namespace LogArchiver.Function.Tests.Machine;

/// <summary>The state machine's definition, executed by moto's interpreter, with the built function and LocalAws behind its tasks.</summary>
public sealed class ExecutionTests
{
    private const string Api = "/demo/api/requests";
    private const string Java = "/demo/java/orders";

    private static readonly DateOnly Last = FunctionWorld.Today.AddDays(-1);
    private static readonly DateOnly First = FunctionWorld.Today.AddDays(-2);

    [DeployedFact]
    public async Task A_backfill_loops_over_paused_days_tolerates_failed_ones_and_names_them_at_the_end()
    {
        await using var world = await FunctionWorld.MakeAsync();
        await using var second = world.Start();
        Assert.True((await world.InvokeAsync($$"""{"logGroups":["{{Java}}"],"date":"{{First:yyyy-MM-dd}}"}""")).Succeeded);
        world.Aws.Runtime.Timeout = TimeSpan.FromSeconds(8);
        world.Aws.Faults.Add(new FaultRule { Operation = "FilterLogEvents", KeyContains = Java, Effect = FaultEffect.Delay, Delay = TimeSpan.FromMinutes(1), Times = 1 });
        world.Aws.Faults.Add(new FaultRule { Operation = "FilterLogEvents", KeyContains = Api, Effect = FaultEffect.Error, Status = 400, Code = "AccessDeniedException" });

        var run = await MachineExecution.OfAsync(
            world, $$"""{"logGroups":["{{Api}}","{{Java}}","/demo/none"],"from":"{{First:yyyy-MM-dd}}","to":"{{Last:yyyy-MM-dd}}","concurrency":2,"format":"raw"}""");

        run.AssertFailed("LogArchiver.DaysFailed");
        Assert.StartsWith("3 days or groups failed; all others are done:\n- /demo/none: LogArchiver.GroupFailed: There is no such log group.", run.Cause, StringComparison.Ordinal);
        Assert.Contains($"- {Api} {First:yyyy-MM-dd}: LogArchiver.DaysFailed: ", run.Cause, StringComparison.Ordinal);
        Assert.Contains($"- {Api} {Last:yyyy-MM-dd}: LogArchiver.DaysFailed: ", run.Cause, StringComparison.Ordinal);
        Assert.Contains("logs:FilterLogEvents", run.Cause, StringComparison.Ordinal);
        Assert.Equal(["Plan", "IsThereAnythingToDo", "ArchiveDays", "Summarise", "DidAnyDayFail", "DaysFailed"], run.States);
        Assert.Equal(2, run.MostAtOnce);
        // The pause is taken up at once; each of the two days that fail is given two more chances.
        Assert.Equal(1, run.Waits.Count(seconds => seconds == 1));
        Assert.Equal(5, run.Waits.Count);

        Assert.True(world.IsSealed(Java, Last));
        Assert.False(world.IsSealed(Api, Last));
        using var summary = world.JsonAt("_runs/run-1/summary.json");
        Assert.Equal(1, summary.RootElement.GetProperty("succeeded").GetInt64());
        Assert.Equal(3, summary.RootElement.GetProperty("failed").GetInt64());
        Assert.Equal(1, summary.RootElement.GetProperty("sealedBefore").GetInt64());
        Assert.Equal(2, summary.RootElement.GetProperty("totals").GetProperty("events").GetInt64());
        using var items = world.JsonAt(Assert.Single(world.KeysBelow("_runs/run-1/items-")));
        Assert.Equal(3, items.RootElement.GetArrayLength());
        Assert.All(items.RootElement.EnumerateArray(), item =>
        {
            Assert.Equal(0.4m, item.GetProperty("paceShare").GetDecimal());
            Assert.Equal("raw", item.GetProperty("format").GetString());
        });
    }

    [DeployedFact]
    public async Task Run_again_it_does_only_what_is_missing_and_then_nothing()
    {
        await using var world = await FunctionWorld.MakeAsync();
        var input = $$"""{"logGroups":["{{Java}}"],"from":"{{First:yyyy-MM-dd}}","to":"{{Last:yyyy-MM-dd}}"}""";
        var first = await MachineExecution.OfAsync(world, input);
        first.AssertSucceeded();
        Assert.Equal(["Plan", "IsThereAnythingToDo", "ArchiveDays", "Summarise", "DidAnyDayFail", "Done"], first.States);
        Assert.Equal(2, first.Output!.Value.GetProperty("totals").GetProperty("sealed").GetInt64());
        var again = await MachineExecution.OfAsync(world, input);
        again.AssertSucceeded();
        Assert.Equal(["Plan", "IsThereAnythingToDo", "Summarise", "DidAnyDayFail", "Done"], again.States);
        Assert.Equal(2, again.Output!.Value.GetProperty("sealedBefore").GetInt64());
        Assert.Empty(again.Waits);
    }

    [DeployedFact]
    public async Task A_daily_run_hands_each_group_to_an_invocation_that_looks_back_as_ever()
    {
        await using var world = await FunctionWorld.MakeAsync();
        var run = await MachineExecution.OfAsync(world, $$"""{"scheduledTime":"{{FunctionWorld.Today:yyyy-MM-dd}}T02:15:00Z","catchUpDays":1}""");
        run.AssertSucceeded();
        var totals = run.Output!.Value.GetProperty("totals");
        // Four groups under /demo/, yesterday and the day before.
        Assert.Equal(4, run.Output.Value.GetProperty("succeeded").GetInt64());
        Assert.Equal(8, totals.GetProperty("sealed").GetInt64());
        Assert.True(world.IsSealed(Api, Last) && world.IsSealed(Api, First));
    }

    [DeployedFact]
    public async Task What_is_wrong_with_the_input_is_the_cause_of_its_end()
    {
        await using var world = await FunctionWorld.MakeAsync();
        var run = await MachineExecution.OfAsync(world, """{"from":"2026-11-01","tu":"2026-11-03"}""");
        run.AssertFailed("LogArchiver.BadRequest");
        using var cause = JsonDocument.Parse(run.Cause!);
        Assert.StartsWith("tu: No field of the payload is called so", cause.RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Empty(run.Waits);
        Assert.Empty(world.KeysBelow("_runs/"));
    }
}
