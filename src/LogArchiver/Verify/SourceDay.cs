using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver.Verify;

/// <summary>Compares archived days with CloudWatch, where that can be done.</summary>
/// <param name="source">CloudWatch Logs, paced.</param>
/// <param name="verifier">Compares.</param>
/// <param name="clock">The time.</param>
internal sealed class SourceDay(ILogSource source, SourceVerifier verifier, TimeProvider clock)
{
    private (string Asked, LogGroup? Group)? last;

    /// <summary>Compares the day; says why it cannot.</summary>
    public async Task<SourceOutcome> CompareAsync(
        DayToVerify day, Manifest manifest, long lastIngestedMs, Action<long> progress, CancellationToken cancellationToken)
    {
        if (manifest.Format != LineFormat.Ndjson.Word())
        {
            return Unable(day, $"The day is stored as {manifest.Format}, which does not keep streams and times of ingestion: only ndjson can be compared with CloudWatch.", null);
        }

        if (await TryFindAsync(day, manifest, cancellationToken) is not { } group)
        {
            return Unable(day, "CloudWatch has no such log group any more: there is nothing to compare the archive with.", "Leave out --source.");
        }

        var window = new TimeWindow(manifest.Start.ToUnixTimeMilliseconds(), manifest.End.ToUnixTimeMilliseconds());
        var now = clock.GetUtcNow();
        return Readability.ReasonToSkip(new GroupDay(group, manifest.Date, window), now, exportTasks: false) is { } reason
            ? Unable(day, $"It cannot be compared with CloudWatch: {reason}.", "Leave out --source.")
            : new SourceOutcome(await verifier.CompareAsync(group, manifest, lastIngestedMs, now, progress, cancellationToken), null);
    }

    private static SourceOutcome Unable(DayToVerify day, string cause, string? fix) =>
        new(null, new DayFault(nameof(Verify), day.Group, cause) { Fix = fix });

    private async Task<LogGroup?> TryFindAsync(DayToVerify day, Manifest manifest, CancellationToken cancellationToken)
    {
        // A group of another account is found by its ARN alone.
        var asked = day.Arn ?? (day.AccountId is null ? day.Group : manifest.GroupArn ?? day.Group);
        if (last?.Asked != asked)
        {
            last = (asked, await new GroupLookup(source).TryFindAsync(GroupPattern.Of(asked), cancellationToken));
        }

        return last.Value.Group;
    }
}

/// <summary>How comparing a day with CloudWatch ended: what was found, or why nothing could be.</summary>
internal sealed record SourceOutcome(SourceComparison? Comparison, DayFault? Fault);
