namespace LogArchiver.LocalAws.Runtime;

/// <summary>How an invocation ended: with a payload, or with an error.</summary>
public sealed record InvocationResult
{
    /// <summary>The request id, as the function was told it.</summary>
    public required string RequestId { get; init; }

    /// <summary>What the function answered; empty after an error.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The error; null when the function answered.</summary>
    public InvocationError? Error { get; init; }

    /// <summary>Whether the function never came so far as to ask for an invocation.</summary>
    public bool InitFailed { get; init; }

    /// <summary>Whether the time was up before the function answered.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether the function answered.</summary>
    public bool Succeeded => Error is null;
}

/// <summary>An error of a function.</summary>
/// <param name="Type">Such as <c>Function.ArchiveFailed</c> or <c>Sandbox.Timedout</c>.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Raw">The JSON that the function sent, or that Lambda would send for it.</param>
public sealed record InvocationError(string Type, string Message, string Raw);
