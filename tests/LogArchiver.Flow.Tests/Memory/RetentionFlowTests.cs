using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Ports;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>The retention of a group is set when its days are archived, and at no other time. It is 2026-11-20; the group was made ten
/// days ago, so that its oldest event is of 2026-10-27.</summary>
public sealed class RetentionFlowTests : IDisposable
{
    private const string All = """{"from":"2026-10-27","to":"2026-11-19","catchUpDays":3,"settleAfterDays":14,"setRetentionDays":30}""";
    private const string Nightly = """{"catchUpDays":3,"settleAfterDays":14,"setRetentionDays":30}""";

    private static readonly LogGroup Group = new(FlowWorld.Group) { Created = DateTimeOffset.Parse("2026-11-10T08:00:00Z") };

    private readonly FlowWorld world = new();

    public RetentionFlowTests() => world.Logs.Group(Group).Put("s", FlowWorld.DayStart, 0, "text");

    public void Dispose() => world.Dispose();

    private IEnumerable<string> Settings => world.Logs.Requests.Where(request => request.StartsWith("PutRetentionPolicy", StringComparison.Ordinal));

    [Fact]
    public async Task It_is_set_once_after_the_last_day_is_sealed()
    {
        world.Logs.OnRequest = request =>
        {
            if (request.StartsWith("PutRetentionPolicy", StringComparison.Ordinal))
            {
                Assert.Equal(24, world.Store.Keys.Count(key => key.StartsWith("_manifests/", StringComparison.Ordinal)));
            }
        };
        var set = Assert.Single((await world.RunAsync(All)).Retention);
        Assert.Equal((RetentionState.Set, null, 30), (set.State, set.FromDays, set.ToDays));
        Assert.Equal($"PutRetentionPolicy {FlowWorld.Group} 30", Assert.Single(Settings));

        var kept = Assert.Single((await world.RunAsync(All)).Retention);
        Assert.Equal((RetentionState.Kept, 30), (kept.State, kept.FromDays));
        Assert.Single(Settings);
    }

    [Fact]
    public async Task Nobody_asks_for_it_and_nothing_is_set()
    {
        Assert.Empty((await world.RunAsync("""{"from":"2026-10-27","to":"2026-11-19"}""")).Retention);
        Assert.Empty(Settings);
    }

    [Fact]
    public async Task It_waits_for_days_that_no_run_has_archived()
    {
        var waits = Assert.Single((await world.RunAsync(Nightly)).Retention);
        Assert.Equal(RetentionState.NotSet, waits.State);
        Assert.Contains("16 of the 24 days that CloudWatch may still hold are not archived: archive 2026-10-27 to 2026-11-15 first", waits.Reason, StringComparison.Ordinal);
        Assert.Empty(Settings);
    }

    [Fact]
    public async Task It_waits_for_a_day_that_failed_now()
    {
        world.Logs.OnRequest = request =>
        {
            if (request.StartsWith("FilterLogEvents", StringComparison.Ordinal))
            {
                throw new ServiceFaultException(FaultKind.AccessDenied, "CloudWatch Logs", "FilterLogEvents", "AccessDeniedException", "no");
            }
        };
        var waits = Assert.Single((await world.RunAsync("""{"date":"2026-11-19","setRetentionDays":30}""")).Retention);
        Assert.Equal((RetentionState.NotSet, "1 of its days in this run was not finished"), (waits.State, waits.Reason));
        Assert.Empty(Settings);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_come_of_it_and_sets_nothing()
    {
        var dry = Assert.Single((await world.RunAsync(All.Replace("{", "{\"dryRun\":true,", StringComparison.Ordinal))).Retention);
        Assert.Equal((RetentionState.Planned, "would be set from never to 30 days"), (dry.State, dry.InWords));
        Assert.Equal(RetentionState.NotSet, Assert.Single((await world.RunAsync(Nightly.Replace("{", "{\"dryRun\":true,", StringComparison.Ordinal))).Retention).State);
        Assert.Empty(Settings);
        Assert.Empty(world.Store.Keys);
    }

    [Fact]
    public async Task A_refusal_is_told_of_the_group_and_fails_no_day()
    {
        world.Logs.OnRequest = request =>
        {
            if (request.StartsWith("PutRetentionPolicy", StringComparison.Ordinal))
            {
                throw new ServiceFaultException(
                    FaultKind.AccessDenied, "CloudWatch Logs", "PutRetentionPolicy", "AccessDeniedException", "The role needs logs:PutRetentionPolicy.");
            }
        };
        var summary = await world.RunAsync(All);
        var refused = Assert.Single(summary.Retention);
        Assert.Equal((RetentionState.Refused, "The role needs logs:PutRetentionPolicy."), (refused.State, refused.Reason));
        Assert.Equal(Verdict.Done, Verdicts.Of(summary));
        Assert.Equal(
            "The retention of /app/web could not be set: The role needs logs:PutRetentionPolicy. Its days are archived all the same.", Assert.Single(summary.Warnings));
    }

    [Theory]
    [InlineData(7, RetentionState.Kept)]
    [InlineData(30, RetentionState.Kept)]
    [InlineData(60, RetentionState.Set)]
    public async Task What_somebody_set_during_the_run_is_not_lengthened(int days, RetentionState state)
    {
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryPut" && key.EndsWith("dt=2026-11-19.json", StringComparison.Ordinal))
            {
                world.Logs.Group(Group with { RetentionDays = days });
            }
        };
        var outcome = Assert.Single((await world.RunAsync(All)).Retention);
        Assert.Equal((state, days), (outcome.State, outcome.FromDays));
        Assert.Equal(state == RetentionState.Set ? 1 : 0, Settings.Count());
    }

    [Fact]
    public async Task A_group_that_was_deleted_and_made_anew_is_left_alone()
    {
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation == "TryPut" && key.EndsWith("dt=2026-11-19.json", StringComparison.Ordinal))
            {
                world.Logs.Group(Group with { Created = world.Clock.GetUtcNow() });
            }
        };
        Assert.Equal("the group was deleted in the meantime", Assert.Single((await world.RunAsync(All)).Retention).Reason);
        Assert.Empty(Settings);
    }

    [Fact]
    public async Task A_run_that_is_ending_leaves_it_to_the_next()
    {
        await world.RunAsync(All.Replace(",\"setRetentionDays\":30", "", StringComparison.Ordinal));
        var left = Assert.Single((await world.RunAsync(All, new CancellationToken(canceled: true))).Retention);
        Assert.Equal((RetentionState.NotSet, "the run was ending; the next run looks again"), (left.State, left.Reason));
        Assert.Equal(RetentionState.Set, Assert.Single((await world.RunAsync(All)).Retention).State);
    }

    [Fact]
    public async Task Night_after_night_a_new_group_comes_to_it_by_itself()
    {
        // The group is made an hour before the first night.
        world.Logs.Group(Group with { Created = world.Clock.GetUtcNow().AddHours(-1) });
        var nights = 0;
        RetentionOutcome outcome;
        do
        {
            outcome = Assert.Single((await world.RunAsync(Nightly)).Retention);
            world.Clock.Advance(TimeSpan.FromDays(1));
            Assert.InRange(++nights, 1, 40);
        }
        while (outcome.State == RetentionState.NotSet);

        // Catching up begins at 11-16. The days before it are archived when they come up to be settled: 11-15 in the night of 11-30.
        Assert.Equal((RetentionState.Set, 11), (outcome.State, nights));
    }
}
