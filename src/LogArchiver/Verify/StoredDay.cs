using System.Text.RegularExpressions;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Verify;

/// <summary>What the store itself says of a day's objects, without reading them.</summary>
/// <param name="store">The bucket.</param>
internal sealed partial class StoredDay(IArchiveStore store)
{
    /// <summary>Compares size and checksum of each object, in one request each.</summary>
    /// <param name="manifest">The day.</param>
    /// <param name="damaged">Told of each thing that does not agree.</param>
    /// <param name="checksumAlone">Whether the store's checksum is the only proof, so that having none is damage.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task CheckAsync(Manifest manifest, Action<Damage> damaged, bool checksumAlone, CancellationToken cancellationToken)
    {
        foreach (var expected in manifest.Objects)
        {
            var stored = await store.TryDescribeAsync(expected.Key, cancellationToken);
            if (stored is null)
            {
                damaged(new Damage(DamageKind.Missing, expected.Key, $"an object of {expected.Bytes:N0} bytes", "nothing"));
            }
            else if (stored.Bytes != expected.Bytes)
            {
                damaged(new Damage(DamageKind.Size, expected.Key, $"{expected.Bytes:N0} bytes", $"{stored.Bytes:N0} bytes"));
            }
            else if (stored.Crc32 is { } found ? found != expected.Crc32 : checksumAlone)
            {
                damaged(new Damage(DamageKind.Crc32, expected.Key, expected.Crc32, stored.Crc32 ?? "none kept by the store: read the bytes instead, without --quick"));
            }
        }
    }

    /// <summary>Finds objects of the day that a manifest does not name. Parts of a day, and other formats of it, lie beside its file.</summary>
    /// <param name="key">The key of its file, or of one of its parts.</param>
    /// <param name="extension">The end of that key.</param>
    /// <param name="named">The keys that are known.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<IReadOnlyList<StoredObject>> FindUnnamedAsync(
        string key, string extension, IEnumerable<string> named, CancellationToken cancellationToken)
    {
        var known = named.ToHashSet(StringComparer.Ordinal);
        var unnamed = new List<StoredObject>();
        await foreach (var stored in store.ListAsync(StemOf(key, extension), cancellationToken))
        {
            if (!known.Contains(stored.Key) && unnamed.Count < DamageList.Most)
            {
                unnamed.Add(stored);
            }
        }

        return unnamed;
    }

    /// <summary>What the keys of all objects of a day begin with: the key without extension and part number.</summary>
    internal static string StemOf(string key, string extension)
    {
        var stem = key.EndsWith("." + extension, StringComparison.Ordinal) ? key[..^extension.Length] : key;
        return PartNumber().Replace(stem, ".");
    }

    [GeneratedRegex(@"\.part-\d{5}\.$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartNumber();
}
