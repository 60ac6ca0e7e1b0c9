using System.Text.Json;
using LogArchiver.Function.Tests.EndToEnd;
using LogArchiver.LocalAws.Faults;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>The function may do what its code asks for, on its own things, and nothing else.</summary>
public sealed class PolicyTests
{
    /// <summary>What Lambda does with the function's role: its log, and where it puts runs that it gives up.</summary>
    private static readonly string[] Lambdas = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"];

    /// <summary>What S3 asks of KMS on behalf of the writer (source: API reference of CompleteMultipartUpload).</summary>
    private static readonly string[] OfTheKey = ["kms:Decrypt", "kms:GenerateDataKey"];

    private static readonly string[] OfExports = ["logs:CreateExportTask", "logs:DescribeExportTasks"];

    [DeployedFact]
    public async Task With_everything_switched_on_it_grants_what_the_code_calls_and_no_more()
    {
        var granted = ActionsOf((await DeployedStack.OfAsync(DeployedStack.Everything))["functionPolicy"]);
        Assert.Equal(
            CodeInventory.Actions().Concat(Lambdas).Concat(OfTheKey).Order(StringComparer.Ordinal),
            granted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task Switched_off_it_grants_neither_keys_nor_retention_nor_exports()
    {
        var granted = ActionsOf((await DeployedStack.OfAsync())["functionPolicy"]);
        Assert.Equal(
            CodeInventory.Actions().Concat(Lambdas).Where(action => action != "logs:PutRetentionPolicy").Except(OfExports, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            granted.Order(StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task Everything_that_a_run_really_asks_for_is_granted()
    {
        var granted = ActionsOf((await DeployedStack.OfAsync())["functionPolicy"]);
        await using var world = await FunctionWorld.MakeAsync();
        Assert.True((await world.InvokeAsync("{}")).Succeeded);
        Assert.True((await world.InvokeAsync("""{"tags":{"team":"web"},"logGroups":["*"],"prefix":"tags/"}""")).Succeeded);
        Assert.True((await world.InvokeAsync("""{"reader":"streams","prefix":"streams/"}""")).Succeeded);
        world.Aws.Faults.Add(new FaultRule { Operation = "PutObject", KeyContains = "nginx", Effect = FaultEffect.Error, Status = 403, Code = "AccessDenied" });
        Assert.False((await world.InvokeAsync("""{"prefix":"refused/"}""")).Succeeded);

        var asked = world.Aws.Requests.Snapshot().Keys.Where(operation => !operation.StartsWith("Invocation", StringComparison.Ordinal))
            .Except(["NextInvocation", "Invoke"], StringComparer.Ordinal).ToList();
        Assert.Contains("GetLogEvents", asked);
        Assert.Contains("FilterLogEvents", asked);
        Assert.Contains("PutObject", asked);
        var needed = asked.Select(operation => CodeInventory.ActionOfS3.GetValueOrDefault(operation) ?? $"logs:{operation}");
        Assert.Empty(needed.Except(granted, StringComparer.Ordinal));
        Assert.Empty(asked.Except(CodeInventory.LogsOperations().Concat(CodeInventory.S3Operations()), StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task Whoever_reads_the_manual_finds_every_permission_in_it()
    {
        var manual = await File.ReadAllTextAsync(RepositoryRoot.Below("docs", "operations.md"));
        Assert.All(
            ActionsOf((await DeployedStack.OfAsync(DeployedStack.Everything))["functionPolicy"]),
            action => Assert.Contains($"`{action}`", manual, StringComparison.Ordinal));
    }

    [DeployedFact]
    public async Task Each_permission_is_on_its_own_things()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.Everything);
        var bucket = $"arn:aws:s3:::{stack["bucket"].GetProperty("name").GetString()}";
        var own = stack["functionPolicy"].EnumerateArray().ToDictionary(each => each.GetProperty("Sid").GetString()!, ResourceOf, StringComparer.Ordinal);
        Assert.Equal("*", own["FindLogGroups"]);
        Assert.Equal("arn:aws:logs:eu-central-1:*:log-group:*", own["ReadLogs"]);
        Assert.Equal("arn:aws:logs:eu-central-1:123456789012:log-group:*", own["SetRetention"]);
        Assert.Equal(bucket, own["LookIntoTheBucket"]);
        Assert.Equal($"{bucket}/logs/*", own["WriteTheArchive"]);
        Assert.Equal($"{bucket}/logs/{ArchiveLayout.CheckpointFolder}*", own["ClearCheckpoints"]);
        Assert.Equal(stack["queue"].GetProperty("arn").GetString(), own["PutAwayWhatFailed"]);
        Assert.Contains("FunctionLog", own["SayWhatWasDone"], StringComparison.Ordinal);
        Assert.StartsWith("arn:aws:kms:eu-central-1:123456789012:key/", own["UseTheKeyThroughS3"], StringComparison.Ordinal);
        Assert.Equal("arn:aws:logs:eu-central-1:123456789012:log-group:*", own["ExportLogs"]);
        Assert.Equal("*", own["LookAtExports"]);
        Assert.Equal($"{bucket}/logs/{ArchiveLayout.ExportFolder}*", own["ClearExports"]);
        Assert.Equal(12, own.Count);
        Assert.Equal(
            "arn:aws:logs:eu-central-1:123456789012:log-group:*",
            ResourceOf((await DeployedStack.OfAsync())["functionPolicy"].EnumerateArray().Single(each => each.GetProperty("Sid").GetString() == "ReadLogs")));
    }

    [DeployedFact]
    public async Task The_schedule_may_start_the_function_and_put_away_what_it_cannot_hand_over()
    {
        var stack = await DeployedStack.OfAsync();
        Assert.Equal(["lambda:InvokeFunction", "sqs:SendMessage"], ActionsOf(stack["schedulePolicy"]).Order(StringComparer.Ordinal));
        Assert.Equal(
            [stack["function"].GetProperty("FunctionArn").GetString(), stack["queue"].GetProperty("arn").GetString()],
            stack["schedulePolicy"].EnumerateArray().Select(ResourceOf).Order(StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task Export_tasks_of_this_account_s_groups_alone_may_write_and_only_where_they_belong()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.Everything);
        var bucket = $"arn:aws:s3:::{stack["bucket"].GetProperty("name").GetString()}";
        var allowed = stack["bucket"].GetProperty("policy").EnumerateArray()
            .Where(each => each.GetProperty("Effect").GetString() == "Allow").ToDictionary(each => each.GetProperty("Action").GetString()!, StringComparer.Ordinal);
        Assert.Equal(["s3:GetBucketAcl", "s3:PutObject"], allowed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(bucket, ResourceOf(allowed["s3:GetBucketAcl"]));
        Assert.Equal($"{bucket}/logs/{ArchiveLayout.ExportFolder}*", ResourceOf(allowed["s3:PutObject"]));
        Assert.All(allowed.Values, each =>
        {
            Assert.Equal("logs.eu-central-1.amazonaws.com", each.GetProperty("Principal").GetProperty("Service").GetString());
            var condition = each.GetProperty("Condition");
            Assert.Equal("123456789012", condition.GetProperty("StringEquals").GetProperty("aws:SourceAccount").GetString());
            Assert.Equal("arn:aws:logs:eu-central-1:123456789012:log-group:*", condition.GetProperty("ArnLike").GetProperty("aws:SourceArn").GetString());
        });
        Assert.Equal(
            "bucket-owner-full-control",
            allowed["s3:PutObject"].GetProperty("Condition").GetProperty("StringEquals").GetProperty("s3:x-amz-acl").GetString());
        Assert.Contains("LetExportTasksEncrypt", stack.Resolved("ArchiveKey").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("LetExportTasks", (await DeployedStack.OfAsync())["bucket"].GetProperty("policy").GetRawText(), StringComparison.Ordinal);
    }

    private static List<string> ActionsOf(JsonElement statements)
    {
        Assert.All(statements.EnumerateArray(), each => Assert.Equal("Allow", each.GetProperty("Effect").GetString()));
        return [.. statements.EnumerateArray().Select(each => each.GetProperty("Action"))
            .SelectMany(action => action.ValueKind == JsonValueKind.Array ? action.EnumerateArray().ToArray() : [action])
            .Select(action => action.GetString()!)];
    }

    private static string ResourceOf(JsonElement statement) => statement.GetProperty("Resource").GetString()!;
}
