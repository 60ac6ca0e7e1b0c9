using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LogArchiver.LocalAws.S3;

/// <summary>Writes an object as another service of AWS does, without a request.</summary>
internal static class PutFromWithin
{
    /// <summary>Writes it, over whatever is there.</summary>
    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "An entity tag of S3 is an MD5.")]
    public static void Write(S3Store store, string bucket, string key, byte[] content)
    {
        PutOperations.CheckKey(key);
        using var checksum = new RunningChecksum(ChecksumAlgorithm.Crc64Nvme);
        checksum.Append(content);
        var facts = new ObjectFacts
        {
            Key = key,
            Bytes = content.Length,
            ETag = Convert.ToHexStringLower(MD5.HashData(content)),
            LastModified = store.Now,
            Checksum = new Checksum(checksum.Algorithm, checksum.Finish(), ChecksumType.FullObject),
            Headers = new ObjectHeaders
            {
                System = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "binary/octet-stream" },
                User = new Dictionary<string, string>(StringComparer.Ordinal),
                StorageClass = "STANDARD",
                Encryption = "AES256",
            },
        };
        var path = store.Folders.NewIncoming();
        File.WriteAllBytes(path, content);
        store.Bucket(bucket).Commit(new WriteGuard(key, ifMatch: null, ifAbsent: false), facts, path);
    }
}
