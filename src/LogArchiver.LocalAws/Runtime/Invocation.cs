namespace LogArchiver.LocalAws.Runtime;

/// <summary>One invocation, from the queue to its end. It ends once; whoever comes later changes nothing.</summary>
internal sealed class Invocation(string requestId, ReadOnlyMemory<byte> payload, TimeSpan timeout)
{
    private readonly TaskCompletionSource<InvocationResult> ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The id.</summary>
    public string RequestId => requestId;

    /// <summary>What the function is given.</summary>
    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>How long the function may take.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>The id of this delivery, which the function is to give back.</summary>
    public string DeliveryId { get; } = Guid.NewGuid().ToString();

    /// <summary>Done when a function has taken it.</summary>
    public Task Taken => taken.Task;

    /// <summary>How it ended.</summary>
    public Task<InvocationResult> Ended => ending.Task;

    /// <summary>A function takes it.</summary>
    public void Take() => taken.TrySetResult();

    /// <summary>Ends it.</summary>
    public bool TryEnd(InvocationResult result) => ending.TrySetResult(result);

    /// <summary>Ends it with an error.</summary>
    public bool TryEnd(InvocationError error) => TryEnd(new InvocationResult { RequestId = requestId, Error = error });
}
