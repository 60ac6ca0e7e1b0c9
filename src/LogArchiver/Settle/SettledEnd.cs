using System.Globalization;
using LogArchiver.Outcome;
using LogArchiver.Seal;

namespace LogArchiver.Settle;

/// <summary>Says how the settling of a day ended. Pure.</summary>
internal sealed class SettledEnd(GroupDay day, string manifestKey)
{
    private readonly DayEnd end = new(day, manifestKey);

    public GroupDay Day => day;

    public string ManifestKey => manifestKey;

    public DayOutcome Of(Settlement settlement)
    {
        var (manifest, late) = (settlement.Manifest, settlement.LateEvents);
        var word = manifest.Settled ? "settled" : "written again";
        return settlement.Change switch
        {
            Change.Replace => Added(manifest, late, word),
            Change.None => end.Sealed(manifest, Ending.AlreadySealed) with { Reason = $"{word}: nothing came late{Gone(manifest)}" },
            _ => end.Sealed(manifest, Ending.AlreadySealed) with
            {
                Reason = $"{word} as it was, and may lack late events: CloudWatch no longer has all of it, and {manifest.Format} cannot be merged; only ndjson can",
            },
        };
    }

    /// <summary>What another run had written, and not yet sealed.</summary>
    public DayOutcome Finished(Manifest manifest) =>
        Added(manifest, manifest.Versions.Count > 0 ? manifest.Versions[^1].LateEvents : 0, "finished what an interrupted run had written");

    public DayOutcome Lost(Manifest manifest) =>
        end.Sealed(manifest, Ending.AlreadySealed) with { Reason = "another run is settling it at the same time, or has" };

    public DayOutcome WouldSettle(Manifest manifest) => end.Sealed(manifest, Ending.Planned) with { Reason = "sealed; would be read again for late events" };

    public DayOutcome Unreadable(Manifest manifest, string reason) => manifest.Next is null
        ? end.Sealed(manifest, Ending.AlreadySealed) with { Reason = $"not settled: {reason}" }
        : end.Sealed(manifest, Ending.Skipped) with { Reason = $"a run that was writing it again was interrupted, and it cannot be brought to its end: {reason}" };

    public DayOutcome Paused(DayWork work) => end.Paused(work) with { LateEvents = work.Tally.Late };

    private DayOutcome Added(Manifest manifest, long late, string word)
    {
        var count = late == 1 ? "1 late event" : string.Create(CultureInfo.InvariantCulture, $"{late:N0} late events");
        return end.Sealed(manifest, Ending.Sealed) with { LateEvents = late, Reason = $"{word}: {count} added{Gone(manifest)}" };
    }

    private static string Gone(Manifest manifest) => manifest.GoneFromSource == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; {manifest.GoneFromSource:N0} of the archived events are no longer in CloudWatch, and were kept");
}
