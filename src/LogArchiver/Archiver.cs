using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using Microsoft.Extensions.Logging;

namespace LogArchiver;

/// <summary>Archives every day of a plan: finds the groups, then takes day after day through the flow. One day's failure never
/// stops another's.</summary>
/// <param name="source">Where the events are.</param>
/// <param name="store">Where the archive goes.</param>
/// <param name="scratchRoot">The folder in which a scratch folder is made and cleaned away: <c>/tmp</c> in a function.</param>
/// <param name="clock">The time.</param>
/// <param name="random">Chance, for the jitter of retries.</param>
/// <param name="loggers">Where to speak.</param>
public sealed class Archiver(
    ILogSource source, IArchiveStore store, string scratchRoot, TimeProvider clock, Random random, ILoggerFactory loggers)
{
    /// <summary>Runs the plan to its end. Failures of days are in the summary; what is thrown is a failure of the whole run.</summary>
    /// <exception cref="ServiceFaultException">The bucket cannot be used, or the groups cannot be listed.</exception>
    /// <exception cref="OperationCanceledException"><see cref="RunTokens.StopNow"/> was cancelled.</exception>
    public Task<ArchiveSummary> RunAsync(ArchivePlan plan, RunTokens tokens, IProgress<DayProgress>? progress = null)
    {
        _ = (source, store, scratchRoot, clock, random, loggers, tokens, progress);
        return Task.FromResult(new ArchiveSummary { Days = [], DryRun = plan.DryRun });
    }
}

/// <summary>The two ways of asking a run to end.</summary>
/// <param name="StopStarting">No further day is begun, and the one in hand is left as <see cref="Ending.Paused"/> at the next
/// page: a function's deadline draws near.</param>
/// <param name="StopNow">Everything is put down at once and cleaned away: Ctrl-C, or the deadline itself.</param>
public readonly record struct RunTokens(CancellationToken StopStarting, CancellationToken StopNow);

/// <summary>How far a day is; reported at most a few times a second.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Date">The date.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Events">Events read so far.</param>
/// <param name="WireBytes">Bytes of pages read so far.</param>
public sealed record DayProgress(string Group, DateOnly Date, Stage Stage, long Events, long WireBytes);
