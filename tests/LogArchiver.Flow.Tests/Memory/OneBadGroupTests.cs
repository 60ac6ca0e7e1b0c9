using LogArchiver.Outcome;
using LogArchiver.Ports;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>One bad group spoils nothing: whatever happens to it, the days of the others are archived, and the run as a whole tells.</summary>
public sealed class OneBadGroupTests : IDisposable
{
    private const string Bad = "/app/bad";

    private readonly FlowWorld world = new();

    public OneBadGroupTests()
    {
        foreach (var group in (string[])["/app/a", Bad, "/app/z"])
        {
            world.Logs.Group(group).Put("s", FlowWorld.DayStart, 0, "x").Put("s", FlowWorld.DayStart - 1, 0, "x");
        }
    }

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task Access_denied_to_one()
    {
        OnRequestOfBad(() => throw new ServiceFaultException(
            FaultKind.AccessDenied, "CloudWatch Logs", "FilterLogEvents", "AccessDeniedException", "not allowed") { Fix = "Grant it." });
        await OthersAreArchivedAsync("AccessDeniedException", isBug: false);
    }

    [Fact]
    public async Task A_group_deleted_after_it_was_found()
    {
        OnRequestOfBad(() => world.Logs.Remove(Bad));
        await OthersAreArchivedAsync("ResourceNotFoundException", isBug: false);
    }

    [Fact]
    public async Task A_bug_met_in_one()
    {
        OnRequestOfBad(() => throw new InvalidOperationException("Sequence contains no elements"));
        await OthersAreArchivedAsync(code: null, isBug: true);
    }

    [Fact]
    public async Task A_bug_met_while_looking_for_the_seals_of_one()
    {
        world.Store.BeforeEach = (operation, key) =>
        {
            if (operation is "TryDescribe" or "TryRead" && key.StartsWith("_manifests/group=~app~bad", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Sequence contains no elements");
            }
        };
        await OthersAreArchivedAsync(code: null, isBug: true);
    }

    [Fact]
    public async Task A_day_that_fails_is_left_for_the_next_run_which_looks_back()
    {
        OnRequestOfBad(() => throw new ServiceFaultException(FaultKind.AccessDenied, "CloudWatch Logs", "FilterLogEvents", "AccessDeniedException", "no"));
        await world.RunAsync("""{"logGroups":["/app/a","/app/bad","/app/z"]}""");
        world.Logs.OnRequest = null;
        world.Clock.Advance(TimeSpan.FromDays(1));
        var next = await world.RunAsync("""{"logGroups":["/app/a","/app/bad","/app/z"],"catchUpDays":1}""");
        Assert.Equal(
            ["/app/a 20 Empty", "/app/bad 20 Empty", "/app/z 20 Empty", "/app/bad 19 Sealed"],
            next.Days.Select(day => $"{day.Group} {day.Date!.Value.Day} {day.Ending}"));
        Assert.Equal((2, Verdict.Done), (next.DoneBefore, Verdicts.Of(next)));
    }

    private async Task OthersAreArchivedAsync(string? code, bool isBug)
    {
        var summary = await world.RunAsync("""{"logGroups":["/app/a","/app/bad","/app/z"],"catchUpDays":1}""");
        var bad = summary.Days.Where(day => day.Group == Bad).ToArray();
        Assert.Equal([Ending.Failed, Ending.Failed], bad.Select(day => day.Ending));
        Assert.All(bad, day => Assert.Equal((code, isBug), (day.Fault!.Code, day.Fault.IsBug)));
        Assert.Equal(Enumerable.Repeat(Ending.Sealed, 4), summary.Days.Where(day => day.Group != Bad).Select(day => day.Ending));
        Assert.Equal(Verdict.PartlyDone, Verdicts.Of(summary));
        Assert.StartsWith($"2 of 6 days failed:\n- {Bad} 2026-11-19 and 1 day more failed at ", FailureReport.Of(summary), StringComparison.Ordinal);
    }

    private void OnRequestOfBad(Action answer) => world.Logs.OnRequest = request =>
    {
        if (request.Contains($"LogEvents {Bad}", StringComparison.Ordinal))
        {
            answer();
        }
    };
}
