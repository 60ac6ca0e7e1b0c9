using System.Collections.Concurrent;

namespace LogArchiver.LocalAws.S3;

/// <summary>All buckets and all multipart uploads, found again on disk at start.</summary>
internal sealed class S3Store
{
    private readonly ConcurrentDictionary<string, S3Bucket> buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MultipartUpload> uploads = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly TimeProvider clock;

    public S3Store(S3Folders folders, TimeProvider clock)
    {
        Folders = folders;
        this.clock = clock;
        folders.Prepare();
        foreach (var name in Directory.EnumerateDirectories(folders.Meta).Select(path => Path.GetFileName(path)))
        {
            if (S3Folders.TryLoad(folders.BucketSidecar(name), S3Json.Default.BucketFacts) is { } facts)
            {
                buckets[name] = S3Bucket.Load(folders, facts);
            }
        }

        foreach (var folder in Directory.EnumerateDirectories(folders.Uploads))
        {
            if (MultipartUpload.TryLoad(folders, folder) is { } upload)
            {
                uploads[upload.Facts.Id] = upload;
            }
        }
    }

    /// <summary>Where things lie.</summary>
    public S3Folders Folders { get; }

    /// <summary>The time as S3 keeps it: to the second.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>All buckets, by name.</summary>
    public IEnumerable<S3Bucket> Buckets => buckets.Values.OrderBy(bucket => bucket.Facts.Name, StringComparer.Ordinal);

    /// <summary>The bucket of that name; throws NoSuchBucket.</summary>
    public S3Bucket Bucket(string name) => buckets.GetValueOrDefault(name) ?? throw S3Faults.NoSuchBucket(name);

    /// <summary>The bucket of that name; null when there is none.</summary>
    public S3Bucket? TryBucket(string name) => buckets.GetValueOrDefault(name);

    /// <summary>Makes a bucket; false when there was one.</summary>
    public bool TryCreate(string name, string? region)
    {
        if (!BucketName.IsValid(name))
        {
            throw S3Faults.InvalidBucketName(name);
        }

        lock (gate)
        {
            return !buckets.ContainsKey(name)
                && buckets.TryAdd(name, S3Bucket.Create(Folders, new BucketFacts { Name = name, Created = Now, Region = region }));
        }
    }

    /// <summary>Deletes an empty bucket and its unfinished uploads.</summary>
    public void Delete(string name)
    {
        lock (gate)
        {
            Bucket(name).Destroy();
            buckets.TryRemove(name, out _);
        }

        foreach (var upload in UploadsOf(name))
        {
            End(upload);
        }
    }

    /// <summary>Unfinished uploads to a bucket, by key, then age.</summary>
    public IReadOnlyList<MultipartUpload> UploadsOf(string bucket) =>
        [.. uploads.Values.Where(upload => upload.Facts.Bucket == bucket)
            .OrderBy(upload => upload.Facts.Key, KeyOrder.Instance)
            .ThenBy(upload => upload.Facts.Initiated).ThenBy(upload => upload.Facts.Id, StringComparer.Ordinal)];

    /// <summary>The upload of that id to that key; throws NoSuchUpload.</summary>
    public MultipartUpload Upload(string bucket, string key, string id) =>
        uploads.TryGetValue(id, out var upload) && upload.Facts.Bucket == bucket && upload.Facts.Key == key
            ? upload
            : throw S3Faults.NoSuchUpload(id);

    /// <summary>Begins a multipart upload.</summary>
    public MultipartUpload Begin(UploadFacts facts) => uploads[facts.Id] = MultipartUpload.Create(Folders, facts);

    /// <summary>Ends one.</summary>
    public void End(MultipartUpload upload)
    {
        uploads.TryRemove(upload.Facts.Id, out _);
        upload.End();
    }
}
