using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Runtime;

/// <summary>The Lambda Runtime API, which a function process asks for invocations, and the Invoke API in front of it.</summary>
/// <remarks>The life of the function process is the caller's: see <see cref="FunctionProcess"/>.</remarks>
public sealed class RuntimeService : ILocalService
{
    /// <summary>Invocations that may wait for a function.</summary>
    private const int MostWaiting = 1000;

    /// <summary>How long a function may take to ask for its first invocation; Lambda gives the init phase 10 seconds.</summary>
    private static readonly TimeSpan InitTime = TimeSpan.FromSeconds(10);

    private readonly LocalAwsOptions options;
    private readonly Channel<Invocation> waiting = Channel.CreateBounded<Invocation>(MostWaiting);
    private readonly ConcurrentDictionary<string, Invocation> underWay = new(StringComparer.Ordinal);
    private readonly RuntimeApi runtimeApi;
    private readonly InvokeApi invokeApi;
    private InvocationError? initError;

    internal RuntimeService(LocalAwsOptions options)
    {
        this.options = options;
        runtimeApi = new RuntimeApi(this, options);
        invokeApi = new InvokeApi(this);
    }

    /// <summary>Host and port: the value for AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address { get; internal set; } = "";

    /// <summary>What the function is called in its ARN.</summary>
    public string FunctionName { get; set; } = "log-archiver";

    /// <summary>How long an invocation through the Invoke API may take; Lambda allows 15 minutes at most.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    internal ChannelReader<Invocation> Waiting => waiting.Reader;

    /// <summary>Queues an invocation and waits for its end.</summary>
    /// <param name="payload">What the function is given: JSON.</param>
    /// <param name="timeout">How long it may take, from when a function takes it; the deadline it is told. Until one takes it,
    /// ten seconds more may pass for its start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">A thousand invocations are waiting already.</exception>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(Guid.NewGuid().ToString(), payload, timeout);
        underWay[invocation.RequestId] = invocation;
        try
        {
            if (Interlocked.Exchange(ref initError, null) is { } failed)
            {
                return new InvocationResult { RequestId = invocation.RequestId, Error = failed, InitFailed = true };
            }

            if (!waiting.Writer.TryWrite(invocation))
            {
                throw new InvalidOperationException($"{MostWaiting} invocations are waiting already.");
            }

            return await EndOfAsync(invocation, cancellationToken);
        }
        finally
        {
            // Whether it is still in the queue or a function holds it: nobody waits for it any more.
            underWay.TryRemove(invocation.RequestId, out _);
        }
    }

    /// <summary>Says that the function process has ended: everything it left unanswered, and everything that waits, fails.</summary>
    public void ReportExit(int exitCode)
    {
        foreach (var invocation in underWay.Values)
        {
            invocation.TryEnd(new InvocationResult
            {
                RequestId = invocation.RequestId,
                Error = RuntimeErrors.Exited(invocation.RequestId, exitCode),
                InitFailed = !invocation.Taken.IsCompleted,
            });
        }
    }

    bool ILocalService.Takes(HttpRequest request) =>
        request.Path.StartsWithSegments(RuntimeApi.Root, StringComparison.Ordinal) || InvokeApi.Takes(request);

    Task ILocalService.HandleAsync(HttpContext context) =>
        InvokeApi.Takes(context.Request) ? invokeApi.HandleAsync(context) : runtimeApi.HandleAsync(context);

    /// <summary>Whether somebody still waits for its end.</summary>
    internal bool IsWanted(Invocation invocation) => underWay.ContainsKey(invocation.RequestId) && !invocation.Ended.IsCompleted;

    /// <summary>An invocation a function has taken and not yet ended; null when there is none of that id.</summary>
    internal Invocation? Find(string requestId) =>
        underWay.TryGetValue(requestId, out var found) && found.Taken.IsCompleted && !found.Ended.IsCompleted ? found : null;

    /// <summary>Puts an invocation back that could not be delivered.</summary>
    internal void PutBack(Invocation invocation) => waiting.Writer.TryWrite(invocation);

    /// <summary>A function is ready: an earlier failure to start is forgotten.</summary>
    internal void Ready() => Interlocked.Exchange(ref initError, null);

    /// <summary>A function could not start: everything that waits fails, or where nothing waits, the next invocation.</summary>
    internal void FailInit(InvocationError error)
    {
        var told = false;
        foreach (var invocation in underWay.Values)
        {
            told |= invocation.TryEnd(new InvocationResult { RequestId = invocation.RequestId, Error = error, InitFailed = true });
        }

        if (!told)
        {
            Interlocked.Exchange(ref initError, error);
        }
    }

    private async Task<InvocationResult> EndOfAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(invocation.Taken, invocation.Ended)
                .WaitAsync(InitTime + invocation.Timeout, options.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            invocation.TryEnd(new InvocationResult
            {
                RequestId = invocation.RequestId,
                Error = RuntimeErrors.Of("Runtime.NotStarted", "No function process asked for the invocation."),
                InitFailed = true,
                TimedOut = true,
            });
        }

        try
        {
            return await invocation.Ended.WaitAsync(invocation.Timeout, options.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            invocation.TryEnd(new InvocationResult
            {
                RequestId = invocation.RequestId,
                Error = RuntimeErrors.TimedOut(invocation.RequestId, invocation.Timeout),
                TimedOut = true,
            });
            return await invocation.Ended;
        }
    }
}
