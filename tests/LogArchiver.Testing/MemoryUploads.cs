using System.Security.Cryptography;
using LogArchiver.Ports;

namespace LogArchiver.Testing;

/// <summary>The open uploads of a <see cref="MemoryArchiveStore"/>.</summary>
internal sealed class MemoryUploads
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Upload> open = new(StringComparer.Ordinal);
    private int begun;

    /// <summary>Those whose keys begin with the prefix, by key and age.</summary>
    public IReadOnlyList<OpenUpload> All(string prefix)
    {
        lock (gate)
        {
            return
            [
                .. open.Values.Select(upload => upload.Name)
                    .Where(name => name.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .OrderBy(name => name.Key, StringComparer.Ordinal).ThenBy(name => name.UploadId, StringComparer.Ordinal),
            ];
        }
    }

    public OpenUpload Begin(string key, string contentType, IReadOnlyDictionary<string, string> metadata)
    {
        lock (gate)
        {
            begun++;
            var name = new OpenUpload(key, $"upload-{begun:0000}");
            open.Add(name.UploadId, new Upload(name, contentType, metadata));
            return name;
        }
    }

    public StoredPart Put(OpenUpload name, int number, byte[] content, string crc32)
    {
        if (PlainCrc32.Base64(content) != crc32)
        {
            throw MemoryArchiveStore.Fault("UploadPart", "BadDigest", name.Key, "The part is not what its checksum promises");
        }

        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
        var part = new StoredPart(number, etag, content.Length, crc32);
        lock (gate)
        {
            Find(name, "UploadPart").Parts[number] = (part, content);
        }

        return part;
    }

    /// <summary>The object that the parts make, checked as S3 checks them; the upload stays open.</summary>
    public (byte[] Content, string ContentType, IReadOnlyDictionary<string, string> Metadata) Join(
        OpenUpload name, IReadOnlyList<StoredPart> parts, long minPartBytes)
    {
        const string Operation = "CompleteMultipartUpload";
        lock (gate)
        {
            var upload = Find(name, Operation);
            if (parts.Any(part => !upload.Parts.TryGetValue(part.Number, out var stored) || stored.Part.ETag != part.ETag))
            {
                throw MemoryArchiveStore.Fault(Operation, "InvalidPart", name.Key, "A part is missing or was sent anew");
            }

            return parts.SkipLast(1).Any(part => part.Bytes < minPartBytes)
                ? throw MemoryArchiveStore.Fault(Operation, "EntityTooSmall", name.Key, "A part that is not the last is too small")
                : ([.. parts.SelectMany(part => upload.Parts[part.Number].Content)], upload.ContentType, upload.Metadata);
        }
    }

    public void End(OpenUpload name)
    {
        lock (gate)
        {
            open.Remove(name.UploadId);
        }
    }

    private Upload Find(OpenUpload name, string operation) =>
        open.GetValueOrDefault(name.UploadId) is { } upload && upload.Name == name
            ? upload
            : throw MemoryArchiveStore.Fault(operation, "NoSuchUpload", name.Key, $"{name.UploadId} is not open", FaultKind.NotFound);

    private sealed record Upload(OpenUpload Name, string ContentType, IReadOnlyDictionary<string, string> Metadata)
    {
        public Dictionary<int, (StoredPart Part, byte[] Content)> Parts { get; } = [];
    }
}
