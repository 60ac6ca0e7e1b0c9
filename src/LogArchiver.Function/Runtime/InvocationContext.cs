namespace LogArchiver.Function.Runtime;

/// <summary>What Lambda says about one invocation, beside its payload.</summary>
/// <param name="clock">The time, for <see cref="Remaining"/>.</param>
internal sealed record InvocationContext(TimeProvider clock)
{
    /// <summary>Lambda's id of the request. The same for every attempt at one asynchronous event.</summary>
    public required string RequestId { get; init; }

    /// <summary>When Lambda will end the process, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The function, version or alias that was called; empty when it was not said.</summary>
    public string InvokedFunctionArn { get; init; } = "";

    /// <summary>The X-Ray trace this invocation belongs to; null when there is none.</summary>
    public string? TraceId { get; init; }

    /// <summary>How long until <see cref="Deadline"/>; never negative.</summary>
    public TimeSpan Remaining => Deadline - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

/// <summary>What the function does with one invocation. It answers, or says why it cannot; an exception is a bug.</summary>
/// <param name="payload">The event: JSON, up to 6 MB.</param>
/// <param name="context">What Lambda says about the invocation.</param>
/// <param name="stop">The process is asked to end.</param>
internal delegate Task<InvocationAnswer> InvocationHandler(
    ReadOnlyMemory<byte> payload, InvocationContext context, CancellationToken stop);

/// <summary>How an invocation ends: with a JSON answer, or as failed.</summary>
internal sealed record InvocationAnswer
{
    private InvocationAnswer()
    {
    }

    /// <summary>The answer; empty when the invocation failed.</summary>
    public ReadOnlyMemory<byte> Json { get; private init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public InvocationError? Error { get; private init; }

    /// <summary>It went well.</summary>
    public static InvocationAnswer Done(ReadOnlyMemory<byte> json) => new() { Json = json };

    /// <summary>It failed: Lambda counts an error, tries again as it is configured to, and tells its destinations.</summary>
    public static InvocationAnswer Failed(InvocationError error) => new() { Error = error };
}
