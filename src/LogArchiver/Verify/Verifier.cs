using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Verify;

/// <summary>Verifies every day of a plan, one after another; one that is wrong never stops another.</summary>
/// <param name="source">CloudWatch Logs; asked only where tags choose the groups.</param>
/// <param name="store">Where the archive is.</param>
/// <param name="clock">The time.</param>
public sealed class Verifier(ILogSource source, IArchiveStore store, TimeProvider clock)
{
    /// <summary>Whether to compare size and checksum as the store keeps them, and read nothing.</summary>
    public bool Quick { get; init; }

    /// <summary>Is told of each day as it ends; null when nobody asks.</summary>
    public IProgress<DayVerification>? Endings { get; init; }

    /// <summary>Verifies them.</summary>
    /// <param name="plan">Which groups and dates, and where the archive lies.</param>
    /// <param name="progress">Told how far it is; null when nobody asks.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="ServiceFaultException">The bucket cannot be listed, or groups cannot be chosen by their tags.</exception>
    public async Task<Verification> RunAsync(ArchivePlan plan, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        await store.CheckAsync(cancellationToken);
        var (choice, warnings) = await ChooseAsync(plan, cancellationToken);
        var found = await new ArchivedDayFinder(store, ArchiveLayout.Of(plan))
            .FindAsync(choice, [.. plan.Dates.Select(date => date.Date)], cancellationToken);
        var verifier = new DayVerifier(store, plan, Quick, clock, progress);
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

        var tagged = await new GroupDiscovery(source, clock).FindAsync(plan, cancellationToken);
        return (plan.Groups with { Include = [.. tagged.Groups.Select(group => group.Name)] }, tagged.Groups.Count == 0 ? tagged.Warnings : []);
    }
}
