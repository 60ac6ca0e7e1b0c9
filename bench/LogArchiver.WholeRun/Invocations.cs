using System.Diagnostics;
using LogArchiver.WholeRun.Function;
using LogArchiver.WholeRun.Limits;
using LogArchiver.WholeRun.Results;
using LogArchiver.WholeRun.Source;

namespace LogArchiver.WholeRun;

/// <summary>Invokes the function until the day is sealed, and looks at the source and at the process meanwhile.</summary>
internal sealed class Invocations(RunOptions options, SourceProcess source, ControlGroup? group) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Invoker invoker = new(source.Endpoint);
    private readonly long begun = Stopwatch.GetTimestamp();
    private FunctionUnderTest? function;
    private ProcessFigures ended;

    /// <summary>How often it was invoked.</summary>
    public int Count { get; private set; }

    /// <summary>The time of all invocations.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Of all processes.</summary>
    public ProcessFigures Figures => function is null ? ended : ended.And(function.Figures);

    /// <summary>Pages answered over time, the rival's left out.</summary>
    public ReadingRate Rate { get; } = new();

    /// <summary>When the rival began, in seconds since this began; null when it did not.</summary>
    public double? RivalSince { get; private set; }

    /// <summary>The rival, once it has begun.</summary>
    public Rival? Rival { get; private set; }

    /// <summary>What went wrong; null when the day is sealed.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using var stopLooking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var looking = LookAsync(stopLooking.Token);
        try
        {
            return await InvokeToTheEndAsync(cancellationToken);
        }
        finally
        {
            await stopLooking.CancelAsync();
            await looking;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        invoker.Dispose();
        Rival?.Dispose();
    }

    private async Task<string?> InvokeToTheEndAsync(CancellationToken cancellationToken)
    {
        var (state, idle) = ("", 0);
        while (true)
        {
            function ??= FunctionUnderTest.Start(options, source.Endpoint.Authority, source.Endpoint, group);
            var exited = ReportExitAsync(function, cancellationToken);
            var end = await invoker.InvokeAsync(cancellationToken);
            Count++;
            Elapsed += end.Elapsed;
            function.Sample();
            if (end.ErrorType is null)
            {
                return ArchivedDay.TryFind(options.Folder) is null ? $"The function answered, but sealed nothing: {end.Body}" : null;
            }

            if (!end.IsUnfinished)
            {
                return $"Invocation {Count} failed after {end.Elapsed.TotalSeconds:N1} s: {end.Body}{Killed()}\n{function.LastLines()}";
            }

            var before = state;
            state = BucketState.Of(options.Folder);
            idle = state == before ? idle + 1 : 0;
            if (idle == 2)
            {
                return $"Two invocations in a row ended unfinished and left nothing new in the bucket, so none would ever finish the day: {end.Body}";
            }

            if (options.Cold)
            {
                await EndAsync();
                await exited;
            }
        }
    }

    private string Killed() => group is { Kills: > 0 } ? $" The kernel killed it: {options.Memory} MiB were used up." : "";

    private async Task EndAsync()
    {
        if (function is not null)
        {
            await function.DisposeAsync();
            ended = ended.And(function.Figures);
            function = null;
        }
    }

    // The source cannot see that the process is gone; without word of it, an invocation would wait for its deadline.
    private async Task ReportExitAsync(FunctionUnderTest running, CancellationToken cancellationToken)
    {
        var code = await running.Exited;
        await source.ReportExitAsync(code, cancellationToken);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var rivalry = Task.CompletedTask;
        using var timer = new PeriodicTimer(BetweenLooks);
        try
        {
            do
            {
                var counts = await source.CountsAsync(stop);
                var pages = counts.PagesAnswered - (Rival is null ? 0 : Rival.Requests - Rival.Throttled);
                Rate.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds, pages);
                function?.Sample();
                if (options.Rival && Rival is null && counts.PageBytes > options.Bytes / 2)
                {
                    RivalSince = Stopwatch.GetElapsedTime(begun).TotalSeconds;
                    Rival = new Rival(source.Endpoint, counts.PageOperation, options.Quota!);
                    rivalry = Rival.RunAsync(stop);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // All is read.
        }

        await rivalry;
    }
}
