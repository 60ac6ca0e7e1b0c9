using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Seal;

/// <summary>Compares a seal that is there with what is asked for now.</summary>
internal static class SealChecks
{
    /// <summary>Whether both speak of the same stored bytes.</summary>
    public static bool IsOfTheSameBytesAs(this Manifest one, Manifest other) =>
        one.Objects.Select(item => (item.Key, item.Bytes, item.Crc32)).SequenceEqual(
            other.Objects.Select(item => (item.Key, item.Bytes, item.Crc32)));

    /// <summary>The fault when the seal is of another stretch of time than the plan's day, so that calling the day archived would be
    /// untrue; null when it is of the same.</summary>
    public static DayFault? DiffersFrom(this Manifest seal, ArchivePlan plan, GroupDay day) =>
        seal.Start == day.Window.Start && seal.End == day.Window.End
            ? null
            : new DayFault(
                nameof(Stage.Seal),
                day.Group.Name,
                $"{day.Date:yyyy-MM-dd} is sealed already as a day of {seal.TimeZone} ({seal.Start:O} to {seal.End:O}), not of {plan.TimeZone}.")
            {
                Fix = $"Set timeZone to {seal.TimeZone}, or give the other zone's archive a prefix of its own.",
            };
}

/// <summary>Two runs archived a day at once, and did not read the same events.</summary>
internal sealed class SealedOtherwiseException(string key)
    : Exception($"Another run sealed the day at the same time with other contents: {key}.");
