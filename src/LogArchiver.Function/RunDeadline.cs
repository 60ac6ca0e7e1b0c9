using LogArchiver.Function.Runtime;

namespace LogArchiver.Function;

/// <summary>The two tokens of a run, derived from the invocation's deadline and from the end of the process.</summary>
internal sealed class RunDeadline : IDisposable
{
    private readonly CancellationTokenSource outOfTime;
    private readonly CancellationTokenSource outOfTimeNow;
    private readonly CancellationTokenSource stopStarting;
    private readonly CancellationTokenSource stopNow;

    private RunDeadline(StopTimes times, TimeProvider clock, CancellationToken stop)
    {
        outOfTime = new CancellationTokenSource(times.StopStarting, clock);
        outOfTimeNow = new CancellationTokenSource(times.StopNow, clock);
        stopStarting = CancellationTokenSource.CreateLinkedTokenSource(outOfTime.Token, stop);
        stopNow = CancellationTokenSource.CreateLinkedTokenSource(outOfTimeNow.Token, stop);
    }

    /// <summary>What the run is given.</summary>
    public RunTokens Tokens => new(stopStarting.Token, stopNow.Token);

    /// <summary>Starts the clocks.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="clock">The time.</param>
    /// <param name="stop">The process is asked to end: then there is no time for a soft ending either.</param>
    public static RunDeadline Start(InvocationContext context, TimeProvider clock, CancellationToken stop) =>
        new(StopTimes.Of(context.Remaining), clock, stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        stopStarting.Dispose();
        stopNow.Dispose();
        outOfTime.Dispose();
        outOfTimeNow.Dispose();
    }
}

/// <summary>How long from now a run may begin days, and how long it may work at all.</summary>
/// <param name="StopStarting">Until no further day is begun and the one in hand is left at its next page.</param>
/// <param name="StopNow">Until everything is put down: what is left is for cleaning scratch space and saying so.</param>
internal readonly record struct StopTimes(TimeSpan StopStarting, TimeSpan StopNow)
{
    /// <summary>The least time kept for finishing: one request in flight, with its time-out and a retry, and an answer.</summary>
    public static readonly TimeSpan LeastMargin = TimeSpan.FromSeconds(10);

    /// <summary>The part of the time kept for finishing, where that is more: 45 s of a quarter of an hour, enough to pack and
    /// upload what is already read.</summary>
    public const double MarginShare = 0.05;

    /// <summary>Kept for deleting scratch files and sending the answer; a process still working at its deadline is killed with
    /// neither done.</summary>
    public static readonly TimeSpan LastMargin = TimeSpan.FromSeconds(2);

    /// <summary>Longer than any invocation: what a timer is given at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The times for an invocation with this much time left. The margins never take more than half and a quarter of it,
    /// so that a function with a very short time-out still gets something done.</summary>
    public static StopTimes Of(TimeSpan remaining)
    {
        var left = remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining < Longest ? remaining : Longest;
        var margin = Shorter(Longer(LeastMargin, left * MarginShare), left / 2);
        return new StopTimes(left - margin, left - Shorter(LastMargin, left / 4));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
