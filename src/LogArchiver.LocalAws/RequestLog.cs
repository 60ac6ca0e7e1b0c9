using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LogArchiver.LocalAws;

/// <summary>How often each operation was asked for and how it was answered, for tests that promise a handful of requests and for
/// whoever measures.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, OperationCount> counts = new(StringComparer.Ordinal);

    /// <summary>Requests for one operation, such as <c>GetLogEvents</c> or <c>UploadPart</c>.</summary>
    public int this[string operation] => Of(operation).Requests;

    /// <summary>All requests.</summary>
    public int Total => counts.Values.Sum(count => count.Requests);

    /// <summary>What became of the requests for one operation.</summary>
    public OperationCount Of(string operation) => counts.GetValueOrDefault(operation);

    /// <summary>The requests as they are counted now, by operation.</summary>
    public IReadOnlyDictionary<string, int> Snapshot() =>
        new SortedDictionary<string, int>(counts.ToDictionary(pair => pair.Key, pair => pair.Value.Requests, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Counts from zero again.</summary>
    public void Clear() => counts.Clear();

    internal void Add(string operation) =>
        counts.AddOrUpdate(operation, new OperationCount(1, 0, 0), (_, count) => count with { Requests = count.Requests + 1 });

    internal void AddAnswer(string operation, int status, long bytes) => counts.AddOrUpdate(
        operation,
        _ => default(OperationCount).With(status, bytes),
        (_, count) => count.With(status, bytes));
}

/// <summary>What became of the requests for one operation.</summary>
/// <param name="Requests">Requests, those that are not answered yet included.</param>
/// <param name="Refused">Answers of status 400 and above; CloudWatch Logs counts throttling among them.</param>
/// <param name="AnsweredBytes">Bytes of the bodies of all other answers, on the wire.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OperationCount(int Requests, int Refused, long AnsweredBytes)
{
    internal OperationCount With(int status, long bytes) => status >= 400
        ? this with { Refused = Refused + 1 }
        : this with { AnsweredBytes = AnsweredBytes + bytes };
}
