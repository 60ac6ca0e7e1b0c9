using System.Text.Json;
using LogArchiver.Estimate;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Machine;

/// <summary>The definition as the States language wants it, whoever interprets it: nothing misspelt, nothing unreachable, nothing that
/// has no next.</summary>
public sealed class StructureTests
{
    private static readonly string[] Anywhere = ["Type", "Comment"];
    private static readonly string[] OfTasks = ["Resource", "Parameters", "OutputPath", "TimeoutSeconds", "Retry", "Next", "End"];

    private static readonly Dictionary<string, string[]> FieldsOf = new(StringComparer.Ordinal)
    {
        ["Task"] = OfTasks,
        ["Map"] = ["Label", "ItemReader", "MaxConcurrencyPath", "ToleratedFailurePercentage", "ItemProcessor", "ResultWriter", "ResultPath", "Next", "End"],
        ["Choice"] = ["Choices", "Default"],
        ["Fail"] = ["Error", "CausePath"],
        ["Succeed"] = [],
    };

    private static readonly string[] OfRetries = ["ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts", "MaxDelaySeconds", "JitterStrategy"];

    private readonly JsonElement definition = JsonElement.Parse(File.ReadAllBytes(RepositoryRoot.Below("statemachine", "archive.asl.json")));

    [Fact]
    public void Every_state_is_reached_and_leads_on_to_one_that_is_there() => Check(definition);

    [Fact]
    public void What_a_checker_should_find_this_one_finds()
    {
        var text = definition.GetRawText();
        foreach (var (right, wrong) in ((string, string)[])[
            ("\"Default\": \"Done\"", "\"Default\": \"Doen\""),
            ("\"ResultPath\": ", "\"ResultsPath\": "), ("\"BackoffRate\": 1,", "\"BackOffRate\": 1,"), ("\"Default\": \"Done\"", "\"Comment\": \"Done\""),
            ("\"Next\": \"DidAnyDayFail\"", "\"Next\": \"Done\""), ("\"End\": true", "\"TimeoutSeconds\": 1")])
        {
            Assert.Contains(right, text, StringComparison.Ordinal);
            var broken = JsonElement.Parse(text.Replace(right, wrong, StringComparison.Ordinal));
            Assert.ThrowsAny<Exception>(() => Check(broken));
        }
    }

    [Fact]
    public void An_execution_has_as_many_states_as_an_estimate_reckons_with()
    {
        // It ends in one of two.
        Assert.Equal(RangeEstimate.StatesOfAnExecution, definition.GetProperty("States").EnumerateObject().Count() - 1);
        Assert.Single(definition.GetProperty("States").GetProperty("ArchiveDays").GetProperty("ItemProcessor").GetProperty("States").EnumerateObject());
    }

    [Fact]
    public void No_task_waits_longer_than_it_must_nor_shorter_than_the_function_may_take() => Assert.All(Tasks(), task =>
    {
        // The function's time-out is 900 s; its answer then has a minute.
        Assert.Equal(960, task.GetProperty("TimeoutSeconds").GetInt32());
        Assert.Equal("$.Payload", task.GetProperty("OutputPath").GetString());
        Assert.Equal("${FunctionArn}", task.GetProperty("Parameters").GetProperty("FunctionName").GetString());
    });

    [Fact]
    public void Throttles_and_faults_of_Lambda_are_tried_again_ever_later_and_not_in_step()
    {
        foreach (var error in (string[])["Lambda.TooManyRequestsException", "Lambda.ServiceException", "Lambda.Unknown", "States.Timeout"])
        {
            Assert.All(Tasks(), task =>
            {
                var retry = Assert.Single(task.GetProperty("Retry").EnumerateArray(), each => Errors(each).Contains(error, StringComparer.Ordinal));
                Assert.Equal("FULL", retry.GetProperty("JitterStrategy").GetString());
                Assert.True(retry.GetProperty("BackoffRate").GetDouble() > 1);
                Assert.True(retry.GetProperty("MaxDelaySeconds").GetInt32() > retry.GetProperty("IntervalSeconds").GetInt32());
            });
        }
    }

    [Fact]
    public void Errors_that_only_a_person_can_mend_are_not_tried_again()
    {
        foreach (var task in Tasks())
        {
            var tried = task.GetProperty("Retry").EnumerateArray().SelectMany(Errors).ToList();
            Assert.Equal(tried.Distinct(StringComparer.Ordinal), tried);
            Assert.DoesNotContain("States.ALL", tried);
            Assert.DoesNotContain("LogArchiver.BadRequest", tried);
            Assert.DoesNotContain("LogArchiver.Bug", tried);
        }
    }

    private IEnumerable<JsonElement> Tasks()
    {
        var states = definition.GetProperty("States");
        var day = states.GetProperty("ArchiveDays").GetProperty("ItemProcessor").GetProperty("States").GetProperty("ArchiveDay");
        return states.EnumerateObject().Select(state => state.Value).Append(day).Where(state => state.GetProperty("Type").GetString() == "Task");
    }

    private static IEnumerable<string> Errors(JsonElement retry) => retry.GetProperty("ErrorEquals").EnumerateArray().Select(error => error.GetString()!);

    private static void Check(JsonElement program)
    {
        var states = program.GetProperty("States").EnumerateObject().ToDictionary(state => state.Name, state => state.Value, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var ahead = new Queue<string>([program.GetProperty("StartAt").GetString()!]);
        while (ahead.TryDequeue(out var name))
        {
            if (reached.Add(name))
            {
                CheckFields(states[name]);
                foreach (var next in NextOf(states[name]))
                {
                    ahead.Enqueue(next);
                }
            }
        }

        Assert.Equal(states.Keys.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    private static void CheckFields(JsonElement state)
    {
        var type = state.GetProperty("Type").GetString()!;
        Assert.Empty(Names(state).Except(FieldsOf[type].Concat(Anywhere), StringComparer.Ordinal));
        if (state.TryGetProperty("Retry", out var retries))
        {
            Assert.All(retries.EnumerateArray(), retry => Assert.Empty(Names(retry).Except(OfRetries, StringComparer.Ordinal)));
        }

        if (state.TryGetProperty("ItemProcessor", out var processor))
        {
            Assert.Equal("STANDARD", processor.GetProperty("ProcessorConfig").GetProperty("ExecutionType").GetString());
            Check(processor);
        }
    }

    private static IEnumerable<string> NextOf(JsonElement state)
    {
        switch (state.GetProperty("Type").GetString())
        {
            case "Choice":
                return state.GetProperty("Choices").EnumerateArray().Select(choice => choice.GetProperty("Next").GetString()!)
                    .Append(state.GetProperty("Default").GetString()!);
            case "Succeed" or "Fail":
                return [];
            default:
                var ends = state.TryGetProperty("End", out var end) && end.GetBoolean();
                Assert.NotEqual(ends, state.TryGetProperty("Next", out var next));
                return ends ? [] : [next.GetString()!];
        }
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(field => field.Name);
}
