using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Cli.Cat;

/// <summary>Finds archived days by their manifests.</summary>
internal sealed class ArchivedDays(IArchiveStore store, string bucket, ArchiveLayout layout)
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
                return new ArchivedDayReader(store, bucket, manifest);
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
internal sealed class ArchivedDayReader(IArchiveStore store, string bucket, Manifest manifest)
{
    /// <summary>The day's record.</summary>
    public Manifest Manifest => manifest;

    /// <summary>Prints the day's lines, as far as they can be read, and compares them with the manifest on the way.</summary>
    /// <exception cref="CommandException">They are not what the manifest says. Everything that could be read has been printed.</exception>
    public async Task PrintAsync(Stream output, ILinePrinter printer, CancellationToken cancellationToken)
    {
        Damage? first = null;
        await using var lines = new DayLines(store, manifest, damage => first ??= damage);
        await LinePump.RunAsync(lines, output, printer, cancellationToken);
        if (first is not null)
        {
            throw CommandException.Failed(
                $"The archive of {manifest.Group} {manifest.Date:yyyy-MM-dd} is damaged: {first.Text}{(first.Key is null ? "" : $" (s3://{bucket}/{first.Key})")}.\n"
                + "  'logarchiver verify' with the same options tells all that differs, and what to do.");
        }
    }
}
