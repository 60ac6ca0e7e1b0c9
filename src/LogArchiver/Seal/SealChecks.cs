using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Seal;

/// <summary>Compares a seal that is there with what is asked for now.</summary>
internal static class SealChecks
{
    private static readonly Setting[] RuleSettings = [Settings.IncludeEvents, Settings.ExcludeEvents, Settings.KeepEvents];

    /// <summary>Whether both speak of the same stored bytes, chosen by the same rules: where all events were dropped, no bytes tell.</summary>
    public static bool IsOfTheSameBytesAs(this Manifest one, Manifest other) =>
        one.Objects.Select(item => (item.Key, item.Bytes, item.Crc32)).SequenceEqual(
            other.Objects.Select(item => (item.Key, item.Bytes, item.Crc32)))
        && RuleSettings.All(setting => ManifestFilters.TextsOf(one, setting).ToHashSet(StringComparer.Ordinal)
            .SetEquals(ManifestFilters.TextsOf(other, setting)));

    /// <summary>Whether there is more to do for the day than to say that it is sealed: it was being written again, and that was interrupted,
    /// or it is to be settled and has not been. What was exported is not exported again.</summary>
    public static bool NeedsWork(this Manifest seal, DayPurpose purpose) =>
        seal.Next is not null || (purpose == DayPurpose.Settle && !seal.Settled && seal.Reading.Reader != ReaderKind.Export.Word());

    /// <summary>The fault when the seal is of another stretch of time than the plan's day, or of events chosen by other rules, so that
    /// calling the day archived would be untrue; null when it is of the same.</summary>
    public static DayFault? DiffersFrom(this Manifest seal, ArchivePlan plan, GroupDay day)
    {
        if (seal.Start != day.Window.Start || seal.End != day.Window.End)
        {
            return Fault(
                day,
                $"as a day of {seal.TimeZone} ({seal.Start:O} to {seal.End:O}), not of {plan.TimeZone}",
                $"Set timeZone to {seal.TimeZone}, or give the other zone's archive a prefix of its own.");
        }

        var differing = RuleSettings.Where(setting => DifferIn(setting, seal, plan)).ToArray();
        return differing.Length == 0 ? null : Fault(
            day,
            $"with other rules: {string.Join("; ", differing.Select(setting => Describe(setting, seal, plan)))}",
            $"Set {string.Join(" and ", differing.Select(setting => setting.Name))} as its manifest says under filters, or give the archive with the other rules a prefix of its own.");
    }

    private static bool DifferIn(Setting setting, Manifest seal, ArchivePlan plan) =>
        !ManifestFilters.TextsOf(seal, setting).ToHashSet(StringComparer.Ordinal).SetEquals(TextsOf(plan, setting));

    // Names a rule on each side, not all of them: there may be fifty.
    private static string Describe(Setting setting, Manifest seal, ArchivePlan plan)
    {
        var (sealedBy, asked) = (ManifestFilters.TextsOf(seal, setting).ToArray(), TextsOf(plan, setting));
        var gone = sealedBy.FirstOrDefault(rule => !asked.Contains(rule));
        var added = asked.FirstOrDefault(rule => !sealedBy.Contains(rule));
        return setting.Name + (gone, added) switch
        {
            ({ } was, { } isNow) => $" was \"{was}\", and is \"{isNow}\" now",
            ({ } was, null) => $" had \"{was}\", which is not asked for now",
            (_, { } isNow) => $" had no \"{isNow}\", which is asked for now",
            _ => " differs",
        };
    }

    private static IReadOnlyList<string> TextsOf(ArchivePlan plan, Setting setting) =>
        setting == Settings.IncludeEvents ? plan.Rules.Include
        : setting == Settings.ExcludeEvents ? plan.Rules.Exclude
        : plan.Rules.Keep;

    private static DayFault Fault(GroupDay day, string how, string fix) =>
        new(nameof(Stage.Seal), day.Group.Name, $"{day.Date:yyyy-MM-dd} is sealed already {how}.") { Fix = fix };
}

/// <summary>Another run has sealed the day since this one looked, so its objects may not be replaced.</summary>
internal sealed class SealedMeanwhileException(string key)
    : Exception($"Another run sealed the day at the same time: {key}.");
