using LogArchiver.Discover;
using LogArchiver.Read;

namespace LogArchiver.Testing.Logs;

/// <summary>An event as it was put.</summary>
internal sealed record MemoryEvent(string Stream, long TimestampMs, long IngestionMs, string EscapedMessage, long Put);

/// <summary>A group of the memory world, its streams by name.</summary>
internal sealed class MemoryGroup(LogGroup group)
{
    public LogGroup Group { get; set; } = group;

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, List<MemoryEvent>> Streams { get; } = new(StringComparer.Ordinal);

    public List<MemoryEvent> Stream(string name)
    {
        if (!Streams.TryGetValue(name, out var events))
        {
            Streams.Add(name, events = []);
        }

        return events;
    }

    public bool Carries(IReadOnlyDictionary<string, string> tags) =>
        tags.All(tag => Tags.TryGetValue(tag.Key, out var value) && (tag.Value.Length == 0 || tag.Value == value));

    public static LogStream Describe(string name, List<MemoryEvent> events) => events.Count == 0
        ? new LogStream(name)
        : new LogStream(
            name, events.Min(put => put.TimestampMs), events.Max(put => put.TimestampMs), events.Max(put => put.IngestionMs));
}
