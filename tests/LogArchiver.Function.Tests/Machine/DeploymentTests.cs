using System.Text.Json;
using LogArchiver.Function.Tests.Deployment;
using LogArchiver.Plan;

namespace LogArchiver.Function.Tests.Machine;

/// <summary>The state machine as it is deployed: what it may do, what it calls, and how much at once.</summary>
public sealed class DeploymentTests
{
    /// <summary>What each kind of resource in the definition needs (source: IAM policies for Distributed Map, Lambda integration).</summary>
    private static readonly Dictionary<string, string[]> ActionsOf = new(StringComparer.Ordinal)
    {
        ["lambda:invoke"] = ["lambda:InvokeFunction"],
        ["s3:getObject"] = ["s3:GetObject"],
        ["s3:putObject"] = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
        ["DISTRIBUTED"] = ["states:StartExecution", "states:DescribeExecution", "states:StopExecution"],
    };

    /// <summary>What a state machine needs to log (source: Logging using CloudWatch Logs, Step Functions).</summary>
    private static readonly string[] ForItsLog =
    [
        "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
        "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
    ];

    private static readonly string[] OfTheKey = ["kms:Decrypt", "kms:GenerateDataKey"];

    [DeployedFact]
    public async Task Its_role_grants_what_its_states_call_and_no_more()
    {
        var stack = await DeployedStack.OfAsync();
        var called = Resources(JsonElement.Parse(stack["machine"].GetProperty("definition").GetString()!)).SelectMany(each => ActionsOf[each])
            .Concat(ForItsLog).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("lambda:InvokeFunction", called);
        Assert.Contains("states:StartExecution", called);
        Assert.Equal(called.Order(StringComparer.Ordinal), Granted(stack["machinePolicy"]).Order(StringComparer.Ordinal));
        Assert.Equal(
            called.Concat(OfTheKey).Order(StringComparer.Ordinal),
            Granted((await DeployedStack.OfAsync(DeployedStack.Everything))["machinePolicy"]).Order(StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task It_touches_its_own_function_its_own_books_and_its_own_executions()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.Everything);
        var on = stack["machinePolicy"].EnumerateArray().ToDictionary(
            each => each.GetProperty("Sid").GetString()!,
            each => each.GetProperty("Resource") is { ValueKind: JsonValueKind.Array } several
                ? string.Join(' ', several.EnumerateArray().Select(one => one.GetString())) : each.GetProperty("Resource").GetString(),
            StringComparer.Ordinal);
        var machine = stack["machine"].GetProperty("stateMachineArn").GetString()!;
        Assert.Equal(stack["machineFunction"].GetProperty("FunctionArn").GetString(), on["CallTheFunction"]);
        Assert.Equal($"arn:aws:s3:::{stack["bucket"].GetProperty("name").GetString()}/logs/{ArchiveLayout.RunFolder}*", on["KeepTheBooksOfRuns"]);
        Assert.Equal(machine, on["StartItsParts"]);

        // An item's execution is named after the Map's label (source: Step Functions guide, IAM policies for Distributed Map, whose policies
        // name executions "stateMachineName:*", and "stateMachineName/myMapRunLabel:*" where they are redriven). A bare * behind the name
        // would take in every machine whose name begins like this one's.
        var own = machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal);
        var label = Assert.Single(Labels(JsonElement.Parse(stack["machine"].GetProperty("definition").GetString()!)));
        Assert.Equal($"{own}:* {own}/{label}:*", on["FollowItsParts"]);
        Assert.Equal(6, on.Count);
    }

    [DeployedFact]
    public async Task It_has_a_function_of_its_own_whose_runs_at_once_are_those_of_the_map()
    {
        var stack = await DeployedStack.OfAsync("BackfillConcurrency=7", "ReserveConcurrency=yes");
        Assert.Equal((7, 2), (stack["machineConcurrency"].GetInt32(), stack["concurrency"].GetInt32()));
        var (nightly, own) = (stack["function"], stack["machineFunction"]);
        Assert.NotEqual(nightly.GetProperty("FunctionArn").GetString(), own.GetProperty("FunctionArn").GetString());
        foreach (var same in (string[])["Runtime", "Handler", "Timeout", "MemorySize", "Role", "CodeSha256"])
        {
            Assert.Equal(nightly.GetProperty(same).ToString(), own.GetProperty(same).ToString());
        }

        var variables = own.GetProperty("Environment").GetProperty("Variables").EnumerateObject().ToDictionary(each => each.Name, each => each.Value.ToString(), StringComparer.Ordinal);
        Assert.Equal("7", variables[Settings.Concurrency.EnvironmentName]);
        variables.Remove(Settings.Concurrency.EnvironmentName);
        Assert.Equal(stack.FunctionEnvironment.OrderBy(each => each.Key, StringComparer.Ordinal), variables.OrderBy(each => each.Key, StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.Null, (await DeployedStack.OfAsync())["machineConcurrency"].ValueKind);
    }

    [DeployedFact]
    public async Task It_is_of_the_kind_whose_days_may_take_long_and_logs_no_contents()
    {
        var stack = await DeployedStack.OfAsync();
        Assert.Equal("STANDARD", stack["machine"].GetProperty("type").GetString());
        var logging = stack.Resolved("ArchiveMachine").GetProperty("LoggingConfiguration");
        Assert.Equal(("ERROR", "False"), (logging.GetProperty("Level").GetString(), logging.GetProperty("IncludeExecutionData").ToString()));
        Assert.StartsWith("/aws/vendedlogs/", stack.Resolved("MachineLog").GetProperty("LogGroupName").GetString(), StringComparison.Ordinal);
        Assert.Equal(stack["machine"].GetProperty("stateMachineArn").GetString(), stack["outputs"].GetProperty("StateMachineArn").GetString());
        Assert.DoesNotContain("${", stack["machine"].GetProperty("definition").GetString(), StringComparison.Ordinal);
    }

    /// <summary>All integrations of a definition, and that it is distributed.</summary>
    private static IEnumerable<string> Resources(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Resources),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field => (field.Name, field.Value.ValueKind) switch
        {
            ("Resource", JsonValueKind.String) => [field.Value.GetString()!.Split(":::")[1]],
            ("Mode", JsonValueKind.String) => [field.Value.GetString()!],
            _ => Resources(field.Value),
        }),
        _ => [],
    };

    /// <summary>What the distributed Maps of a definition call the executions of their items.</summary>
    private static IEnumerable<string> Labels(JsonElement definition) => definition.GetProperty("States").EnumerateObject()
        .Where(state => state.Value.TryGetProperty("Label", out _)).Select(state => state.Value.GetProperty("Label").GetString()!);

    private static List<string> Granted(JsonElement statements) => [.. statements.EnumerateArray().Select(each => each.GetProperty("Action"))
        .SelectMany(action => action.ValueKind == JsonValueKind.Array ? action.EnumerateArray().ToArray() : [action])
        .Select(action => action.GetString()!)];
}
