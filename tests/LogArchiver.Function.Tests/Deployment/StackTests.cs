using System.Text.Json;
using LogArchiver.Plan;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>What the services have after a deployment, with the defaults and with everything switched on.</summary>
public sealed class StackTests
{
    [DeployedFact]
    public async Task The_function_is_what_runs_locally_with_the_settings_given()
    {
        var stack = await DeployedStack.OfAsync();
        var function = stack["function"];
        Assert.Equal(("dotnet10", "LogArchiver.Function", 900, 512), (
            function.GetProperty("Runtime").GetString(), function.GetProperty("Handler").GetString(),
            function.GetProperty("Timeout").GetInt32(), function.GetProperty("MemorySize").GetInt32()));
        // An account whose limit is 10, as a new one's, lets nothing be reserved: asked for by default, it would fail the first deployment.
        Assert.Equal(JsonValueKind.Null, stack["concurrency"].ValueKind);
        // Moto's CloudFormation keeps neither of these.
        var properties = stack.Resolved("ArchiveFunction");
        Assert.Equal("arm64", properties.GetProperty("Architectures")[0].GetString());
        Assert.Equal("2048", properties.GetProperty("EphemeralStorage").GetProperty("Size").ToString());
        Assert.Equal(stack["log"].GetProperty("logGroupName").GetString(), properties.GetProperty("LoggingConfig").GetProperty("LogGroup").GetString());
        Assert.Equal(30, stack["log"].GetProperty("retentionInDays").GetInt32());
        Assert.Equal(
            [
                "LOGARCHIVER_BUCKET", "LOGARCHIVER_CATCH_UP_DAYS", "LOGARCHIVER_DAYS_AGO", "LOGARCHIVER_EXCLUDE_EVENTS",
                "LOGARCHIVER_EXCLUDE_LOG_GROUPS", "LOGARCHIVER_EXPORT_TASKS", "LOGARCHIVER_FORMAT", "LOGARCHIVER_INCLUDE_EVENTS", "LOGARCHIVER_KEEP_EVENTS",
                "LOGARCHIVER_LOG_GROUPS", "LOGARCHIVER_PREFIX", "LOGARCHIVER_SETTLE_AFTER_DAYS", "LOGARCHIVER_TAGS", "LOGARCHIVER_TIME_ZONE",
                "MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_",
            ],
            stack.FunctionEnvironment.Keys.Order(StringComparer.Ordinal));
        var all = await DeployedStack.OfAsync(DeployedStack.Everything);
        Assert.Equal("30", all.FunctionEnvironment["LOGARCHIVER_SET_RETENTION_DAYS"]);
        Assert.Equal(("false", "true"), (stack.FunctionEnvironment[Settings.ExportTasks.EnvironmentName], all.FunctionEnvironment[Settings.ExportTasks.EnvironmentName]));
        Assert.Equal(2, all["concurrency"].GetInt32());
    }

    [DeployedFact]
    public async Task The_schedule_names_the_time_it_means_and_loses_no_event()
    {
        var stack = await DeployedStack.OfAsync();
        var (schedule, queue) = (stack["schedule"], stack["queue"].GetProperty("arn").GetString());
        Assert.Equal(("cron(15 2 * * ? *)", "UTC"), (
            schedule.GetProperty("ScheduleExpression").GetString(), schedule.GetProperty("ScheduleExpressionTimezone").GetString()));
        Assert.Equal("""{"Mode":"FLEXIBLE","MaximumWindowInMinutes":15}""", Sorted(schedule.GetProperty("FlexibleTimeWindow"), "Mode"));
        var target = schedule.GetProperty("Target");
        Assert.Equal("""{"scheduledTime": "<aws.scheduler.scheduled-time>"}""", target.GetProperty("Input").GetString());
        Assert.Equal(queue, target.GetProperty("DeadLetterConfig").GetProperty("Arn").GetString());
        Assert.Equal(10, target.GetProperty("RetryPolicy").GetProperty("MaximumRetryAttempts").GetInt32());
        // A name of its own would keep a second stack from being made.
        Assert.False(stack.Resolved("ArchiveFunctionDaily").TryGetProperty("Name", out _));
        var invocations = stack["asynchronous"];
        Assert.Equal(2, invocations.GetProperty("MaximumRetryAttempts").GetInt32());
        Assert.Equal(queue, invocations.GetProperty("DestinationConfig").GetProperty("OnFailure").GetProperty("Destination").GetString());
        Assert.Equal("1209600", stack["queue"].GetProperty("MessageRetentionPeriod").GetString());

        var other = (await DeployedStack.OfAsync(DeployedStack.Everything))["schedule"];
        Assert.Equal("""{"Mode":"OFF"}""", Sorted(other.GetProperty("FlexibleTimeWindow"), "Mode"));
        Assert.Equal("Asia/Seoul", other.GetProperty("ScheduleExpressionTimezone").GetString());
    }

    [DeployedFact]
    public async Task The_bucket_is_closed_and_forgets_only_what_nobody_needs()
    {
        var stack = await DeployedStack.OfAsync();
        var bucket = stack["bucket"];
        Assert.Equal("Enabled", bucket.GetProperty("versioning").GetString());
        Assert.All(bucket.GetProperty("publicAccess").EnumerateObject(), each => Assert.True(each.Value.GetBoolean(), each.Name));
        Assert.Equal(4, bucket.GetProperty("publicAccess").EnumerateObject().Count());
        Assert.Equal("AES256", AlgorithmOf(bucket));
        var refusal = Assert.Single(bucket.GetProperty("policy").EnumerateArray());
        Assert.Equal(("Deny", "false"), (
            refusal.GetProperty("Effect").GetString(), refusal.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString()));
        Assert.Equal(["AbortIncompleteMultipartUploads", "ForgetCheckpoints", "ForgetOldVersions", "ForgetRuns"], Rules(bucket).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(7, Rules(bucket)["AbortIncompleteMultipartUploads"].GetProperty("AbortIncompleteMultipartUpload").GetProperty("DaysAfterInitiation").GetInt32());
        Assert.Equal(ArchiveLayout.CheckpointFolder, PrefixOf(Rules(bucket)["ForgetCheckpoints"]));
        Assert.Equal(ArchiveLayout.RunFolder, PrefixOf(Rules(bucket)["ForgetRuns"]));
        Assert.Equal(30, Rules(bucket)["ForgetOldVersions"].GetProperty("NoncurrentVersionExpiration").GetProperty("NoncurrentDays").GetInt32());
        Assert.False(Rules(bucket)["ForgetOldVersions"].TryGetProperty("Expiration", out _));
        Assert.Equal(["ArchiveBucket", "ArchiveBucketPolicy"], Kept(stack));
    }

    [DeployedFact]
    public async Task With_everything_on_files_move_and_expire_and_manifests_stay_where_they_are_read()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.Everything);
        var rules = Rules(stack["bucket"]);
        var moves = rules["MoveFiles"];
        Assert.Equal("logs/group=", PrefixOf(moves));
        Assert.Equal(
            ["INTELLIGENT_TIERING 0", "GLACIER_IR 90", "DEEP_ARCHIVE 400"],
            moves.GetProperty("Transitions").EnumerateArray().Select(each => $"{each.GetProperty("StorageClass").GetString()} {each.GetProperty("Days").GetInt32()}"));
        Assert.Equal(["logs/group=", $"logs/{ArchiveLayout.ManifestFolder}"], new[] { "ExpireFiles", "ExpireManifests" }.Select(rule => PrefixOf(rules[rule])));
        Assert.All(["ExpireFiles", "ExpireManifests"], rule => Assert.Equal(2000, rules[rule].GetProperty("Expiration").GetProperty("Days").GetInt32()));
        Assert.DoesNotContain(rules.Where(rule => rule.Value.TryGetProperty("Transitions", out _)), rule => rule.Key != "MoveFiles");
        Assert.Equal($"logs/{ArchiveLayout.ExportFolder}", PrefixOf(rules["ForgetExports"]));
        // The prefix of the files is that of the key template, or the rules would match nothing.
        Assert.StartsWith("group={group}/", Settings.KeyTemplate.Default, StringComparison.Ordinal);
        Assert.Equal("aws:kms", AlgorithmOf(stack["bucket"]));
        Assert.True(stack["key"].GetProperty("KeyRotationEnabled").GetBoolean());
        var held = stack["lock"].GetProperty("Rule").GetProperty("DefaultRetention");
        Assert.Equal(("COMPLIANCE", 400), (held.GetProperty("Mode").GetString(), held.GetProperty("Days").GetInt32()));
        Assert.Equal(["ArchiveBucket", "ArchiveBucketPolicy", "ArchiveKey"], Kept(stack));
        Assert.Equal("ops@example.com", Assert.Single(stack["mail"].EnumerateArray()).GetProperty("Endpoint").GetString());
        Assert.All(stack["alarms"].EnumerateArray(), alarm => Assert.Single(alarm.GetProperty("AlarmActions").EnumerateArray()));
    }

    [DeployedFact]
    public async Task An_existing_bucket_is_used_and_left_as_it_is()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.IntoExistingBucket);
        Assert.False(stack.Has("bucket"));
        Assert.False(stack.Has("key"));
        Assert.Empty(Kept(stack));
        Assert.Equal("my-archive", stack.FunctionEnvironment[Settings.Bucket.EnvironmentName]);
        Assert.Contains("key/1234abcd-12ab-34cd-56ef-1234567890ab", stack["functionPolicy"].GetRawText(), StringComparison.Ordinal);
        Assert.Contains("arn:aws:s3:::my-archive/logs/*", stack["functionPolicy"].GetRawText(), StringComparison.Ordinal);
        Assert.All(stack["tables"].EnumerateArray(), table => Assert.StartsWith(
            "s3://my-archive/logs/group=", table.GetProperty("Parameters").GetProperty("storage.location.template").GetString(), StringComparison.Ordinal));
    }

    private static Dictionary<string, JsonElement> Rules(JsonElement bucket) =>
        bucket.GetProperty("lifecycle").EnumerateArray().ToDictionary(rule => rule.GetProperty("ID").GetString()!, StringComparer.Ordinal);

    private static string? PrefixOf(JsonElement rule) => rule.GetProperty("Filter").GetProperty("Prefix").GetString();

    private static string? AlgorithmOf(JsonElement bucket) => Assert.Single(bucket.GetProperty("encryption").EnumerateArray())
        .GetProperty("ApplyServerSideEncryptionByDefault").GetProperty("SSEAlgorithm").GetString();

    private static IEnumerable<string?> Kept(DeployedStack stack) => stack["kept"].EnumerateArray().Select(each => each.GetString());

    private static string Sorted(JsonElement value, string first) => "{" + string.Join(',', value.EnumerateObject()
        .OrderBy(each => each.Name == first ? 0 : 1).Select(each => $"\"{each.Name}\":{each.Value.GetRawText()}")) + "}";
}
