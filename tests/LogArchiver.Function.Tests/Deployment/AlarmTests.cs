using LogArchiver.Function.Metrics;
using LogArchiver.Function.Runtime;
using LogArchiver.Outcome;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>Who is woken, and who is not: nights as they happen, whatever minute they begin at and in whatever order the numbers come in.</summary>
public sealed class AlarmTests
{
    private const int AHour = 60;
    private const int ADay = 24 * AHour;

    /// <summary>How long numbers are under way: Lambda's, and the function's own.</summary>
    private static readonly (int Lambda, int Own)[] Delays = [(0, 0), (1, 3), (3, 1), (3, 3)];

    private static readonly Attempt Pause = new(15, ErrorTypes.DaysPaused, Ending.Paused);
    private static readonly Attempt Export = new(1, ErrorTypes.DaysExporting, Ending.Paused);
    private static readonly Attempt Failure = new(5, ErrorTypes.DaysFailed, Ending.Failed);
    private static readonly Attempt Success = new(5, null, Ending.Sealed);
    private static readonly Attempt Crash = new(1, "Runtime.ExitError", null);
    private static readonly Attempt TimeOut = new(15, "Sandbox.Timedout", null);

    public static TheoryData<string, string> Nights => new()
    {
        { "Success", "" },
        { "Pause Success", "" },
        { "Pause Pause Success", "" },
        { "Export Export Success", "" },
        { "Pause Pause Pause", "DaysPaused" },
        { "Crash Success", "" },
        { "Crash Crash Crash", "Errors" },
        { "Crash Crash Pause", "Errors" },
        { "Pause Crash Crash", "Errors" },
        { "Pause Pause Crash", "Errors" },
        { "TimeOut Pause Success", "Errors" },
        { "TimeOut TimeOut TimeOut", "Errors" },
        { "Failure Failure Failure", "DaysFailed Errors" },
        { "Failure Success", "DaysFailed" },
    };

    [DeployedTheory]
    [MemberData(nameof(Nights))]
    public async Task A_night_wakes_whom_it_should(string attempts, string rings)
    {
        var stack = await DeployedStack.OfAsync();
        var function = stack["function"].GetProperty("FunctionName").GetString()!;
        foreach (var (begin, delay) in Enumerable.Range(ADay, 31).SelectMany(_ => Delays, (begin, delay) => (begin, delay)))
        {
            var data = Night(attempts, begin, function, delay);
            var rang = Watches(stack, "Errors", "DaysFailed", "DaysPaused").Select(
                watch => (watch.Name, Rang: watch.Alarm.FirstRing(data, begin, begin + (3 * AHour)))).Where(each => each.Rang is not null).ToArray();
            Assert.Equal(rings, string.Join(' ', rang.Select(each => each.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));

            // Whoever is woken is woken while it can still matter to the day.
            Assert.All(rang, each => Assert.InRange(each.Rang!.Value - begin, 0, AHour + 30));
        }
    }

    [DeployedFact]
    public async Task A_schedule_that_is_dead_is_noticed_although_somebody_runs_it_by_hand()
    {
        var stack = await DeployedStack.OfAsync();
        var function = stack["function"].GetProperty("FunctionName").GetString()!;
        int[] nights = [ADay, 2 * ADay, (3 * ADay) + 15];
        foreach (var (name, watch) in Watches(stack, "NoSuccessfulRun"))
        {
            Datum[] alive = [.. nights.SelectMany(begin => Night("TimeOut Pause Success", begin, function, (3, 3)))];
            Assert.Null(watch.FirstRing(alive, (2 * ADay) - 1, (3 * ADay) + ADay));
            Datum[] byHand = [.. Enumerable.Range(0, 40).SelectMany(run => Night("Success", (2 * ADay) + (run * AHour), function, (0, 0), isScheduled: false))];
            var rang = watch.FirstRing([.. Night("Success", 0, function, (0, 0)), .. Night("Success", ADay, function, (0, 0)), .. byHand], ADay, 4 * ADay);
            Assert.InRange(rang!.Value, ADay + (25 * AHour), ADay + (29 * AHour));
            Assert.Equal("NoSuccessfulRun", name);
        }
    }

    [DeployedFact]
    public async Task A_backfill_that_pauses_lets_everybody_sleep_and_one_that_fails_does_not()
    {
        var stack = await DeployedStack.OfAsync();
        var function = stack["machineFunction"].GetProperty("FunctionName").GetString()!;
        foreach (var (watch, delay) in Watches(stack, "MachineErrors", "Errors").SelectMany(_ => Delays, (watch, delay) => (watch, delay)))
        {
            // Four days at a time, each begun a little after the one before.
            Datum[] Four(string attempts) => [.. Enumerable.Range(0, 4).SelectMany(lane => Night(attempts, ADay + (3 * lane), function, delay))];
            int? Ring(Datum[] data) => watch.Alarm.FirstRing(data, ADay, ADay + (4 * AHour));
            Assert.Null(Ring(Four("Pause Pause Pause Pause Pause Pause Success")));
            Assert.Null(Ring([.. Four("Pause Success Success Success Pause"), .. Night("Crash Crash", ADay, function, delay)]));
            var failing = Ring(Four("Failure Failure Failure Failure Failure"));
            var late = Ring(Four("TimeOut TimeOut TimeOut TimeOut TimeOut"));
            Assert.Equal(watch.Name == "MachineErrors", failing is not null);
            Assert.Equal(watch.Name == "MachineErrors", late is not null);
        }
    }

    [DeployedTheory]
    [InlineData("ExecutionsFailed")]
    [InlineData("ExecutionsTimedOut")]
    [InlineData("ExecutionsAborted")]
    public async Task An_execution_that_did_not_do_its_work_is_told_of(string metric)
    {
        var stack = await DeployedStack.OfAsync();
        var machine = stack["machine"].GetProperty("stateMachineArn").GetString()!;
        foreach (var (_, watch) in Watches(stack, "MachineFailed"))
        {
            Assert.NotNull(watch.FirstRing([new("AWS/States", metric, machine, ADay, ADay + 4, 1)], ADay, ADay + AHour));
            Assert.Null(watch.FirstRing([new("AWS/States", metric, machine, ADay, ADay + 4, 0)], ADay, ADay + AHour));
            Assert.Null(watch.FirstRing([new("AWS/States", "ExecutionsSucceeded", machine, ADay, ADay, 1)], ADay, ADay + AHour));
        }
    }

    private static IEnumerable<(string Name, AlarmWatch Alarm)> Watches(DeployedStack stack, params string[] names) =>
        from alarm in stack["alarms"].EnumerateArray()
        let name = alarm.GetProperty("AlarmName").GetString()!.Replace("log-archiver-", "", StringComparison.Ordinal).Replace("Alarm", "", StringComparison.Ordinal)
        where names.Contains(name, StringComparer.Ordinal)
        from extra in (int[])[0, 2]
        from withRunning in (bool[])[true, false]
        select (name, new AlarmWatch(alarm, extra, withRunning));

    /// <summary>What CloudWatch is told of attempts, one after another as Lambda makes them: a minute later, then two.</summary>
    private static List<Datum> Night(string attempts, int begin, string function, (int Lambda, int Own) delay, bool isScheduled = true)
    {
        var data = new List<Datum>();
        foreach (var (attempt, number) in attempts.Split(' ').Select((name, number) => (Of(name), number)))
        {
            var end = begin + attempt.Minutes;
            data.Add(new("AWS/Lambda", "Errors", function, begin, end + delay.Lambda, attempt.ErrorType is null ? 0 : 1));
            if (attempt.Day is { } ending)
            {
                var summary = new ArchiveSummary { DryRun = false, Days = [new() { Group = "app/a", Date = new DateOnly(2026, 11, 19), Ending = ending }] };
                data.AddRange(RunMetrics.Of(summary, TimeSpan.FromMinutes(attempt.Minutes), attempt.ErrorType, isScheduled)
                    .Select(metric => new Datum(MetricLine.Namespace, metric.Name, function, begin, end + delay.Own, metric.Value)));
            }

            begin = end + 1 + Math.Min(number, 1);
        }

        return data;
    }

    private static Attempt Of(string name) => name switch
    {
        nameof(Pause) => Pause,
        nameof(Export) => Export,
        nameof(Failure) => Failure,
        nameof(Success) => Success,
        nameof(Crash) => Crash,
        nameof(TimeOut) => TimeOut,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such attempt"),
    };

    /// <summary>An invocation: how long, how it ended by Lambda's account, and how its day did, where the function could still say.</summary>
    private sealed record Attempt(int Minutes, string? ErrorType, Ending? Day);
}
