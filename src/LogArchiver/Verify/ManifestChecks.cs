using LogArchiver.Plan;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Verify;

/// <summary>Whether a manifest agrees with itself and with the place it lies at. Pure.</summary>
internal static class ManifestChecks
{
    /// <summary>What does not agree.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="group">The group whose key it was found under.</param>
    /// <param name="date">The date of that key.</param>
    public static IEnumerable<Damage> Of(Manifest manifest, string group, DateOnly date)
    {
        (string Field, string Expected, string Found)[] fields =
        [
            ("group", group, manifest.Group),
            ("date", $"{date:yyyy-MM-dd}", $"{manifest.Date:yyyy-MM-dd}"),
            ("end", "after its start", manifest.Start < manifest.End ? "after its start" : $"{manifest.End:O}"),
            ("storedBytes", $"{manifest.Objects.Sum(one => one.Bytes):N0}", $"{manifest.StoredBytes:N0}"),
            ("lines", $"{(manifest.Format == LineFormat.Ndjson.Word() ? manifest.Events : manifest.Lines):N0}", $"{manifest.Lines:N0}"),
            ("objects", manifest.Events > 0 ? "some" : "none", manifest.Objects.Count > 0 ? "some" : "none"),
            ("droppedEvents", $"{manifest.Filters.Sum(one => one.Dropped):N0}", $"{manifest.DroppedEvents:N0}"),
            ("firstTimestamp", manifest.Events > 0 ? "within the day" : "none", Place(manifest.FirstTimestamp, manifest)),
            ("lastTimestamp", manifest.Events > 0 ? "within the day" : "none", Place(manifest.LastTimestamp, manifest)),
        ];
        return fields.Where(one => one.Expected != one.Found)
            .Select(one => new Damage(DamageKind.Manifest, null, $"{one.Field} {one.Expected}", one.Found))
            .Concat(manifest.Objects.SelectMany(OfObject));
    }

    private static IEnumerable<Damage> OfObject(ManifestObject stored)
    {
        if (stored.Segments is { } segments && segments.Sum(one => one.Bytes) is var bytes && bytes != stored.Bytes)
        {
            yield return new Damage(DamageKind.Manifest, stored.Key, $"segments of {stored.Bytes:N0} bytes together", $"{bytes:N0}");
        }
        else if (stored.Segments is null && stored.Sha256 is null)
        {
            yield return new Damage(DamageKind.Manifest, stored.Key, "a SHA-256, of the object or of its segments", "none");
        }
    }

    private static string Place(DateTimeOffset? timestamp, Manifest manifest) =>
        timestamp is not { } instant ? "none"
        : instant >= manifest.Start && instant < manifest.End ? "within the day"
        : $"{instant:O}";
}
