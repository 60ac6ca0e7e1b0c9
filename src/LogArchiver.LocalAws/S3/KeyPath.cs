using System.Globalization;
using System.Text;

namespace LogArchiver.LocalAws.S3;

/// <summary>Where an object's bytes lie below its bucket's folder: for ordinary keys, at the key itself.</summary>
/// <remarks>
/// What no file system takes, or what would lead out of the folder, is written with <c>%</c>, so that the key can be read back:
/// <c>%2E</c> a dot of <c>.</c> or <c>..</c>, <c>%_</c> an empty segment (so a key may end in a slash), <c>%+</c> at the end of a
/// folder a segment of more than 200 bytes that goes on below.
/// </remarks>
internal static class KeyPath
{
    /// <summary>Ends the name of a file where a folder of its name is there already, and of a folder where a file is.</summary>
    public const string Aside = "%~";

    private const string Empty = "%_";
    private const string GoesOn = "%+";

    /// <summary>File systems take names of 255 bytes; some are left for the marks above.</summary>
    private const int SegmentBytes = 200;

    /// <summary>The relative path, with <c>/</c> between its segments.</summary>
    public static string Of(string key)
    {
        var path = new StringBuilder();
        foreach (var segment in key.Split('/'))
        {
            if (path.Length > 0)
            {
                path.Append('/');
            }

            AppendSegment(path, segment);
        }

        return path.ToString();
    }

    /// <summary>The key of a relative path.</summary>
    public static string KeyOf(string path) =>
        Uri.UnescapeDataString(string.Join('/', path.Replace(GoesOn + "/", "", StringComparison.Ordinal)
            .Split('/').Select(segment => segment == Empty ? "" : segment.Replace(Aside, "", StringComparison.Ordinal))));

    private static void AppendSegment(StringBuilder path, string segment)
    {
        if (segment.Length == 0)
        {
            path.Append(Empty);
            return;
        }

        var dots = segment is "." or "..";
        var bytes = 0;
        foreach (var rune in segment.EnumerateRunes())
        {
            var escaped = (dots && rune.Value == '.') || MustEscape(rune);
            var width = escaped ? 3 : rune.Utf8SequenceLength;
            if (bytes + width > SegmentBytes)
            {
                path.Append(GoesOn).Append('/');
                bytes = 0;
            }

            bytes += width;
            _ = escaped ? path.Append(CultureInfo.InvariantCulture, $"%{rune.Value:X2}") : path.Append(rune.ToString());
        }

        // Windows drops a dot or a blank at the end of a name.
        if (!dots && path[^1] is '.' or ' ')
        {
            var last = (int)path[^1];
            path.Length--;
            path.Append(CultureInfo.InvariantCulture, $"%{last:X2}");
        }
    }

    private static bool MustEscape(Rune rune) =>
        rune.Value < ' ' || rune.Value == 0x7F || rune.Value is '%' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|';
}
