using System.Net;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Runtime;

/// <summary>Takes one invocation after another until the process is asked to end: what makes this program a Lambda function.</summary>
/// <param name="api">Where invocations come from and answers go to.</param>
/// <param name="handler">What is done with each.</param>
/// <param name="begin">Told of each invocation before it is handled: for the trace id and the request id in logs.</param>
/// <param name="logger">Where to speak.</param>
internal sealed partial class RuntimeLoop(
    RuntimeApi api, InvocationHandler handler, Action<InvocationContext> begin, ILogger logger)
{
    /// <summary>Exit code after which Lambda makes a new environment.</summary>
    public const int BrokenExitCode = 1;

    /// <summary>Runs until <paramref name="stop"/>, then returns 0; or until the Runtime API is gone, then returns
    /// <see cref="BrokenExitCode"/>. A failed invocation is answered as such and the loop goes on.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var invocation = await api.NextAsync(stop);
                begin(invocation.Context);
                await AnswerAsync(invocation, await HandleAsync(invocation, stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end while waiting for work: there is nothing to put away.
        }
        catch (RuntimeApiException broken)
        {
            LogBroken(logger, broken.Message);
            return BrokenExitCode;
        }

        LogStopped(logger);
        return 0;
    }

    private async Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken stop)
    {
        try
        {
            return await handler(invocation.Payload, invocation.Context, stop);
        }
#pragma warning disable CA1031 // Whatever a handler throws, the invocation must be answered and the loop go on.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(logger, bug);
            return InvocationAnswer.Failed(InvocationError.Bug(bug));
        }
    }

    /// <summary>An answer is handed over even when the process is asked to end: without it, Lambda would run the event again.</summary>
    private async Task AnswerAsync(Invocation invocation, InvocationAnswer answer)
    {
        try
        {
            if (answer.Error is { } error)
            {
                await api.FailAsync(invocation, error, CancellationToken.None);
            }
            else
            {
                await api.RespondAsync(invocation, answer.Json, CancellationToken.None);
            }
        }
        catch (RuntimeApiException refused) when (refused.Status == HttpStatusCode.RequestEntityTooLarge && answer.Error is null)
        {
            LogRefused(logger, refused.Message);
            await AnswerAsync(invocation, InvocationAnswer.Failed(new InvocationError(
                ErrorTypes.AnswerTooLarge, $"The work was done, but its answer of {answer.Json.Length} bytes is larger than Lambda takes.")));
        }
        catch (RuntimeApiException refused) when (!refused.IsTheEnd)
        {
            // The invocation is over as far as Lambda is concerned (timed out, or its id is no longer known): on to the next.
            LogRefused(logger, refused.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A fault of LogArchiver itself ended the invocation; please report it.")]
    private static partial void LogBug(ILogger logger, Exception bug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer was not taken. {Refusal}")]
    private static partial void LogRefused(ILogger logger, string refusal);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Leaving, so that Lambda makes a new environment. {Cause}")]
    private static partial void LogBroken(ILogger logger, string cause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Asked to end; leaving.")]
    private static partial void LogStopped(ILogger logger);
}
