namespace LogArchiver.Readback;

/// <summary>Something stored that is not what the manifest says.</summary>
/// <param name="Kind">What does not agree.</param>
/// <param name="Key">The object it was found in; null where it is about the day as a whole.</param>
/// <param name="Expected">What the manifest says, or what an archive always has.</param>
/// <param name="Found">What is there.</param>
public sealed record Damage(DamageKind Kind, string? Key, string Expected, string Found)
{
    /// <summary>Such as <c>size: expected 4,711 bytes, found 4,700</c>.</summary>
    public string Text => $"{Kind.Text()}: expected {Expected}, found {Found}";
}

/// <summary>What can fail to agree.</summary>
public enum DamageKind
{
    /// <summary>The object is not there.</summary>
    Missing,

    /// <summary>Its length.</summary>
    Size,

    /// <summary>CRC-32 of its bytes, read or as the store keeps it.</summary>
    Crc32,

    /// <summary>SHA-256 of its bytes, or of a segment's.</summary>
    Sha256,

    /// <summary>The gzip data cannot be unpacked, or is cut off.</summary>
    Gzip,

    /// <summary>How many bytes the lines have.</summary>
    RawBytes,

    /// <summary>SHA-256 of the lines.</summary>
    RawSha256,

    /// <summary>How many newlines the lines have.</summary>
    Lines,

    /// <summary>A line is no event, is too long, or has no newline.</summary>
    Line,

    /// <summary>How many events there are.</summary>
    Events,

    /// <summary>An event comes after one that it belongs before.</summary>
    Order,

    /// <summary>An event is not of the day.</summary>
    Window,

    /// <summary>Timestamp of the first event.</summary>
    FirstTimestamp,

    /// <summary>Timestamp of the last event.</summary>
    LastTimestamp,

    /// <summary>How many streams had events.</summary>
    Streams,

    /// <summary>The manifest contradicts itself, or where it lies.</summary>
    Manifest,

    /// <summary>An object of the day that the manifest does not name: whoever reads all objects of the day reads events twice.</summary>
    Unnamed,
}

/// <summary>Its words.</summary>
public static class DamageKinds
{
    /// <summary>As people and <c>--json</c> read it, such as <c>rawSha256</c>.</summary>
    public static string Text(this DamageKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}

/// <summary>An archived day cannot be built upon: what is stored is not what its manifest says.</summary>
internal sealed class DamagedArchiveException(Damage damage)
    : Exception($"The archive is not what its manifest says: {(damage.Key is null ? "" : damage.Key + ": ")}{damage.Text}.")
{
    /// <summary>What was found first.</summary>
    public Damage Damage => damage;

    /// <summary>For whoever wants no damage at all: throws at the first.</summary>
    public static void Throw(Damage damage) => throw new DamagedArchiveException(damage);
}
