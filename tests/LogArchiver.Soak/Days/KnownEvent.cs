using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LogArchiver.Soak.Days;

/// <summary>An event whose place in the archive is known.</summary>
/// <param name="Id">Stands in its message; the same for lines that are meant to be equal.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="TimestampMs">When it happened.</param>
/// <param name="IngestionMs">When it arrived.</param>
/// <param name="Escaped">The message as the service writes it between the quotes.</param>
public sealed record KnownEvent(int Id, string Stream, long TimestampMs, long IngestionMs, string Escaped)
{
    /// <summary>The message as its producer wrote it.</summary>
    public string Text => Regex.Replace(
        Escaped, @"\\(u(?<hex>[0-9a-fA-F]{4})|.)", match => match.Groups["hex"].Success
            ? ((char)int.Parse(match.Groups["hex"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
            : match.Value[1] switch { 'n' => "\n", 'r' => "\r", 't' => "\t", 'b' => "\b", 'f' => "\f", var itself => itself.ToString() },
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary>How an id stands in a message: found again in every format.</summary>
    public static string Mark(int id) => string.Create(CultureInfo.InvariantCulture, $"@@{id}@@");

    /// <summary>The ids of the day's events in the archive's order, worked out without any of the archiver's code.</summary>
    /// <param name="events">The events in the order in which they were put.</param>
    /// <param name="startMs">The day's first millisecond.</param>
    /// <param name="endMs">The first millisecond after it.</param>
    public static IReadOnlyList<int> InOrder(IEnumerable<KnownEvent> events, long startMs, long endMs) =>
    [
        .. events.Select((known, put) => (known, put))
            .Where(each => each.known.TimestampMs >= startMs && each.known.TimestampMs < endMs)
            .OrderBy(each => each.known.TimestampMs)
            .ThenBy(each => each.known.IngestionMs)
            .ThenBy(each => Convert.ToHexString(Encoding.UTF8.GetBytes(each.known.Stream)), StringComparer.Ordinal)
            .ThenBy(each => each.put)
            .Select(each => each.known.Id),
    ];

    /// <summary>The ids in the lines of an archive, in their order.</summary>
    public static IReadOnlyList<int> IdsIn(ReadOnlySpan<byte> lines)
    {
        var ids = new List<int>();
        var mark = "@@"u8;
        for (var at = lines.IndexOf(mark); at >= 0; at = lines.IndexOf(mark))
        {
            lines = lines[(at + mark.Length)..];
            var end = lines.IndexOf(mark);
            ids.Add(int.Parse(Encoding.ASCII.GetString(lines[..end]), CultureInfo.InvariantCulture));
            lines = lines[(end + mark.Length)..];
        }

        return ids;
    }
}
