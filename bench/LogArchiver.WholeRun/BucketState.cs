using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LogArchiver.WholeRun;

/// <summary>What lies in the bucket, parts of unfinished uploads included, in a word that changes whenever something is added to
/// it.</summary>
internal static class BucketState
{
    // A checkpoint may change and keep its length: small files are looked into.
    private const int LargestReadBytes = 1 << 20;

    /// <summary>Empty when there is nothing.</summary>
    public static string Of(string folder)
    {
        var root = Path.Combine(folder, "s3");
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("bucket.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new FileInfo(path))
            .Where(file => file.Exists)
            .ToList();
        if (files.Count == 0)
        {
            return "";
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length}\n")));
            if (file.Length <= LargestReadBytes)
            {
                hash.AppendData(File.ReadAllBytes(file.FullName));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
