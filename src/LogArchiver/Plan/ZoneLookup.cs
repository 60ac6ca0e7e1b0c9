using NodaTime;

namespace LogArchiver.Plan;

/// <summary>Time zones by IANA name, from the database inside NodaTime: a runtime image may carry none.</summary>
internal static class ZoneLookup
{
    private static readonly HashSet<string> Ids = [.. DateTimeZoneProviders.Tzdb.Ids];

    /// <summary>The zone of that exact name; null when there is none. Offsets such as <c>UTC+9</c> are no zones: they know no
    /// daylight saving, which is mostly why they are wrong.</summary>
    public static DateTimeZone? TryFind(string id) => Ids.Contains(id) ? DateTimeZoneProviders.Tzdb[id] : null;

    /// <summary>The name that was probably meant: another letter case, a city alone, or a typing mistake.</summary>
    public static string? NearestTo(string text)
    {
        var id = text.Replace(' ', '_');
        return Ids.FirstOrDefault(known => known.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? Ids.Order(StringComparer.Ordinal)
                .FirstOrDefault(known => known.EndsWith("/" + id, StringComparison.OrdinalIgnoreCase))
            ?? Nearest.Of(id, Ids.Order(StringComparer.Ordinal));
    }
}
