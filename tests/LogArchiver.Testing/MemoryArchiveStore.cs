using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LogArchiver.Ports;

namespace LogArchiver.Testing;

/// <summary>A bucket in memory. Keeps the contract of <see cref="IArchiveStore"/>, counts what was asked of it, and fails when told to.</summary>
public sealed class MemoryArchiveStore : IArchiveStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Stored> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly MemoryUploads uploads = new();

    /// <summary>Asked before each operation, with its name (such as <c>TryUpload</c>) and key; what it throws is the store's answer.</summary>
    public Action<string, string>? BeforeEach { get; set; }

    /// <summary>The clock that says when an object was written.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told after each write that was obeyed, with its name and key; what it throws is the store's answer all the same: the
    /// answer was lost.</summary>
    public Action<string, string>? AfterEachWrite { get; set; }

    /// <summary>The least length of every part but the last. The real one, unless a test would rather have small parts.</summary>
    public long MinPartBytes { get; init; } = PartLimits.MinPartBytes;

    /// <summary>Whether it keeps a checksum of each object; some stores that speak S3's protocol do not.</summary>
    public bool KeepsChecksums { get; init; } = true;

    /// <summary>The uploads begun and neither completed nor aborted, in their order.</summary>
    public IReadOnlyList<OpenUpload> Uploads => uploads.All("");

    /// <summary>The keys stored, in order.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (gate)
            {
                return [.. objects.Keys];
            }
        }
    }

    /// <summary>The bytes stored under the key.</summary>
    public byte[] this[string key]
    {
        get
        {
            lock (gate)
            {
                return objects[key].Content;
            }
        }
    }

    /// <summary>The media type the object was stored with.</summary>
    public string ContentTypeOf(string key)
    {
        lock (gate)
        {
            return objects[key].ContentType;
        }
    }

    /// <summary>How often an operation was asked for; its name without <c>Async</c>.</summary>
    public int Count(string operation)
    {
        lock (gate)
        {
            return counts.GetValueOrDefault(operation);
        }
    }

    /// <summary>Writes an object as another program would: whatever is there, and without anybody being asked.</summary>
    public void Write(string key, byte[] content)
    {
        lock (gate)
        {
            objects.Remove(key);
            Store(key, content, "application/octet-stream", new Dictionary<string, string>(StringComparer.Ordinal), WriteCondition.Absent);
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Begin("Check", "", cancellationToken);
        return Task.CompletedTask;
    }

    public Task<StoredObject?> TryDescribeAsync(string key, CancellationToken cancellationToken)
    {
        Begin("TryDescribe", key, cancellationToken);
        return Task.FromResult(Find(key)?.Description);
    }

    public Task<StoredContent?> TryReadAsync(string key, int maxBytes, CancellationToken cancellationToken)
    {
        Begin("TryRead", key, cancellationToken);
        var found = Find(key);
        if (found?.Content.Length > maxBytes)
        {
            throw Fault("GetObject", "TooLarge", key, $"{key} has {found.Content.Length} bytes; at most {maxBytes} were expected");
        }

        return Task.FromResult(found is null ? null : new StoredContent(found.Description, found.Content.ToArray()));
    }

    public Task<Stream?> TryOpenAsync(string key, CancellationToken cancellationToken)
    {
        Begin("TryOpen", key, cancellationToken);
        return Task.FromResult<Stream?>(Find(key) is { } found ? new MemoryStream(found.Content, writable: false) : null);
    }

    public async Task<StoredObject?> TryUploadAsync(FileUpload upload, WriteCondition condition, CancellationToken cancellationToken)
    {
        Begin("TryUpload", upload.Key, cancellationToken);
        var content = await ReadAsync(upload.Path, upload.Key, cancellationToken);
        if (content.Length != upload.Bytes || PlainCrc32.Base64(content) != upload.Crc32)
        {
            throw Fault("CompleteMultipartUpload", "BadDigest", upload.Key, "The file is not what its length and checksum promise");
        }

        return Answer("TryUpload", upload.Key, Store(upload.Key, content, upload.ContentType, upload.Metadata, condition));
    }

    public Task<StoredObject?> TryPutAsync(
        string key, ReadOnlyMemory<byte> content, string contentType, WriteCondition condition, CancellationToken cancellationToken)
    {
        Begin("TryPut", key, cancellationToken);
        var stored = Store(key, content.ToArray(), contentType, new Dictionary<string, string>(StringComparer.Ordinal), condition);
        return Task.FromResult(Answer("TryPut", key, stored));
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Begin("List", prefix, cancellationToken);
        foreach (var key in Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Find(key) is { } found)
            {
                yield return new StoredObject(key, found.Content.Length, found.Description.ETag) { Modified = found.Modified };
            }
        }

        await Task.CompletedTask;
    }

    public Task<OpenUpload> BeginUploadAsync(
        string key, string contentType, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        Begin("BeginUpload", key, cancellationToken);
        return Task.FromResult(Answer("BeginUpload", key, uploads.Begin(key, contentType, metadata)));
    }

    public async Task<StoredPart> PutPartAsync(OpenUpload upload, int number, FilePart part, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, PartLimits.MostParts);
        Begin("PutPart", upload.Key, cancellationToken);
        var file = await ReadAsync(part.Path, upload.Key, cancellationToken);
        return file.Length < part.Offset + part.Bytes
            ? throw Fault("UploadPart", "FileChanged", upload.Key, "The file is shorter than the part promises")
            : Answer("PutPart", upload.Key, uploads.Put(upload, number, file.AsSpan((int)part.Offset, (int)part.Bytes).ToArray(), part.Crc32));
    }

    public Task<StoredObject?> TryCompleteAsync(
        OpenUpload upload, IReadOnlyList<StoredPart> parts, string crc32, WriteCondition condition, CancellationToken cancellationToken)
    {
        if (parts.Count == 0 || parts.Where((part, index) => part.Number != index + 1).Any())
        {
            throw new ArgumentException("The parts are not numbered 1, 2, 3 and so on", nameof(parts));
        }

        Begin("TryComplete", upload.Key, cancellationToken);
        if (Find(upload.Key)?.Description is { } stored && stored.Bytes == parts.Sum(part => part.Bytes) && stored.Crc32 == crc32)
        {
            uploads.End(upload);
            return Task.FromResult<StoredObject?>(stored);
        }

        var (content, contentType, metadata) = uploads.Join(upload, parts, MinPartBytes);
        if (PlainCrc32.Base64(content) != crc32)
        {
            throw Fault("CompleteMultipartUpload", "BadDigest", upload.Key, "The parts are not what the checksum promises");
        }

        uploads.End(upload);
        return Task.FromResult(Answer("TryComplete", upload.Key, Store(upload.Key, content, contentType, metadata, condition)));
    }

    public Task AbortAsync(OpenUpload upload, CancellationToken cancellationToken)
    {
        Begin("Abort", upload.Key, cancellationToken);
        uploads.End(upload);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<OpenUpload> ListUploadsAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Begin("ListUploads", prefix, cancellationToken);
        foreach (var upload in uploads.All(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return upload;
        }

        await Task.CompletedTask;
    }

    public Task<bool> TryDeleteAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        Begin("TryDelete", key, cancellationToken);
        lock (gate)
        {
            var isAsExpected = objects.TryGetValue(key, out var stored) && stored.Description.ETag == condition.IfMatch;
            return Task.FromResult(Answer("TryDelete", key, isAsExpected && objects.Remove(key)));
        }
    }

    internal static ServiceFaultException Fault(
        string operation, string code, string key, string message, FaultKind kind = FaultKind.Permanent) =>
        new(kind, "S3", operation, code, message) { Subject = key };

    private static async Task<byte[]> ReadAsync(string path, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (IOException problem)
        {
            throw Fault("PutObject", problem.GetType().Name, key, problem.Message);
        }
    }

    private void Begin(string operation, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            counts[operation] = counts.GetValueOrDefault(operation) + 1;
        }

        BeforeEach?.Invoke(operation, key);
    }

    private T Answer<T>(string operation, string key, T answer)
    {
        AfterEachWrite?.Invoke(operation, key);
        return answer;
    }

    private Stored? Find(string key)
    {
        lock (gate)
        {
            return objects.GetValueOrDefault(key);
        }
    }

    private StoredObject? Store(
        string key, byte[] content, string contentType, IReadOnlyDictionary<string, string> metadata, WriteCondition condition)
    {
        lock (gate)
        {
            if (objects.GetValueOrDefault(key)?.Description.ETag != condition.IfMatch)
            {
                return null;
            }

            var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
            var description = new StoredObject(key, content.Length, etag) { Crc32 = KeepsChecksums ? PlainCrc32.Base64(content) : null, Metadata = metadata };
            objects[key] = new Stored(content, contentType, description, Clock.GetUtcNow());
            return description;
        }
    }

    private sealed record Stored(byte[] Content, string ContentType, StoredObject Description, DateTimeOffset Modified);
}
