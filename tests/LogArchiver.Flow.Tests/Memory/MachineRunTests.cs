using System.Text;
using System.Text.Json;
using LogArchiver.Discover;
using LogArchiver.Ports;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>What the state machine is told before its days, and what is made of its results after them.</summary>
public sealed class MachineRunTests : IDisposable
{
    private const string Plan = """{"step":"plan","run":"run-1","request":{"logGroups":["/app/*"],"from":"2026-11-10","to":"2026-11-12","concurrency":2,"prefix":"logs"}}""";

    private readonly FlowWorld world = new() { Logs = new MemoryLogSource().Group(FlowWorld.Group) };

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Every_day_without_a_seal_becomes_a_payload_with_its_part_of_the_pace()
    {
        await world.RunAsync("""{"date":"2026-11-11","prefix":"logs"}""");
        var planned = await world.StepAsync(Plan);
        Assert.Equal((2, 2, 1, 2), (Number(planned, "items"), Number(planned, "days"), Number(planned, "alreadySealed"), Number(planned, "concurrency")));
        Assert.Equal("archive", planned.GetProperty("bucket").GetString());
        Assert.Equal("logs/_runs/run-1/results", planned.GetProperty("resultsPrefix").GetString());
        Assert.Equal(
            """[{"logGroups":["/app/web"],"date":"2026-11-10","paceShare":0.4,"prefix":"logs"},{"logGroups":["/app/web"],"date":"2026-11-12","paceShare":0.4,"prefix":"logs"}]""",
            Encoding.UTF8.GetString(world.Store[planned.GetProperty("itemsKey").GetString()!]));
    }

    [Fact]
    public async Task Planned_twice_the_same_list_is_one_file_and_another_list_another()
    {
        var (first, again) = (await world.StepAsync(Plan), await world.StepAsync(Plan));
        Assert.Equal(first.GetRawText(), again.GetRawText());
        await world.RunAsync("""{"date":"2026-11-11","prefix":"logs"}""");
        var changed = await world.StepAsync(Plan);
        Assert.NotEqual(first.GetProperty("itemsKey").GetString(), changed.GetProperty("itemsKey").GetString());
        Assert.Equal(2, world.Store.Keys.Count(key => key.StartsWith("logs/_runs/run-1/items-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        var planned = await world.StepAsync(Plan.Replace("\"concurrency\":2", "\"dryRun\":true", StringComparison.Ordinal));
        Assert.Equal((0, 3), (Number(planned, "items"), Number(planned, "days")));
        Assert.Equal(JsonValueKind.Null, planned.GetProperty("itemsKey").ValueKind);
        Assert.Empty(world.Store.Keys);
    }

    [Fact]
    public async Task Groups_that_cannot_be_read_are_counted_and_names_without_a_group_are_failures()
    {
        world.Logs.Group(new LogGroup("/app/rare") { Class = LogGroupClass.InfrequentAccess });
        var planned = await world.StepAsync("""{"step":"plan","run":"r","request":{"logGroups":["/app/*","/none"],"date":"2026-11-10"}}""");
        Assert.Equal((1, 1), (Number(planned, "items"), Number(planned, "groupsLeftOut")));
        Assert.Equal("/none", Assert.Single(planned.GetProperty("failures").EnumerateArray()).GetProperty("group").GetString());
        Assert.Contains("/app/rare will be skipped: its class is INFREQUENT_ACCESS", planned.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_stays_far_below_what_a_state_holds_whatever_fails()
    {
        var names = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"/none/{i}{new string('x', 480)}\""));
        var planned = await world.StepAsync("""{"step":"plan","run":"r","request":{"date":"2026-11-10","logGroups":[""" + names + "]}}");
        Assert.Equal(1000, planned.GetProperty("failures").GetArrayLength() + Number(planned, "failuresLeftOut"));
        Assert.InRange(planned.GetRawText().Length, 1, 64 * 1024);
        var summary = await world.StepAsync("""{"step":"summarise","run":"r","request":{"date":"2026-11-10"},"state":""" + planned.GetRawText() + "}");
        Assert.Equal(1000, Number(summary, "failed"));
        Assert.InRange(summary.GetRawText().Length, 1, 128 * 1024);
    }

    [Fact]
    public async Task Without_dates_each_group_is_a_daily_run_of_its_own()
    {
        world.Logs.Group("/app/api");
        var planned = await world.StepAsync("""{"step":"plan","run":"r","request":{"scheduledTime":"2026-11-20T02:15:00Z","daysAgo":2,"catchUpDays":1}}""");
        Assert.Equal(
            """[{"logGroups":["/app/api"],"daysAgo":2,"scheduledTime":"2026-11-20T02:15:00Z","paceShare":0.2,"catchUpDays":1},{"logGroups":["/app/web"],"daysAgo":2,"scheduledTime":"2026-11-20T02:15:00Z","paceShare":0.2,"catchUpDays":1}]""",
            Encoding.UTF8.GetString(world.Store[planned.GetProperty("itemsKey").GetString()!]));
    }

    [Fact]
    public async Task Results_are_added_up_and_failures_are_named_with_their_cause()
    {
        await StoreAsync("m.json", """{"ResultFiles":{"SUCCEEDED":[{"Key":"s0","Size":1},{"Key":"s1","Size":1}],"FAILED":[{"Key":"f0","Size":1}],"PENDING":[]}}""");
        await StoreAsync("s0", Results(Succeeded("""{"totals":{"days":1,"sealed":1,"events":10,"rawBytes":100}}"""), Succeeded("""{"totals":{"days":2,"empty":2}}""")));
        await StoreAsync("s1", Results(Succeeded("""{"totals":{"days":1,"sealed":1,"events":5,"storedBytes":7}}""")));
        await StoreAsync("f0", Results(
            """{"Status":"FAILED","Input":"{\"logGroups\":[\"/app/web\"],\"date\":\"2026-11-10\"}","Error":"LogArchiver.DaysFailed","Cause":"{\"errorMessage\":\"No luck.\"}"}""",
            """{"Status":"TIMED_OUT","Input":"none of JSON","Cause":"too long"}"""));
        var summary = await SummariseAsync();
        var totals = summary.GetProperty("totals");
        Assert.Equal((3, 2), (Number(summary, "succeeded"), Number(summary, "failed")));
        Assert.Equal((4, 2, 2, 15, 100, 7), (Number(totals, "days"), Number(totals, "sealed"), Number(totals, "empty"), Number(totals, "events"), Number(totals, "rawBytes"), Number(totals, "storedBytes")));
        Assert.Equal(
            "2 days or groups failed; all others are done:\n- /app/web 2026-11-10: LogArchiver.DaysFailed: No luck.\n"
            + "- an item whose input cannot be read: TIMED_OUT: too long\nMend the causes and start the same run again: it does only what is missing.",
            summary.GetProperty("report").GetString());
        Assert.Equal(summary.GetRawText(), Encoding.UTF8.GetString(world.Store["_runs/run-1/summary.json"]));
        Assert.Equal(summary.GetRawText(), (await SummariseAsync()).GetRawText());
    }

    [Theory]
    [InlineData("m.json", "{")]
    [InlineData("m.json", "{}")]
    [InlineData("m.json", """{"ResultFiles":{"SUCCEEDED":[{"Key":"gone"}]}}""")]
    [InlineData("s0", "[{\"Status\":\"SUCCEEDED\",\"Output\":\"{}\"}]")]
    [InlineData("s0", "[null]")]
    [InlineData("s0", "[{\"Status\":\"SUCCEEDED\",\"Output\":\"{\\\"totals\\\":{\\\"days\\\":1}}\"}")]
    public async Task Results_that_cannot_be_read_fail_the_run_rather_than_count_as_none(string key, string content)
    {
        await StoreAsync("m.json", """{"ResultFiles":{"SUCCEEDED":[{"Key":"s0"}]}}""");
        await StoreAsync("s0", "[]");
        await StoreAsync(key, content);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(SummariseAsync);
        Assert.StartsWith("The results of the state machine, ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("_runs/run-1/summary.json", world.Store.Keys);
    }

    [Fact]
    public async Task Ten_thousand_failures_are_stored_and_fifty_answered()
    {
        await StoreAsync("m.json", """{"ResultFiles":{"FAILED":[{"Key":"f0"}]}}""");
        await StoreAsync("f0", Results([.. Enumerable.Range(0, 10_050).Select(i => $$$"""{"Status":"FAILED","Input":"{\"logGroups\":[\"/g{{{i}}}\"]}","Error":"e"}""")]));
        var summary = await SummariseAsync();
        Assert.Equal((10_050, 50, 10_000), (Number(summary, "failed"), summary.GetProperty("failures").GetArrayLength(), Number(summary, "failuresLeftOut")));
        var stored = JsonElement.Parse(world.Store["_runs/run-1/summary.json"]);
        Assert.Equal((10_000, 50), (stored.GetProperty("failures").GetArrayLength(), Number(stored, "failuresLeftOut")));
        Assert.Contains("… and 10,040 more, in _runs/run-1/summary.json.", summary.GetProperty("report").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> SummariseAsync()
    {
        var planned = await world.StepAsync("""{"step":"plan","run":"run-1","request":{"date":"2026-11-10","dryRun":true}}""");
        var state = planned.GetRawText()[..^1] + ""","results":{"MapRunArn":"arn","ResultWriterDetails":{"Bucket":"archive","Key":"m.json"}}}""";
        return await world.StepAsync("""{"step":"summarise","run":"run-1","request":{"date":"2026-11-10"},"state":""" + state + "}");
    }

    private async Task StoreAsync(string key, string content)
    {
        var condition = await world.Store.TryDescribeAsync(key, CancellationToken.None) is { } before ? WriteCondition.Unchanged(before.ETag) : WriteCondition.Absent;
        Assert.NotNull(await world.Store.TryPutAsync(key, Encoding.UTF8.GetBytes(content), "application/json", condition, CancellationToken.None));
    }

    private static string Results(params string[] results) => $"[{string.Join(',', results)}]";

    private static string Succeeded(string output) => $$"""{"Status":"SUCCEEDED","Input":"{}","Output":{{JsonSerializer.Serialize(output)}}}""";

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
