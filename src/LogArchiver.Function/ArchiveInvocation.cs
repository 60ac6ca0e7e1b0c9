using LogArchiver.Backfill;
using LogArchiver.Function.Logging;
using LogArchiver.Function.Metrics;
using LogArchiver.Function.Runtime;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Scratch;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function;

/// <summary>Runs a plan against the services. The seam behind which a test puts an outcome of its own.</summary>
internal delegate Task<ArchiveSummary> ArchiveRun(ArchivePlan plan, RunTokens tokens);

/// <summary>Does a step of the state machine, and gives its answer as JSON. The seam for tests, as above.</summary>
internal delegate Task<byte[]> MachineStepRun(MachineStep step, ArchivePlan plan, RunTokens tokens);

/// <summary>Takes what an invocation came to in numbers, and when it began. The seam for tests, as above.</summary>
internal delegate void RunMeasure(DateTimeOffset began, IReadOnlyList<Metric> metrics);

/// <summary>One invocation from its event to its answer: read, plan, archive, tell.</summary>
/// <param name="environment">The environment variables: settings that the payload may override.</param>
/// <param name="run">Archives.</param>
/// <param name="step">Does what the state machine asks for besides.</param>
/// <param name="measure">Is given the metrics of each invocation at its end, whatever the end; of a dry run and of a step there are none.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where to speak.</param>
internal sealed partial class ArchiveInvocation(
    IReadOnlyDictionary<string, string?> environment, ArchiveRun run, MachineStepRun step, RunMeasure measure, TimeProvider clock,
    ILogger<ArchiveInvocation> logger)
{
    /// <summary>The <see cref="InvocationHandler"/> of this function. Settings are read for every invocation, not once at the
    /// start: a wrong one is then told to whoever calls, with all its faults, instead of a process that dies as it begins.</summary>
    public async Task<InvocationAnswer> HandleAsync(
        ReadOnlyMemory<byte> payload, InvocationContext context, CancellationToken stop)
    {
        var (began, ticks) = (clock.GetUtcNow(), clock.GetTimestamp());
        MachineStep? asked;
        try
        {
            asked = MachineStepReader.TryRead(payload);
        }
        catch (BadRequestException bad)
        {
            return Fail(ErrorTypes.BadRequest, bad.Message);
        }

        var request = EnvironmentReader.Read(environment).OverriddenBy(asked?.Request ?? PayloadReader.Read(payload));
        ArchiveSummary? summary = null;
        // Where an exception that nobody expected goes by, it stays that.
        string? errorType = ErrorTypes.Bug;
        try
        {
            var answer = await AnswerAsync(asked, request, context, ended => summary = ended, stop);
            errorType = answer.Error?.ErrorType;
            return answer;
        }
        finally
        {
            if (asked is null && !IsDryRun(request))
            {
                measure(began, RunMetrics.Of(summary, clock.GetElapsedTime(ticks), errorType, request.ScheduledTime is not null));
            }
        }
    }

    private async Task<InvocationAnswer> AnswerAsync(
        MachineStep? asked, ArchiveRequest request, InvocationContext context, Action<ArchiveSummary> ended, CancellationToken stop)
    {
        LogBegun(logger, context.InvokedFunctionArn, (long)context.Remaining.TotalSeconds);
        using var deadline = RunDeadline.Start(context, clock, stop);
        try
        {
            var plan = Planner.Plan(request, clock.GetUtcNow());
            LogPlanned(logger, plan.Bucket, plan.Prefix, plan.Dates[0].Date, plan.Dates[^1].Date, plan.TimeZone, plan.DryRun);
            if (asked is not null)
            {
                return Answer(asked, await step(asked, plan, deadline.Tokens));
            }

            var summary = await run(plan, deadline.Tokens);
            ended(summary);
            return Answer(summary);
        }
        catch (BadRequestException bad)
        {
            return Fail(ErrorTypes.BadRequest, bad.Message);
        }
        catch (ServiceFaultException fault)
        {
            return Fail(ErrorTypes.RunFailed, FailureReport.Of(fault));
        }
        catch (ScratchUnusableException scratch)
        {
            return Fail(ErrorTypes.RunFailed, scratch.Message);
        }
        catch (Exception scratch) when (scratch is IOException or UnauthorizedAccessException)
        {
            return Fail(ErrorTypes.RunFailed, $"Scratch space cannot be used: {scratch.Message}\n  Fix: give the function more ephemeral "
                + "storage, or set TMPDIR to a folder that it may write to.");
        }
        catch (OperationCanceledException) when (deadline.Tokens.StopNow.IsCancellationRequested)
        {
            return Fail(ErrorTypes.Stopped, stop.IsCancellationRequested
                ? "The process was asked to end before the first day was begun; run it again."
                : "Time ran out before the first day was begun; run it again, with a longer time-out or more memory if this goes on.");
        }
    }

    // The request may have been refused, and then there is no plan to ask.
    private static bool IsDryRun(ArchiveRequest request) =>
        request.Values.GetValueOrDefault(Settings.DryRun.Name) is { Texts: [var text] } && bool.TryParse(text, out var isDry) && isDry;

    /// <summary>Days that failed or were paused fail the invocation, after all others are done: this is what Lambda's retries,
    /// alarms and destinations look at.</summary>
    private InvocationAnswer Answer(ArchiveSummary summary)
    {
        foreach (var warning in summary.Warnings)
        {
            LogWarned(logger, warning);
        }

        LogSummary(logger, new JsonDocumentText(SummaryJson.Write(summary, SummaryJson.LogBytes)));
        return FailureReport.Of(summary) is not { } report
            ? InvocationAnswer.Done(SummaryJson.Write(summary, SummaryJson.AnswerBytes))
            : Fail(TypeOf(summary), report, Verdicts.Of(summary));
    }

    /// <summary>A step that was done is a success, also when it tells of days that failed: the state machine draws the conclusion.</summary>
    private InvocationAnswer Answer(MachineStep asked, byte[] json)
    {
        LogStepDone(logger, asked.Kind, asked.Run, new JsonDocumentText(json));
        return InvocationAnswer.Done(json);
    }

    // Time makes a difference to whoever tries again: a day that ran out of it goes on at once, an export in some minutes.
    private static string TypeOf(ArchiveSummary summary) =>
        summary.Count(Ending.Failed) > 0 ? ErrorTypes.DaysFailed
        : summary.Days.Where(day => day.Ending == Ending.Paused).All(day => day.WaitsForExport) ? ErrorTypes.DaysExporting
        : ErrorTypes.DaysPaused;

    private InvocationAnswer Fail(string errorType, string report, Verdict? verdict = null)
    {
        LogFailed(logger, errorType, report);
        return InvocationAnswer.Failed(new InvocationError(errorType, report) { Verdict = verdict });
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Invoked as {Function} with {SecondsLeft} s to go")]
    private static partial void LogBegun(ILogger logger, string function, long secondsLeft);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Archiving {From:yyyy-MM-dd} to {To:yyyy-MM-dd} ({TimeZone}) into s3://{Bucket}/{Prefix}, dry run: {DryRun}")]
    private static partial void LogPlanned(
        ILogger logger, string bucket, string prefix, DateOnly from, DateOnly to, string timeZone, bool dryRun);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogWarned(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Information, Message = "How it ended: {Summary}")]
    private static partial void LogSummary(ILogger logger, JsonDocumentText summary);

    [LoggerMessage(Level = LogLevel.Information, Message = "Step {Step} of run {Run}: {Summary}")]
    private static partial void LogStepDone(ILogger logger, MachineStepKind step, string run, JsonDocumentText summary);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure}: {Report}")]
    private static partial void LogFailed(ILogger logger, string failure, string report);
}
