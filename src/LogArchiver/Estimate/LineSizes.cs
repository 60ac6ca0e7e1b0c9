using LogArchiver.Plan;

namespace LogArchiver.Estimate;

/// <summary>Sizes that are assumed where nothing better is known. Each is written beside its reason; what rests on them is an estimate.</summary>
internal static class LineSizes
{
    /// <summary>Bytes of a message, where only the bytes of all are known: those of a request log (193), an access log (203), a function's log
    /// (95) and stack traces (127), rounded.</summary>
    public const double UsualMessageBytes = 150;

    /// <summary>Bytes of a stream's name: from 11 of a host's to 52 of a function's.</summary>
    public const double UsualStreamNameBytes = 20;

    /// <summary>How many times smaller gzip makes the lines: 6.9 to 10.5 on the sample logs of <c>logarchiver demo</c>. Less than their mean, so
    /// that storage comes out dear rather than cheap.</summary>
    public const double UsualRatioOfNdjson = 7;

    /// <summary>The same where lines do not repeat the names of fields: 5.1 to 11.7 on the same logs.</summary>
    public const double UsualRatioOfText = 5.5;

    /// <summary>What a page may hold, counted as PutLogEvents counts a batch: 1 MiB of messages and 26 bytes for each event, or 10,000
    /// events (source: API reference of PutLogEvents and FilterLogEvents).</summary>
    private const double PageBytes = 1 << 20;
    private const double PageEvents = 10_000;
    private const double BytesAroundMessage = 26;

    // {"eventId":"…56 digits…","ingestionTime":…,"logStreamName":"","message":"","timestamp":…},
    private const double WireBytesOfEvent = 165;

    /// <summary>Bytes of a line without its message.</summary>
    public static double AroundMessage(LineFormat format) => format switch
    {
        // {"timestamp":"2026-11-19T08:15:30.123Z","ingestionTime":"2026-11-19T08:15:30.123Z","logStream":"","message":""}\n
        LineFormat.Ndjson => 112 + UsualStreamNameBytes,
        LineFormat.Text => 26,
        _ => 1,
    };

    /// <summary>How many times smaller the file is than its lines.</summary>
    public static double UsualRatio(LineFormat format, Compression compression) => compression == Compression.None ? 1
        : format == LineFormat.Ndjson ? UsualRatioOfNdjson
        : UsualRatioOfText;

    /// <summary>Pages that hold a day, each as full as it may be; the last is not.</summary>
    public static double Pages(double events, double messageBytes) =>
        Math.Max(1, Math.Ceiling(Math.Max((messageBytes + (events * BytesAroundMessage)) / PageBytes, events / PageEvents)));

    /// <summary>Bytes of the pages on the wire.</summary>
    public static double WireBytes(DayVolume volume) => volume.MessageBytes + (volume.Events * (WireBytesOfEvent + UsualStreamNameBytes));
}
