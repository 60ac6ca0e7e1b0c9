using System.Globalization;
using LogArchiver.Outcome;
using LogArchiver.Soak.Chaos;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>A day is cut off at every single call it makes, and run again: the same bytes, and nothing left behind.</summary>
public sealed class InterruptionTests
{
    private const string OneSlice = """{"reader":"streams"}""";
    private const string Sliced = """{"reader":"group","compression":"none"}""";

    private static readonly ArchiverLimits Roomy = new() { StreamsAtOnce = 1 };

    // Spills runs, reads slice after slice and sends ahead in parts.
    private static readonly ArchiverLimits Tight = new()
    {
        SortBufferBytes = 3000, MergeWidth = 3, MergeBufferBytes = 64, PagesWaiting = 2, StreamsAtOnce = 1, LanesAtOnce = 1,
        LaneBytes = 2000, ProbePages = 2, SliceBytes = 8000, RunBytes = 40_000, FileBytes = 6000, PartBytes = 4000,
    };

    public static TheoryData<LifeEnd> Ends => new(Enum.GetValues<LifeEnd>());

    [Theory]
    [MemberData(nameof(Ends))]
    public Task A_day_of_one_slice_cut_off_at_any_call_is_completed_by_the_next_run(LifeEnd end) => CutEverywhereAsync(OneSlice, Roomy, end);

    [Theory]
    [MemberData(nameof(Ends))]
    public Task A_day_of_many_slices_and_parts_cut_off_at_any_call_is_completed_by_the_next_run(LifeEnd end) => CutEverywhereAsync(Sliced, Tight, end);

    [Theory]
    [MemberData(nameof(Ends))]
    public Task The_next_run_may_be_another_environment_whose_scratch_space_is_empty(LifeEnd end) =>
        CutEverywhereAsync(Sliced, Tight, end, isNewEnvironment: true);

    private static async Task CutEverywhereAsync(string payload, ArchiverLimits limits, LifeEnd end, bool isNewEnvironment = false)
    {
        using var calm = new InterruptedWorld(limits);
        using var uncut = InterruptedWorld.Live(endsAt: null, end);
        Assert.Equal(Ending.Sealed, (await calm.RunAsync(payload, uncut))!.Ending);
        Assert.True(uncut.Calls > 8, string.Create(CultureInfo.InvariantCulture, $"{uncut.Calls} calls"));

        for (var call = 1; call <= uncut.Calls; call++)
        {
            using var world = new InterruptedWorld(limits);
            using (var life = InterruptedWorld.Live(call, end))
            {
                await world.RunAsync(payload, life);
                world.LeaveWhatAKilledProcessLeaves(life);
            }

            if (isNewEnvironment)
            {
                world.ReplaceScratch();
            }

            using var rest = InterruptedWorld.Live(endsAt: null, end);
            var last = await world.RunAsync(payload, rest);
            Assert.Contains(last!.Ending, (Ending[])[Ending.Sealed, Ending.AlreadySealed]);
            Assert.Equal(calm.Lines(), world.Lines());
            Assert.Empty(world.Store.Uploads);
            Assert.Empty(world.Scratch);
            Assert.DoesNotContain(world.Store.Keys, key => key.StartsWith("_checkpoints/", StringComparison.Ordinal));
            Assert.Equal(2, world.Store.Keys.Count);
        }
    }
}
