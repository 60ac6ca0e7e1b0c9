using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Cli.Cat;

/// <summary>Finds archived days by their manifests.</summary>
internal sealed class ArchivedDays(IArchiveStore store, ArchiveLayout layout)
{
    /// <summary>The day; null when it is not archived.</summary>
    public async Task<ArchivedDayReader?> TryFindAsync(string group, DateOnly date, CancellationToken cancellationToken)
    {
        var manifests = new ManifestStore(store);
        foreach (var meant in MeantBy(group))
        {
            // A group of the same name in one's own account is not the one of another's ARN.
            if (await manifests.TryReadAsync(layout.ManifestKeyOf(meant, date), cancellationToken) is { } manifest
                && (meant.Arn is null || manifest.GroupArn is null || manifest.GroupArn == meant.Arn))
            {
                return new ArchivedDayReader(store, manifest);
            }
        }

        return null;
    }

    // An ARN alone does not tell whether its account is a linked one, whose groups are archived under its number as well.
    private static LogGroup[] MeantBy(string group) => GroupArn.TryParse(group) is { } arn
        ? [new LogGroup(arn.GroupName) { Arn = arn.Text, IsLinked = true }, new LogGroup(arn.GroupName) { Arn = arn.Text }]
        : [new LogGroup(group)];
}

/// <summary>Reads the lines of an archived day, object by object.</summary>
internal sealed class ArchivedDayReader(IArchiveStore store, Manifest manifest)
{
    /// <summary>The day's record.</summary>
    public Manifest Manifest => manifest;

    /// <summary>Prints the day's lines, as far as they can be read, and compares them with the manifest on the way.</summary>
    /// <returns>What is not as the manifest says. Everything that could be read has been printed.</returns>
    public async Task<DayTrouble> PrintAsync(Stream output, ILinePrinter printer, CancellationToken cancellationToken)
    {
        var trouble = new DayTrouble();
        await using var lines = new DayLines(store, manifest, trouble.Add);
        await LinePump.RunAsync(lines, output, printer, trouble.Add, cancellationToken);
        return trouble;
    }
}
