using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Flow.Tests.Export;

/// <summary>A world whose group only export tasks read.</summary>
internal static class ExportWorld
{
    /// <summary>The payload with which they may.</summary>
    public const string On = """{"exportTasks":true,"date":"2026-11-19"}""";

    public static FlowWorld World(Func<MemoryLogSource, MemoryLogSource> fill, double hoursAfterEnd = 26)
    {
        var world = new FlowWorld { Logs = fill(new MemoryLogSource().Group(Infrequent(FlowWorld.Group))) };
        world.Logs.Exports.Store = world.Store;
        world.Clock.Advance(DateTimeOffset.FromUnixTimeMilliseconds(FlowWorld.DayEnd).AddHours(hoursAfterEnd) - world.Clock.GetUtcNow());
        return world;
    }

    public static LogGroup Infrequent(string name) => new(name) { Class = LogGroupClass.InfrequentAccess };

    public static async Task<Ending> RunToEndAsync(FlowWorld world)
    {
        for (var run = 0; run < 20; run++)
        {
            var outcome = await world.RunOneAsync(On);
            if (outcome.Ending != Ending.Paused)
            {
                Assert.True(outcome.Fault is null, outcome.Fault?.Cause);
                return outcome.Ending;
            }
        }

        throw new InvalidOperationException("The day does not come to an end.");
    }
}
