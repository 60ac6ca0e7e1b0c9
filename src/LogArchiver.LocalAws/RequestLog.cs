using System.Collections.Concurrent;

namespace LogArchiver.LocalAws;

/// <summary>How often each operation was asked for, for tests that promise a handful of requests.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Requests for one operation, such as <c>GetLogEvents</c> or <c>UploadPart</c>.</summary>
    public int this[string operation] => counts.GetValueOrDefault(operation);

    /// <summary>All requests.</summary>
    public int Total => counts.Values.Sum();

    /// <summary>The counts as they are now, by operation.</summary>
    public IReadOnlyDictionary<string, int> Snapshot() =>
        new SortedDictionary<string, int>(counts.ToDictionary(), StringComparer.Ordinal);

    /// <summary>Counts from zero again.</summary>
    public void Clear() => counts.Clear();

    internal void Add(string operation) => counts.AddOrUpdate(operation, 1, (_, count) => count + 1);
}
