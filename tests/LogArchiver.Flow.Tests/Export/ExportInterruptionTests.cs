using LogArchiver.Flow.Tests.Faults;
using LogArchiver.Outcome;
using LogArchiver.Soak.Chaos;

namespace LogArchiver.Flow.Tests.Export;

/// <summary>An exported day is cut off at every single call of each of its invocations, and run again: the same bytes, and nothing left.</summary>
public sealed class ExportInterruptionTests
{
    private const string On = """{"exportTasks":true}""";
    private const int MostRuns = 12;

    // One stream at a time, so that the calls come in the same order each time.
    private static readonly ArchiverLimits Limits = new() { StreamsAtOnce = 1, MergeWidth = 3, MergeBufferBytes = 64, SortBufferBytes = 3000, RunBytes = 60_000 };

    // So little that the day is kept in several objects.
    private static readonly ArchiverLimits Tight = Limits with { RunBytes = 20_000 };

    public static TheoryData<LifeEnd> JustEnds => new(Enum.GetValues<LifeEnd>());

    public static TheoryData<LifeEnd, int> Ends
    {
        get
        {
            var ends = new TheoryData<LifeEnd, int>();
            foreach (var end in Enum.GetValues<LifeEnd>())
            {
                ends.Add(end, 0);
                ends.Add(end, 1);
                ends.Add(end, 2);
            }

            return ends;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public Task Cut_off_at_any_call_of_any_invocation_the_next_ones_complete_the_day(LifeEnd end, int invocation) =>
        CutEverywhereAsync(Limits, end, invocation, isMerged: true);

    [Theory]
    [MemberData(nameof(JustEnds))]
    public Task A_day_in_several_objects_cut_off_at_any_call_is_completed_too(LifeEnd end) => CutEverywhereAsync(Tight, end, invocation: 2, isMerged: false);

    private static async Task CutEverywhereAsync(ArchiverLimits limits, LifeEnd end, int invocation, bool isMerged)
    {
        using var calm = new InterruptedWorld(limits, isExported: true);
        var calls = 0;
        for (var run = 0; run < 3; run++)
        {
            using var life = InterruptedWorld.Live(endsAt: null, end);
            Assert.Equal(run < 2 ? Ending.Paused : Ending.Sealed, (await calm.RunAsync(On, life))!.Ending);
            calls = run == invocation ? life.Calls : calls;
        }

        Assert.True(calls > 4);
        Assert.Equal(isMerged, calm.Store.Keys.Count == 2);
        for (var call = 1; call <= calls; call++)
        {
            using var world = new InterruptedWorld(limits, isExported: true);
            for (var run = 0; run < invocation; run++)
            {
                using var before = InterruptedWorld.Live(endsAt: null, end);
                await world.RunAsync(On, before);
            }

            using (var life = InterruptedWorld.Live(call, end))
            {
                await world.RunAsync(On, life);
                world.LeaveWhatAKilledProcessLeaves(life);
            }

            await FinishAsync(world, end);
            Assert.Equal(calm.Lines(), world.Lines());
            Assert.Empty(world.Store.Uploads);
            Assert.Empty(world.Scratch);
            Assert.Equal(calm.Store.Keys, world.Store.Keys);
        }
    }

    private static async Task FinishAsync(InterruptedWorld world, LifeEnd end)
    {
        for (var run = 0; run < MostRuns; run++)
        {
            using var rest = InterruptedWorld.Live(endsAt: null, end);
            var outcome = await world.RunAsync(On, rest);
            Assert.True(outcome!.Fault is null, outcome.Fault?.Cause);
            if (outcome.Ending is Ending.Sealed or Ending.AlreadySealed)
            {
                return;
            }
        }

        Assert.Fail("The day does not come to an end.");
    }
}
