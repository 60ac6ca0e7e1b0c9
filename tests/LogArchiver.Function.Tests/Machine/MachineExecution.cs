using System.Text.Json;
using LogArchiver.Function.Tests.Deployment;
using LogArchiver.Function.Tests.EndToEnd;

namespace LogArchiver.Function.Tests.Machine;

/// <summary>How an execution of the state machine ended, and what it did on the way.</summary>
internal sealed record MachineExecution
{
    /// <summary>Such as <c>SUCCEEDED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The error it ended with.</summary>
    public string? Error { get; init; }

    /// <summary>And its cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Its output, where it succeeded.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The states of the machine itself in the order in which they were entered.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>Seconds between attempts, of all states.</summary>
    public required IReadOnlyList<double> Waits { get; init; }

    /// <summary>The most items that were under way at the same moment.</summary>
    public required int MostAtOnce { get; init; }

    /// <summary>Fails with what went wrong where it did not succeed.</summary>
    public void AssertSucceeded() => Assert.True(Status == "SUCCEEDED", $"{Status} {Error}: {Cause}");

    /// <summary>Fails with what happened where it did not end by that error.</summary>
    public void AssertFailed(string error) => Assert.True(Status == "FAILED" && Error == error, $"{Status} {Error}: {Cause}");

    /// <summary>Executes the definition over the function and the bucket of this world.</summary>
    public static async Task<MachineExecution> OfAsync(FunctionWorld world, string input)
    {
        var run = await CommandRun.OfAsync(
            "python3", "-W", "ignore", "tests/deployment/run_machine.py", "statemachine/archive.asl.json", world.Aws.Endpoint.ToString().TrimEnd('/'), input);
        Assert.True(run.ExitCode == 0, run.Output);
        return JsonSerializer.Deserialize<MachineExecution>(run.Output.Split('\n').Last(line => line.StartsWith('{')), JsonSerializerOptions.Web)!;
    }
}

/// <summary>What a test asks of the bucket.</summary>
internal static class BucketQuestions
{
    /// <summary>Whether the day has a manifest.</summary>
    public static bool IsSealed(this FunctionWorld world, string group, DateOnly date) => File.Exists(world.Aws.S3.PathOf(
        FunctionWorld.Bucket, $"_manifests/group={group.Replace('/', '~')}/dt={date:yyyy-MM-dd}.json"));

    /// <summary>The JSON stored under a key.</summary>
    public static JsonDocument JsonAt(this FunctionWorld world, string key) =>
        JsonDocument.Parse(File.ReadAllBytes(world.Aws.S3.PathOf(FunctionWorld.Bucket, key)));

    /// <summary>The keys that begin with a prefix.</summary>
    public static IReadOnlyList<string> KeysBelow(this FunctionWorld world, string prefix)
    {
        var root = Path.GetDirectoryName(world.Aws.S3.PathOf(FunctionWorld.Bucket, "x"))!;
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
