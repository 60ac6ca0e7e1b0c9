using LogArchiver.Pack;
using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver.Upload;

/// <summary>An object that is written piece by piece, maybe by several invocations. A value that a checkpoint can hold.</summary>
internal sealed record ObjectInParts
{
    /// <summary>The key it will have.</summary>
    public required string Key { get; init; }

    /// <summary>The upload; null as long as nothing had to be sent.</summary>
    public OpenUpload? Upload { get; init; }

    /// <summary>The entity tag of what an earlier attempt left under the key and this replaces; null when there was nothing.</summary>
    public string? Replaces { get; init; }

    /// <summary>The parts sent.</summary>
    public IReadOnlyList<StoredPart> Parts { get; init; } = [];

    /// <summary>The files it is made of, one after another.</summary>
    public IReadOnlyList<ManifestSegment> Segments { get; init; } = [];

    /// <summary>CRC-32 of all segments; null while there is none.</summary>
    public string? Crc32 { get; init; }

    /// <summary>Bytes of all segments, sent or not.</summary>
    public long Bytes => Segments.Sum(segment => segment.Bytes);

    /// <summary>With another file at its end.</summary>
    public ObjectInParts And(PackedFile file) => this with
    {
        Segments =
        [
            .. Segments,
            new ManifestSegment { Bytes = file.StoredBytes, Sha256 = file.Sha256, RawBytes = file.RawBytes, RawSha256 = file.RawSha256 },
        ],
        Crc32 = Crc32 is null ? file.Crc32 : Crc32Combine.Of(Crc32, file.Crc32, file.StoredBytes),
    };

    /// <summary>As the manifest lists it.</summary>
    public ManifestObject Describe() => new()
    {
        Key = Key,
        Bytes = Bytes,
        Sha256 = Segments.Count == 1 ? Segments[0].Sha256 : null,
        Crc32 = Crc32!,
        Segments = Segments.Count == 1 ? null : Segments,
    };
}
