using LogArchiver.Discover;
using LogArchiver.Filter;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;
using LogArchiver.Sort;

namespace LogArchiver.Verify;

/// <summary>Verifies one day: what is stored against its manifest.</summary>
/// <param name="store">The bucket.</param>
/// <param name="plan">What was asked for.</param>
/// <param name="quick">Whether to ask the store alone, and read nothing.</param>
/// <param name="sourceDay">Compares with CloudWatch as well; null for no.</param>
/// <param name="clock">The time.</param>
/// <param name="progress">Told how far it is; null when nobody asks.</param>
internal sealed class DayVerifier(
    IArchiveStore store, ArchivePlan plan, bool quick, SourceDay? sourceDay, TimeProvider clock, IProgress<VerifyProgress>? progress)
{
    // A day may be written anew while it is read: then what was read is compared with a manifest of yesterday's.
    private const int Attempts = 2;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(200);

    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);
    private readonly StoredDay stored = new(store);
    private long? told;

    /// <summary>Verifies it. Whatever keeps it from being checked is in the result.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task<DayVerification> VerifyAsync(DayToVerify day, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        try
        {
            return await CheckAsync(day, cancellationToken) with { Elapsed = clock.GetElapsedTime(began) };
        }
        catch (Exception problem) when (problem is ServiceFaultException or UnreadableManifestException or IOException or ScratchExhaustedException or BadRuleException
            or DamagedArchiveException)
        {
            var fault = problem switch
            {
                BadRuleException => Fault(day, problem, "Verify with the version that archived the day, or a later one."),
                DamagedArchiveException => Fault(day, problem, "It was whole a moment ago: verify it again."),
                _ => DayFaults.Of(Stage.Seal, day.ManifestKey, problem) with { Stage = nameof(Verify) },
            };
            return Result(day, DayVerdict.Unchecked) with { Fault = fault, Elapsed = clock.GetElapsedTime(began) };
        }
    }

    private async Task<DayVerification> CheckAsync(DayToVerify day, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryReadManifestAsync(day, cancellationToken) is not { } manifest)
            {
                return await NotArchivedAsync(day, cancellationToken);
            }

            var damage = new DamageList();
            var lastIngestedMs = await CheckAsync(day, manifest, damage, cancellationToken);
            if (damage.All.Count > 0 && attempt < Attempts
                && !(await TryReadManifestAsync(day, cancellationToken) is { } now && now.IsOfTheSameBytesAs(manifest)))
            {
                continue;
            }

            var result = Result(day, damage.All.Count == 0 ? DayVerdict.Right : DayVerdict.Differs) with
            {
                Damage = damage.All,
                DamageLeftOut = damage.LeftOut,
                Events = manifest.Events,
                RawBytes = manifest.RawBytes,
                StoredBytes = manifest.StoredBytes,
            };
            return sourceDay is null || result.Verdict != DayVerdict.Right
                ? result
                : await CompareWithSourceAsync(result, day, manifest, lastIngestedMs, cancellationToken);
        }
    }

    private async Task<DayVerification> CompareWithSourceAsync(
        DayVerification result, DayToVerify day, Manifest manifest, long lastIngestedMs, CancellationToken cancellationToken)
    {
        var outcome = await sourceDay!.CompareAsync(
            day, manifest, lastIngestedMs, events => Tell(day, "reading CloudWatch", events, manifest.Events), cancellationToken);
        return result with
        {
            Source = outcome.Comparison,
            Fault = outcome.Fault,
            Verdict = outcome.Comparison is not { } comparison ? DayVerdict.Unchecked : comparison.IsRight ? DayVerdict.Right : DayVerdict.Differs,
        };
    }

    /// <summary>Compares what is stored; says when the last event to arrive was ingested, where that was read.</summary>
    private async Task<long> CheckAsync(DayToVerify day, Manifest manifest, DamageList damage, CancellationToken cancellationToken)
    {
        foreach (var contradiction in ManifestChecks.Of(manifest, day.Group, day.Date))
        {
            damage.Add(contradiction);
        }

        await stored.CheckAsync(manifest, damage.Add, checksumAlone: quick, cancellationToken);
        if (quick)
        {
            return long.MinValue;
        }

        var contents = new DayContents(manifest, damage.Add, events => Tell(day, "reading the archive", events, manifest.Events));
        await contents.CheckAsync(store, cancellationToken);
        var key = manifest.Objects.Count > 0 ? manifest.Objects[0].Key : KeyOf(day);
        var extension = ArchiveLayout.ExtensionOf(
            Enum.GetValues<LineFormat>().FirstOrDefault(format => format.Word() == manifest.Format),
            Enum.GetValues<Compression>().FirstOrDefault(compression => compression.Word() == manifest.Compression));
        await FindUnnamedAsync(key, extension, manifest, damage, cancellationToken);
        return contents.LastIngestedMs;
    }

    private async Task<DayVerification> NotArchivedAsync(DayToVerify day, CancellationToken cancellationToken)
    {
        var damage = new DamageList();
        await FindUnnamedAsync(KeyOf(day), ArchiveLayout.ExtensionOf(plan.Format, plan.Compression), manifest: null, damage, cancellationToken);
        var cause = damage.All.Count == 0
            ? "The day is not archived: it has no manifest."
            : "The day is not archived: there is an object of it, but no manifest. A run that was cut short leaves such a thing.";
        return Result(day, DayVerdict.NotArchived) with
        {
            Damage = damage.All,
            Fault = new DayFault(nameof(Verify), day.ManifestKey, cause)
            {
                Fix = "Archive the day, while CloudWatch still has its events. If it is archived elsewhere, give that prefix.",
            },
        };
    }

    private async Task FindUnnamedAsync(
        string key, string extension, Manifest? manifest, DamageList damage, CancellationToken cancellationToken)
    {
        var named = manifest?.Objects.Select(one => one.Key) ?? [];
        foreach (var unnamed in await stored.FindUnnamedAsync(key, extension, named, cancellationToken))
        {
            damage.Add(new Damage(
                DamageKind.Unnamed, unnamed.Key, manifest is null ? "a manifest" : "objects that the manifest names alone", $"an object of {unnamed.Bytes:N0} bytes"));
        }
    }

    /// <summary>The manifest; null where there is none, or one of a group of the same name in another account.</summary>
    private async Task<Manifest?> TryReadManifestAsync(DayToVerify day, CancellationToken cancellationToken)
    {
        var manifest = day.HasManifest ? await new ManifestStore(store).TryReadAsync(day.ManifestKey, cancellationToken) : null;
        return manifest is { GroupArn: { } arn } && day.Arn is not null && arn != day.Arn ? null : manifest;
    }

    private string KeyOf(DayToVerify day) => layout.KeyOf(new LogGroup(day.Group), day.Date, plan.Format, plan.Compression);

    private void Tell(DayToVerify day, string doing, long events, long ofEvents)
    {
        if (told is null || clock.GetElapsedTime(told.Value) >= BetweenReports)
        {
            told = clock.GetTimestamp();
            progress?.Report(new VerifyProgress(day.Group, day.Date, doing, events, ofEvents));
        }
    }

    private static DayFault Fault(DayToVerify day, Exception problem, string fix) =>
        new(nameof(Verify), day.ManifestKey, problem.Message) { Fix = fix };

    private static DayVerification Result(DayToVerify day, DayVerdict verdict) =>
        new() { Group = day.Group, Date = day.Date, ManifestKey = day.ManifestKey, Verdict = verdict };
}
