using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Scratch;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Verify;

/// <summary>Verifies every day of a plan, one after another; one that is wrong never stops another.</summary>
/// <param name="source">CloudWatch Logs; asked only where tags choose the groups, and for <see cref="WithSource"/>.</param>
/// <param name="pace">The request rate we allow ourselves.</param>
/// <param name="store">Where the archive is.</param>
/// <param name="scratchRoot">The folder in which a scratch folder is made and cleaned away; used for <see cref="WithSource"/> alone.</param>
/// <param name="clock">The time.</param>
/// <param name="random">Chance, for the jitter of retries.</param>
/// <param name="loggers">Where to speak of retries.</param>
public sealed class Verifier(
    ILogSource source, RequestPace pace, IArchiveStore store, string scratchRoot, TimeProvider clock, Random random, ILoggerFactory loggers)
{
    /// <summary>Differing events to tell of, where nobody says how many.</summary>
    public const int UsualDifferences = 20;

    private readonly PacedLogSource paced =
        new(source, pace, new RequestTally(), clock, random, loggers.CreateLogger<PacedLogSource>());

    /// <summary>Whether to compare size and checksum as the store keeps them, and read nothing.</summary>
    public bool Quick { get; init; }

    /// <summary>Whether to compare with CloudWatch as well.</summary>
    public bool WithSource { get; init; }

    /// <summary>How many differing events to tell of, day by day.</summary>
    public int MaxDifferences { get; init; } = UsualDifferences;

    /// <summary>The limits to keep; null for those that memory and free scratch space allow.</summary>
    public ArchiverLimits? Limits { get; init; }

    /// <summary>Is told of each day as it ends; null when nobody asks.</summary>
    public IProgress<DayVerification>? Endings { get; init; }

    /// <summary>Verifies them.</summary>
    /// <param name="plan">Which groups and dates, and where the archive lies.</param>
    /// <param name="progress">Told how far it is; null when nobody asks.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="ServiceFaultException">The bucket cannot be listed, or groups cannot be chosen by their tags.</exception>
    /// <exception cref="IOException">Scratch space cannot be used.</exception>
    public async Task<Verification> RunAsync(ArchivePlan plan, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        await store.CheckAsync(cancellationToken);
        var (choice, warnings) = await ChooseAsync(plan, cancellationToken);
        var found = await new ArchivedDayFinder(store, ArchiveLayout.Of(plan))
            .FindAsync(choice, [.. plan.Dates.Select(date => date.Date)], cancellationToken);
        using var scratch = WithSource ? ScratchSpace.Open(scratchRoot) : null;
        var verifier = new DayVerifier(store, plan, Quick, scratch is null ? null : SourceDayOf(plan, scratch), clock, progress);
        var days = new List<DayVerification>();
        foreach (var day in found.Days)
        {
            var result = await verifier.VerifyAsync(day, cancellationToken);
            Endings?.Report(result);
            days.Add(result);
        }

        return new Verification { Days = days, Warnings = [.. warnings, .. found.Warnings] };
    }

    /// <summary>Only CloudWatch knows which groups carry a tag.</summary>
    private async Task<(GroupChoice Choice, IReadOnlyList<string> Warnings)> ChooseAsync(ArchivePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Groups.Tags.Count == 0)
        {
            return (plan.Groups, []);
        }

        var tagged = await new GroupDiscovery(paced, clock).FindAsync(plan, cancellationToken);
        return (plan.Groups with { Include = [.. tagged.Groups.Select(group => group.Name)] }, tagged.Groups.Count == 0 ? tagged.Warnings : []);
    }

    private SourceDay SourceDayOf(ArchivePlan plan, ScratchSpace scratch)
    {
        var limits = Limits ?? ArchiverLimits.For((plan.MemoryMB ?? Archiver.UsualMemoryMB) * 1024L * 1024, scratch.FreeBytes);
        return new SourceDay(paced, new SourceVerifier(paced, store, scratch, limits, plan.Reader, MaxDifferences), clock);
    }
}
