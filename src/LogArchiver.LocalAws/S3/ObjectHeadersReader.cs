using System.Text;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>Reads what a writer wants to be kept with an object.</summary>
internal static class ObjectHeadersReader
{
    private const string UserPrefix = "x-amz-meta-";

    /// <summary>The most user metadata in a request, names and values together (from "Working with object metadata").</summary>
    private const int MostUserBytes = 2048;

    private static readonly string[] SystemNames = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"];

    private static readonly string[] StorageClasses =
        ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"];

    /// <summary>Reads them; throws where S3 would refuse.</summary>
    public static ObjectHeaders Read(IHeaderDictionary headers)
    {
        var system = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Type"] = headers.ContentType is { Count: > 0 } type ? type.ToString() : "binary/octet-stream",
        };
        foreach (var name in SystemNames)
        {
            if (Without(name, headers[name].ToString()) is { Length: > 0 } value)
            {
                system[name] = value;
            }
        }

        var user = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers.Where(pair => pair.Key.StartsWith(UserPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            user[name[UserPrefix.Length..].ToLowerInvariant()] = value.ToString();
        }

        if (user.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)) > MostUserBytes)
        {
            throw new S3FaultException(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
        }

        var storageClass = headers["x-amz-storage-class"].ToString();
        return storageClass.Length > 0 && !StorageClasses.Contains(storageClass, StringComparer.Ordinal)
            ? throw new S3FaultException(400, "InvalidStorageClass", "The storage class you specified is not valid")
            : new ObjectHeaders
            {
                System = system,
                User = user,
                StorageClass = storageClass.Length > 0 ? storageClass : "STANDARD",
                Encryption = headers.TryGetValue("x-amz-server-side-encryption", out var encryption) ? encryption.ToString() : "AES256",
                KmsKeyId = headers.TryGetValue("x-amz-server-side-encryption-aws-kms-key-id", out var key) ? key.ToString() : null,
            };
    }

    /// <summary>aws-chunked is how a body came, not what it is.</summary>
    private static string Without(string name, string value) => name != "Content-Encoding"
        ? value
        : string.Join(", ", value.Split(',').Select(coding => coding.Trim()).Where(coding => coding.Length > 0 && coding != "aws-chunked"));
}
