using System.IO.Compression;
using LogArchiver.Seal;

namespace LogArchiver.Soak.Days;

/// <summary>What is wrong with an archived day; the message of a failed soak.</summary>
public sealed class SoakException(string problem) : Exception(problem);

/// <summary>Compares what was archived with what is known.</summary>
internal static class DayCheck
{
    /// <summary>Each event once, in order, and the manifest says so.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="lines">The archived lines, unpacked.</param>
    /// <param name="expected">The ids in their order.</param>
    public static void Events(Manifest manifest, byte[] lines, IReadOnlyList<int> expected)
    {
        var found = KnownEvent.IdsIn(lines);
        if (!found.SequenceEqual(expected))
        {
            var (lost, extra) = (Less(expected, found), Less(found, expected));
            throw new SoakException(
                $"{expected.Count} events were put, {found.Count} are archived: {lost.Count} lost ({string.Join(' ', lost.Take(10))}), "
                + $"{extra.Count} too many ({string.Join(' ', extra.Take(10))}){(lost.Count + extra.Count == 0 ? ", and the order is another" : "")}");
        }

        Equal(expected.Count, manifest.Events, "events in the manifest");
        Equal(lines.LongLength, manifest.RawBytes, "raw bytes in the manifest");
    }

    /// <summary>Throws where the two are not the same.</summary>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new SoakException($"{what}: {expected} expected, {actual} found");
        }
    }

    /// <summary>Throws where there is anything.</summary>
    public static void Nothing(IEnumerable<string> found, string what)
    {
        var all = found.ToList();
        if (all.Count > 0)
        {
            throw new SoakException($"{what}: {string.Join(", ", all)}");
        }
    }

    /// <summary>The lines behind stored bytes.</summary>
    public static byte[] Unpack(byte[] stored, string compression)
    {
        if (compression == "none")
        {
            return stored;
        }

        using var packed = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var lines = new MemoryStream();
        packed.CopyTo(lines);
        return lines.ToArray();
    }

    private static List<int> Less(IEnumerable<int> all, IEnumerable<int> without)
    {
        var left = without.GroupBy(id => id).ToDictionary(ids => ids.Key, ids => ids.Count());
        return [.. all.Where(id => left.GetValueOrDefault(id) == 0 || --left[id] < 0)];
    }
}
