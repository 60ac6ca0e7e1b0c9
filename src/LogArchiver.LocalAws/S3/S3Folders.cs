using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LogArchiver.LocalAws.S3;

/// <summary>Where everything of S3 lies on disk. No bucket's name begins with a dot, so those folders are ours.</summary>
internal sealed class S3Folders(string folder)
{
    private readonly string root = Path.GetFullPath(Path.Combine(folder, "s3"));

    /// <summary>The buckets' folders.</summary>
    public string Root => root;

    /// <summary>Bodies on their way in; emptied at start.</summary>
    public string Incoming => Path.Combine(root, ".incoming");

    /// <summary>One folder per bucket with what is known of it and its objects.</summary>
    public string Meta => Path.Combine(root, ".meta");

    /// <summary>Multipart uploads that are not yet complete.</summary>
    public string Uploads => Path.Combine(root, ".uploads");

    /// <summary>The folder a person opens.</summary>
    public string Bucket(string bucket) => Path.Combine(root, bucket);

    /// <summary>The file that makes a bucket exist.</summary>
    public string BucketSidecar(string bucket) => Path.Combine(Meta, bucket, "bucket.json");

    /// <summary>The folder of the objects' sidecars.</summary>
    public string ObjectSidecars(string bucket) => Path.Combine(Meta, bucket, "objects");

    /// <summary>An object's sidecar: any key may be long, so its name is a hash.</summary>
    public string ObjectSidecar(string bucket, string key) =>
        Path.Combine(ObjectSidecars(bucket), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".json");

    /// <summary>A name nobody else has.</summary>
    public string NewIncoming() => Path.Combine(Incoming, Guid.NewGuid().ToString("N"));

    /// <summary>Makes the folders, and removes what an earlier process left half done.</summary>
    public void Prepare()
    {
        if (Directory.Exists(Incoming))
        {
            Directory.Delete(Incoming, recursive: true);
        }

        Directory.CreateDirectory(Incoming);
        Directory.CreateDirectory(Meta);
        Directory.CreateDirectory(Uploads);
    }

    /// <summary>Writes a sidecar beside the place and renames it there.</summary>
    public void Save<T>(string path, T value, JsonTypeInfo<T> type)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = NewIncoming();
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(value, type));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a sidecar; null when there is none or it is torn.</summary>
    public static T? TryLoad<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
