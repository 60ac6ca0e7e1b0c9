using System.Text.Json.Serialization;

namespace LogArchiver.Aws.StepFunctions;

/// <summary>The ARN of a state machine: <c>arn:aws:states:{region}:{account}:stateMachine:{name}</c>.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Region">The Region.</param>
/// <param name="Name">The machine's name.</param>
public sealed record StateMachineArn(string Text, string Region, string Name)
{
    /// <summary>Reads an ARN; null when the text is none of a state machine.</summary>
    public static StateMachineArn? TryParse(string text) =>
        text.Split(':') is ["arn", { Length: > 0 }, "states", { Length: > 0 } region, { Length: 12 } account, "stateMachine", { Length: > 0 } name]
            && account.All(char.IsAsciiDigit) && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? new StateMachineArn(text, region, name)
            : null;
}

/// <summary>How an execution is.</summary>
public sealed record ExecutionState
{
    /// <summary>One that has just been started.</summary>
    public static ExecutionState Started { get; } = new() { Status = "RUNNING" };

    /// <summary>RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE.</summary>
    public required string Status { get; init; }

    /// <summary>Its output, JSON; null unless it succeeded.</summary>
    public string? Output { get; init; }

    /// <summary>The error it ended with.</summary>
    public string? Error { get; init; }

    /// <summary>And its cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Whether it is still under way.</summary>
    [JsonIgnore]
    public bool IsRunning => Status is "RUNNING";

    /// <summary>Whether it ended well.</summary>
    [JsonIgnore]
    public bool HasSucceeded => Status is "SUCCEEDED";
}

/// <summary>How many items of a Distributed Map are so.</summary>
public sealed record ItemCounts
{
    /// <summary>All.</summary>
    public long Total { get; init; }

    /// <summary>Done.</summary>
    public long Succeeded { get; init; }

    /// <summary>Failed.</summary>
    public long Failed { get; init; }

    /// <summary>Timed out.</summary>
    public long TimedOut { get; init; }

    /// <summary>Aborted.</summary>
    public long Aborted { get; init; }

    /// <summary>Under way.</summary>
    public long Running { get; init; }

    /// <summary>Those that will not be tried any more.</summary>
    [JsonIgnore]
    public long Ended => Succeeded + Failed + TimedOut + Aborted;
}

internal sealed record StartExecutionRequest(string StateMachineArn, string Name, string Input);

internal sealed record StartExecutionAnswer(string ExecutionArn);

internal sealed record ExecutionRequest(string ExecutionArn);

internal sealed record MapRunEntry(string MapRunArn);

internal sealed record MapRunList(IReadOnlyList<MapRunEntry>? MapRuns);

internal sealed record MapRunState(ItemCounts? ItemCounts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StartExecutionRequest))]
[JsonSerializable(typeof(StartExecutionAnswer))]
[JsonSerializable(typeof(ExecutionRequest))]
[JsonSerializable(typeof(ExecutionState))]
[JsonSerializable(typeof(MapRunEntry))]
[JsonSerializable(typeof(MapRunList))]
[JsonSerializable(typeof(MapRunState))]
internal sealed partial class StatesJson : JsonSerializerContext;
