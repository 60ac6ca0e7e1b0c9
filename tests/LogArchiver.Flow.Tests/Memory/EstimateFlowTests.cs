using LogArchiver.Discover;
using LogArchiver.Estimate;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>What is asked to say what a run would take, and what happens where an answer is missing.</summary>
public sealed class EstimateFlowTests : IDisposable
{
    private const string Range = """{"from":"2026-11-10","to":"2026-11-19"}""";

    private readonly FlowWorld world = new() { Logs = new MemoryLogSource { PageEvents = 1000 }.Group(FlowWorld.Group) };

    public EstimateFlowTests() => Fill(world);

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task A_group_costs_a_listing_and_seven_manifests_at_most()
    {
        await world.RunAsync("""{"from":"2026-11-10","to":"2026-11-18"}""");
        var (reads, lists) = (world.Store.Count("TryRead"), world.Store.Count("List"));
        var group = Assert.Single((await world.EstimateAsync(Range)).Groups);
        Assert.Equal((VolumeBasis.Manifests, 7, 24), (group.Volume!.Basis, group.Volume.BasisDays, group.Volume.Events));
        Assert.Equal((7, 2), (world.Store.Count("TryRead") - reads, world.Store.Count("List") - lists));
    }

    [Fact]
    public void The_days_next_to_the_range_are_asked()
    {
        var archived = Enumerable.Range(1, 30).Where(day => day is < 12 or > 20).Select(day => new DateOnly(2026, 11, day));
        Assert.Equal([21, 11, 22, 10, 23, 9, 24], EstimateSurvey.Nearest(archived, new DateOnly(2026, 11, 12), new DateOnly(2026, 11, 20)).Select(date => date.Day));
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_told_and_the_others_count()
    {
        await world.RunAsync("""{"from":"2026-11-17","to":"2026-11-18"}""");
        await world.DamageAsync("_manifests/group=~app~web/dt=2026-11-18.json", _ => "{}"u8.ToArray());
        var estimate = await world.EstimateAsync(Range);
        Assert.Equal(1, estimate.Groups[0].Volume!.BasisDays);
        Assert.Contains("dt=2026-11-18.json cannot be read", Assert.Single(estimate.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_of_days_that_a_page_holds_is_exact_and_costs_a_request_a_day()
    {
        var estimate = await world.EstimateAsync(Range, samples: true);
        var volume = estimate.Groups[0].Volume!;
        Assert.Equal((VolumeBasis.Sample, 3, 24, 480), (volume.Basis, volume.BasisDays, volume.Events, volume.MessageBytes));
        Assert.Equal(3, estimate.SampledPages);
    }

    [Fact]
    public async Task A_sample_of_larger_days_takes_three_places_of_each()
    {
        using var small = new FlowWorld { Logs = new MemoryLogSource { PageEvents = 5 }.Group(FlowWorld.Group) };
        Fill(small);
        var estimate = await small.EstimateAsync(Range, samples: true);
        Assert.InRange(estimate.Groups[0].Volume!.Events, 20, 32);
        Assert.Equal(9, estimate.SampledPages);
    }

    [Fact]
    public async Task A_group_that_refuses_to_be_sampled_is_told_and_nothing_is_made_up()
    {
        world.Logs.OnRequest = request =>
        {
            if (request.Contains("FilterLogEvents", StringComparison.Ordinal))
            {
                throw new ServiceFaultException(FaultKind.AccessDenied, "CloudWatch Logs", "FilterLogEvents", "AccessDeniedException", "no");
            }
        };
        var estimate = await world.EstimateAsync(Range, samples: true);
        Assert.Contains("/app/web could not be sampled", Assert.Single(estimate.Warnings), StringComparison.Ordinal);
        Assert.Equal((10, 0), (estimate.UnknownDays, estimate.Work.Days));
    }

    [Fact]
    public async Task A_group_that_is_exported_costs_a_task_a_day_and_is_not_asked_for_events()
    {
        using var other = new FlowWorld { Logs = new MemoryLogSource { PageEvents = 1000 }.Group(new LogGroup("/app/cheap") { Class = LogGroupClass.InfrequentAccess, StoredBytes = 1000, RetentionDays = 10 }) };
        other.Logs.OnRequest = request => Assert.DoesNotContain("LogEvents", request, StringComparison.Ordinal);
        var without = await other.EstimateAsync(Range, samples: true);
        Assert.Equal((0, 0), (without.Work.ExportTasks, without.Items));
        var group = Assert.Single((await other.EstimateAsync("""{"from":"2026-11-12","to":"2026-11-19","exportTasks":true}""", samples: true)).Groups);
        Assert.Equal((8, 8, 0, ReaderKind.Export), (group.Work.ExportTasks, group.Work.Days, group.Work.GroupPages, group.Reader));
        Assert.Equal(VolumeBasis.HeldBytes, group.Volume!.Basis);
    }

    [Fact]
    public async Task The_state_machine_is_reckoned_by_days_or_by_groups()
    {
        await world.RunAsync("""{"from":"2026-11-10","to":"2026-11-11"}""");
        var range = await world.EstimateAsync(Range);
        Assert.Equal((8, 4, 6 + 16), (range.Items, range.Concurrency, range.Transitions));
        Assert.Equal(1, (await world.EstimateAsync("{}")).Items);
        var nothing = await world.EstimateAsync("""{"from":"2026-11-10","to":"2026-11-11"}""");
        Assert.Equal((0, 0, 0), (nothing.Items, nothing.Transitions, nothing.Bill.StateMachine));
        Assert.Equal(6 + 16 + 4, (range with { Groups = [range.Groups[0] with { Work = new() { Seconds = 900 } }] }).Transitions);
    }

    [Fact]
    public async Task Streams_are_listed_where_their_number_counts()
    {
        await world.RunAsync("""{"date":"2026-11-18"}""");
        var byGroup = await world.EstimateAsync(Range);
        var byStreams = await world.EstimateAsync("""{"from":"2026-11-10","to":"2026-11-19","reader":"streams"}""");
        Assert.Equal((ReaderKind.Group, 0), (byGroup.Groups[0].Reader, byGroup.Work.StreamPages));
        Assert.Equal((ReaderKind.Streams, 9 * 3), (byStreams.Groups[0].Reader, byStreams.Work.StreamPages));
    }

    [Fact]
    public async Task A_group_of_which_nothing_tells_is_in_no_sum()
    {
        world.Logs.Group(new LogGroup("/silent"));
        var estimate = await world.EstimateAsync("""{"logGroups":"/silent","from":"2026-11-10","to":"2026-11-19"}""");
        Assert.Equal((10, 0, 0), (estimate.UnknownDays, estimate.Work.Days, estimate.Invocations));
    }

    private static void Fill(FlowWorld world)
    {
        for (var day = 0; day < 10; day++)
        {
            for (var i = 0; i < 24; i++)
            {
                world.Logs.Put("s", FlowWorld.DayStart - (day * 86_400_000L) + (i * 3_600_000L), i, "twenty bytes of text");
            }
        }
    }
}
