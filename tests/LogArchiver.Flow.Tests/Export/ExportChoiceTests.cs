using LogArchiver.Discover;
using LogArchiver.Outcome;

namespace LogArchiver.Flow.Tests.Export;

/// <summary>Which days are exported, and when.</summary>
public sealed class ExportChoiceTests
{
    [Fact]
    public async Task Nothing_is_exported_before_it_is_surely_exportable()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"), hoursAfterEnd: 11.9);
        var early = await world.RunOneAsync(ExportWorld.On);
        Assert.Equal(Ending.Skipped, early.Ending);
        Assert.Contains("may not be exportable before 2026-11-20T12:00Z", early.Reason, StringComparison.Ordinal);
        world.Clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal(Ending.Paused, (await world.RunOneAsync(ExportWorld.On)).Ending);
    }

    [Fact]
    public async Task A_day_that_retention_is_about_to_take_is_exported_at_once()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart + 80_000_000, 9, "text"), hoursAfterEnd: 2);
        world.Logs.Group(ExportWorld.Infrequent(FlowWorld.Group) with { RetentionDays = 1 });
        Assert.Equal(Ending.Paused, (await world.RunOneAsync(ExportWorld.On)).Ending);
    }

    [Fact]
    public async Task Switched_off_the_group_is_skipped_with_the_way_to_switch_it_on()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        var skipped = await world.RunOneAsync("""{"date":"2026-11-19"}""");
        Assert.Equal(Ending.Skipped, skipped.Ending);
        Assert.EndsWith("set exportTasks to archive it through export tasks", skipped.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Logs.Exports.Orders);
    }

    [Fact]
    public async Task Of_the_class_delivery_nothing_is_ever_exported()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        world.Logs.Group(new LogGroup(FlowWorld.Group) { Class = LogGroupClass.Delivery });
        Assert.Contains("DELIVERY", (await world.RunOneAsync(ExportWorld.On)).Reason, StringComparison.Ordinal);
        Assert.Empty(world.Logs.Exports.Orders);
    }

    [Fact]
    public async Task A_dry_run_begins_no_task_and_writes_nothing()
    {
        using var world = ExportWorld.World(logs => logs.Put("s", FlowWorld.DayStart, 9, "text"));
        Assert.Equal(Ending.Planned, (await world.RunOneAsync("""{"exportTasks":true,"date":"2026-11-19","dryRun":true}""")).Ending);
        Assert.Empty(world.Logs.Exports.Orders);
        Assert.Empty(world.Store.Keys);
    }
}
