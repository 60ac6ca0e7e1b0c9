using System.Globalization;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;
using LogArchiver.Upload;

namespace LogArchiver.Settle;

/// <summary>A sealed day as it is stored, which is to be read again.</summary>
internal sealed class EarlierArchive
{
    private readonly IReadOnlyDictionary<string, string> etags;

    private EarlierArchive(Manifest manifest, IReadOnlyDictionary<string, string> etags, IReadOnlyList<long> splits, bool isAsSealed) =>
        (Manifest, this.etags, Splits, IsAsSealed) = (manifest, etags, splits, isAsSealed);

    /// <summary>Its manifest, with the objects as they were found.</summary>
    public Manifest Manifest { get; }

    /// <summary>The first milliseconds of its second object and those after it, where it is kept in several.</summary>
    public IReadOnlyList<long> Splits { get; }

    /// <summary>Whether every object is what the manifest says, and not what an interrupted writing or another run left.</summary>
    public bool IsAsSealed { get; }

    /// <summary>What must be the same for going on with the reading that another invocation began.</summary>
    public string Mark => string.Create(
        CultureInfo.InvariantCulture,
        $" settling {Manifest.Versions.Count} {Manifest.Events} {string.Join(' ', Manifest.Objects.Select(one => one.Crc32))}");

    /// <summary>The key of the object with the number, from 1; null when it has not so many.</summary>
    public string? KeyOf(int number) => number <= Manifest.Objects.Count ? Manifest.Objects[number - 1].Key : null;

    /// <summary>The entity tag of the object under the key; null when the archive has none there.</summary>
    public string? ETagOf(string key) => etags.GetValueOrDefault(key);

    /// <summary>The plan by which the day is packed anew: as it was, whatever is set by now.</summary>
    public ArchivePlan PlanFrom(ArchivePlan plan) => plan with
    {
        Format = Enum.Parse<LineFormat>(Manifest.Format, ignoreCase: true),
        Compression = Enum.Parse<Compression>(Manifest.Compression, ignoreCase: true),
        MaxMergedBytes = long.MaxValue,
        Rules = Manifest.RulesOf(),
    };

    /// <summary>Finds what is stored of a sealed day.</summary>
    /// <exception cref="DamagedArchiveException">An object is missing, or nothing of ours.</exception>
    public static async Task<EarlierArchive> FindAsync(IArchiveStore store, Manifest manifest, CancellationToken cancellationToken)
    {
        var objects = new List<ManifestObject>(manifest.Objects.Count);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var expected in manifest.Objects)
        {
            var stored = await store.TryDescribeAsync(expected.Key, cancellationToken)
                ?? throw new DamagedArchiveException(new Damage(DamageKind.Missing, expected.Key, $"an object of {expected.Bytes:N0} bytes", "nothing"));
            objects.Add(Recognize(stored, expected, manifest.Next));
            tags.Add(expected.Key, stored.ETag);
        }

        var found = manifest with { Objects = objects };
        var isAsSealed = objects.SequenceEqual(manifest.Objects);
        return new EarlierArchive(found, tags, await FindSplitsAsync(store, found, cancellationToken), isAsSealed);
    }

    /// <summary>Whether a stored object is what a manifest says, as far as the store tells; reading it tells the rest.</summary>
    public static bool Is(StoredObject stored, ManifestObject described) =>
        stored.Bytes == described.Bytes && (stored.Crc32 ?? described.Crc32) == described.Crc32;

    /// <summary>Each writing of the day holds all that the sealed version has, so any of ours may be built upon: also that of a run that
    /// was overtaken, or ended, between its object and its manifest.</summary>
    private static ManifestObject Recognize(StoredObject stored, ManifestObject expected, Manifest? next)
    {
        if (Is(stored, expected))
        {
            return expected;
        }

        if (next?.Objects.FirstOrDefault(one => one.Key == stored.Key) is { } replaced && Is(stored, replaced))
        {
            return replaced;
        }

        return stored.Metadata.TryGetValue(FileUploader.Sha256Metadata, out var sha256) && stored.Crc32 is { } crc32
            ? new ManifestObject { Key = stored.Key, Bytes = stored.Bytes, Sha256 = sha256.Length == 64 ? sha256 : null, Crc32 = crc32 }
            : throw new DamagedArchiveException(
                new Damage(DamageKind.Size, stored.Key, $"{expected.Bytes:N0} bytes", $"{stored.Bytes:N0} that LogArchiver did not write"));
    }

    /// <summary>Where one object ends and the next begins: a day that is kept in several stays divided as it is.</summary>
    private static async Task<IReadOnlyList<long>> FindSplitsAsync(IArchiveStore store, Manifest manifest, CancellationToken cancellationToken)
    {
        var splits = new List<long>();
        foreach (var one in manifest.Objects.Skip(1))
        {
            await using var lines = new DayLines(store, manifest with { Objects = [one] }, DamagedArchiveException.Throw);
            if (await lines.FillAsync(cancellationToken) && lines.TryTake(out var line) && TryReadTime(manifest.Format, line.Span, out var first))
            {
                splits.Add(first);
            }
        }

        return splits;
    }

    /// <summary>False in <c>raw</c> lines, which have no time: such a day is divided anew, and not replaced where that makes fewer objects.</summary>
    private static bool TryReadTime(string format, ReadOnlySpan<byte> line, out long timestamp)
    {
        timestamp = 0;
        var prefix = "{\"timestamp\":\""u8;
        return format switch
        {
            "raw" => false,
            "text" => IsoTime.TryRead(line, out timestamp),
            _ => line.StartsWith(prefix) && IsoTime.TryRead(line[prefix.Length..], out timestamp),
        };
    }
}
