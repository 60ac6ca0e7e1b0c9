using LogArchiver.Aws;
using LogArchiver.Backfill;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function;

/// <summary>Archives against the services that the environment points at, one connection per invocation: a warm process may have
/// slept for a day, and would wake to connections that are long gone.</summary>
/// <param name="scratchRoot">Where scratch files may be made.</param>
/// <param name="memoryMB">The memory Lambda gave this function, in MiB; null where it is not said.</param>
/// <param name="clock">The time.</param>
/// <param name="loggers">Where to speak.</param>
internal sealed class AwsArchiveRun(string scratchRoot, int? memoryMB, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly Random random = new(unchecked((int)clock.GetTimestamp()));

    /// <inheritdoc cref="ArchiveRun"/>
    public async Task<ArchiveSummary> RunAsync(ArchivePlan plan, RunTokens tokens)
    {
        CollectWhatWasLeft();
        using var connection = Connect(plan);
        return await ArchiverOver(connection).RunAsync(plan with { MemoryMB = plan.MemoryMB ?? memoryMB }, tokens);
    }

    /// <inheritdoc cref="MachineStepRun"/>
    public async Task<byte[]> DoStepAsync(MachineStep step, ArchivePlan plan, RunTokens tokens)
    {
        CollectWhatWasLeft();
        using var connection = Connect(plan);
        // Nothing of a step can be saved half done, so it may use all of the time.
        return await new MachineRun(ArchiverOver(connection), connection.Store, clock).DoAsync(step, plan, tokens.StopNow);
    }

    private static void CollectWhatWasLeft() =>
        // What the invocation before left lies about until a collection of the whole heap, which nothing would call for before the
        // buffers of this one have been made beside it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private AwsConnection Connect(ArchivePlan plan) => AwsConnection.Open(plan.Bucket, plan.Region, plan.PaceShare, clock, random);

    private Archiver ArchiverOver(AwsConnection connection) => new(
        connection.Source, connection.Pace, connection.Store, scratchRoot, clock, random, loggers);
}
