using System.Globalization;

namespace LogArchiver.LocalAws.Logs;

/// <summary>A group whose events are made up when they are asked for. Event n of the group is event n / streams of stream
/// n % streams, and happens at its even share of the window; so any place of any order is found by reckoning alone.</summary>
internal sealed class SyntheticContent : GroupContent
{
    private const int BytesAroundMessage = 26;
    private const int SampledMessages = 64;
    private const string NamePrefix = "stream-";
    private const int NameDigits = 7;

    private readonly SyntheticSpec spec;
    private readonly SyntheticMessages messages;
    private readonly long perStream;
    private readonly long meanMessageBytes;

    public SyntheticContent(SyntheticSpec spec)
    {
        this.spec = spec;
        if (spec.Streams < 1 || spec.End <= spec.Start)
        {
            throw new ArgumentException("At least one stream and a window that is not empty are needed.", nameof(spec));
        }

        messages = new SyntheticMessages(spec);
        meanMessageBytes = Sample();
        perStream = (spec.EventsPerStream, spec.TotalBytes) switch
        {
            ({ } events, null) => events,
            (null, { } bytes) => bytes / meanMessageBytes / spec.Streams,
            _ => throw new ArgumentException("Say either EventsPerStream or TotalBytes.", nameof(spec)),
        };
        Times = new SyntheticTimes(spec, Math.Max(1, perStream * spec.Streams));
    }

    public SyntheticTimes Times { get; }

    public SyntheticMessages Messages => messages;

    public long EventsPerStream => perStream;

    public override int StreamCount => spec.Streams;

    public override long StoredBytes => perStream * spec.Streams * (meanMessageBytes + BytesAroundMessage);

    public static string NameOf(long stream) => NamePrefix + stream.ToString($"D{NameDigits}", CultureInfo.InvariantCulture);

    public override IEnumerable<StreamFacts> StreamsFrom(string from, Func<string, long> visible)
    {
        for (var stream = FirstAtOrAfter(from); stream < spec.Streams; stream++)
        {
            yield return Facts(stream);
        }
    }

    public override IEventOrder? OfStream(string name) => IndexOf(name) is { } stream ? new SyntheticOrder(this, spec.Streams, [stream]) : null;

    public override IEventOrder OfStreams(IReadOnlyCollection<string>? names) =>
        new SyntheticOrder(this, spec.Streams, names?.Select(IndexOf).OfType<int>().Distinct().Order().ToArray());

    private StreamFacts Facts(int stream)
    {
        var created = spec.Start.ToUnixTimeMilliseconds();
        if (perStream == 0)
        {
            return new StreamFacts(NameOf(stream), created, null, null, null);
        }

        var last = Times.Of(((perStream - 1) * spec.Streams) + stream);
        return new StreamFacts(NameOf(stream), created, Times.Of(stream), last, SyntheticTimes.IngestionOf(last));
    }

    private int? IndexOf(string name) =>
        name.StartsWith(NamePrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var stream)
        && stream < spec.Streams && name == NameOf(stream)
            ? stream
            : null;

    private int FirstAtOrAfter(string name)
    {
        var (low, high) = (0, spec.Streams);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = string.CompareOrdinal(NameOf(middle), name) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private long Sample()
    {
        using var page = new PageWriter();
        var start = spec.Start.ToUnixTimeMilliseconds();
        return Enumerable.Range(0, SampledMessages).Sum(number => messages.Write(page, number, start)) / SampledMessages;
    }
}
