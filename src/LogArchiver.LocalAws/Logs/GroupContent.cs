namespace LogArchiver.LocalAws.Logs;

/// <summary>A group's streams and events.</summary>
internal abstract class GroupContent
{
    /// <summary>How many streams there are now.</summary>
    public abstract int StreamCount { get; }

    /// <summary>Bytes of all events, at 26 more than their messages each.</summary>
    public abstract long StoredBytes { get; }

    /// <summary>The streams by name, from the first at or after <paramref name="from"/>; lazily, so that taking a page is cheap.</summary>
    /// <param name="from">A name or the beginning of one; "" begins at the first.</param>
    /// <param name="visible">Events that arrived after this time, milliseconds since the Unix epoch, do not show yet.</param>
    public abstract IEnumerable<StreamFacts> StreamsFrom(string from, Func<string, long> visible);

    /// <summary>The events of one stream; null when there is no such stream.</summary>
    public abstract IEventOrder? OfStream(string name);

    /// <summary>The events of several streams, or of all (null), interleaved. Names without a stream are passed over.</summary>
    public abstract IEventOrder OfStreams(IReadOnlyCollection<string>? names);
}

/// <summary>What DescribeLogStreams tells of a stream; times in milliseconds since the Unix epoch, null while nothing shows.</summary>
internal sealed record StreamFacts(string Name, long Created, long? FirstEvent, long? LastEvent, long? LastIngestion);
