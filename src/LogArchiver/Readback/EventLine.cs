using LogArchiver.Pack;
using LogArchiver.Sort;

namespace LogArchiver.Readback;

/// <summary>An ndjson line taken apart. The form is the archive's own, byte for byte (docs/archive-format.md): anything else is no event.</summary>
internal readonly ref struct EventLine
{
    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Timestamp { get; private init; }

    /// <summary>Milliseconds since the Unix epoch; <see cref="EventCursor.UnknownTime"/> for null.</summary>
    public long IngestionTime { get; private init; }

    /// <summary>The stream's name as a JSON string without its quotes.</summary>
    public ReadOnlySpan<byte> Stream { get; private init; }

    /// <summary>Where in the line it lies.</summary>
    public Range StreamRange { get; private init; }

    /// <summary>The message as a JSON string without its quotes.</summary>
    public ReadOnlySpan<byte> Message { get; private init; }

    /// <summary>Where in the line it lies.</summary>
    public Range MessageRange { get; private init; }

    /// <summary>Takes a line, without its newline, apart; false when it is no event.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out EventLine parsed)
    {
        parsed = default;
        var at = 0;
        if (!Skip(line, ref at, "{\"timestamp\":\""u8)
            || !IsoTime.TryRead(line[at..], out var timestamp)
            || !Skip(line, ref at, IsoTime.Bytes, "\",\"ingestionTime\":"u8)
            || !TryReadIngestionTime(line, ref at, out var ingestionTime)
            || !Skip(line, ref at, ",\"logStream\":\""u8))
        {
            return false;
        }

        var streamStart = at;
        if (!SkipString(line, ref at))
        {
            return false;
        }

        var streamEnd = at;
        if (!Skip(line, ref at, "\",\"message\":\""u8))
        {
            return false;
        }

        var messageStart = at;
        if (!SkipString(line, ref at) || !line[at..].SequenceEqual("\"}"u8))
        {
            return false;
        }

        parsed = new EventLine
        {
            Timestamp = timestamp,
            IngestionTime = ingestionTime,
            Stream = line[streamStart..streamEnd],
            StreamRange = streamStart..streamEnd,
            Message = line[messageStart..at],
            MessageRange = messageStart..at,
        };
        return true;
    }

    // Null where the day was read from an export, which does not say it.
    private static bool TryReadIngestionTime(ReadOnlySpan<byte> line, ref int at, out long time)
    {
        time = EventCursor.UnknownTime;
        if (line[at..].StartsWith("null"u8))
        {
            at += "null"u8.Length;
            return true;
        }

        return Skip(line, ref at, "\""u8) && IsoTime.TryRead(line[at..], out time) && Skip(line, ref at, IsoTime.Bytes, "\""u8);
    }

    private static bool Skip(ReadOnlySpan<byte> line, ref int at, int before, ReadOnlySpan<byte> expected)
    {
        at += before;
        return Skip(line, ref at, expected);
    }

    private static bool Skip(ReadOnlySpan<byte> line, ref int at, ReadOnlySpan<byte> expected)
    {
        var isThere = line[at..].StartsWith(expected);
        at += expected.Length;
        return isThere;
    }

    /// <summary>Goes to the quote that ends the string; false when it does not end, or JSON would not have it.</summary>
    private static bool SkipString(ReadOnlySpan<byte> line, ref int at)
    {
        var length = JsonScan.FindEnd(line[at..], out var onlyCommonEscapes);
        if (length < 0 || !(onlyCommonEscapes || JsonText.HasLegalEscapes(line.Slice(at, length))))
        {
            return false;
        }

        at += length;
        return true;
    }
}
