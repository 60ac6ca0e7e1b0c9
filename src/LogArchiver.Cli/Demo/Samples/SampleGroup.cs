namespace LogArchiver.Cli.Demo.Samples;

/// <summary>A log group made up for trying things out.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="About">What it imitates, in a few words.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Streams">Its streams.</param>
internal sealed record SampleGroup(
    string Name, string About, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<SampleStream> Streams)
{
    /// <summary>Events of all streams, those just outside the day included.</summary>
    public int EventCount => Streams.Sum(stream => stream.Events.Count);
}

/// <summary>A stream of a sample group; its events are in time order.</summary>
internal sealed record SampleStream(string Name, IReadOnlyList<SampleEvent> Events);

/// <summary>One event.</summary>
/// <param name="TimestampMs">Milliseconds since the Unix epoch.</param>
/// <param name="Message">The message, as a producer would send it.</param>
internal readonly record struct SampleEvent(long TimestampMs, string Message)
{
    /// <summary>The timestamp as a time, UTC.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(TimestampMs);
}
