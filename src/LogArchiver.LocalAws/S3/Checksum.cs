using System.Security.Cryptography;

namespace LogArchiver.LocalAws.S3;

/// <summary>The checksum algorithms of S3 that LocalAws computes.</summary>
internal enum ChecksumAlgorithm
{
    /// <summary>CRC-32.</summary>
    Crc32,

    /// <summary>CRC-32C.</summary>
    Crc32C,

    /// <summary>CRC-64/NVME.</summary>
    Crc64Nvme,

    /// <summary>SHA-1.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,
}

/// <summary>How a multipart object's checksum is made of its parts.</summary>
internal enum ChecksumType
{
    /// <summary>Over the object's bytes, as if there were no parts.</summary>
    FullObject,

    /// <summary>Over the parts' checksums; written with a hyphen and the number of parts.</summary>
    Composite,
}

/// <summary>A stored checksum: base64, as on the wire.</summary>
internal sealed record Checksum(ChecksumAlgorithm Algorithm, string Value, ChecksumType Type);

/// <summary>The names of an algorithm on the wire.</summary>
internal static class ChecksumNames
{
    /// <summary>What begins every checksum header.</summary>
    public const string HeaderPrefix = "x-amz-checksum-";

    private static readonly (ChecksumAlgorithm Algorithm, string Name)[] Names =
    [
        (ChecksumAlgorithm.Crc32, "CRC32"),
        (ChecksumAlgorithm.Crc32C, "CRC32C"),
        (ChecksumAlgorithm.Crc64Nvme, "CRC64NVME"),
        (ChecksumAlgorithm.Sha1, "SHA1"),
        (ChecksumAlgorithm.Sha256, "SHA256"),
    ];

    /// <summary>All algorithms.</summary>
    public static IEnumerable<ChecksumAlgorithm> All => Names.Select(pair => pair.Algorithm);

    /// <summary>Such as <c>CRC64NVME</c>.</summary>
    public static string Name(this ChecksumAlgorithm algorithm) => Names[(int)algorithm].Name;

    /// <summary>Such as <c>x-amz-checksum-crc64nvme</c>.</summary>
    public static string Header(this ChecksumAlgorithm algorithm) => HeaderPrefix + algorithm.Name().ToLowerInvariant();

    /// <summary>Such as <c>ChecksumCRC64NVME</c>.</summary>
    public static string Element(this ChecksumAlgorithm algorithm) => "Checksum" + algorithm.Name();

    /// <summary><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</summary>
    public static string Name(this ChecksumType type) => type == ChecksumType.FullObject ? "FULL_OBJECT" : "COMPOSITE";

    /// <summary>Bytes of a finished value.</summary>
    public static int Width(this ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc64Nvme => 8,
        ChecksumAlgorithm.Sha1 => SHA1.HashSizeInBytes,
        ChecksumAlgorithm.Sha256 => SHA256.HashSizeInBytes,
        _ => 4,
    };

    /// <summary>The algorithm of that name in any case; null where LocalAws has none.</summary>
    public static ChecksumAlgorithm? Parse(string? name)
    {
        foreach (var pair in Names)
        {
            if (string.Equals(pair.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return pair.Algorithm;
            }
        }

        return null;
    }
}

/// <summary>A checksum on its way through some bytes.</summary>
internal sealed class RunningChecksum(ChecksumAlgorithm algorithm) : IDisposable
{
    private readonly Crc? crc = algorithm switch
    {
        ChecksumAlgorithm.Crc32 => Crc.Crc32,
        ChecksumAlgorithm.Crc32C => Crc.Crc32C,
        ChecksumAlgorithm.Crc64Nvme => Crc.Crc64Nvme,
        _ => null,
    };

    private readonly IncrementalHash? hash = algorithm switch
    {
        ChecksumAlgorithm.Sha1 => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
        ChecksumAlgorithm.Sha256 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        _ => null,
    };

    private ulong register = algorithm == ChecksumAlgorithm.Crc64Nvme ? ulong.MaxValue : uint.MaxValue;

    /// <summary>The algorithm.</summary>
    public ChecksumAlgorithm Algorithm => algorithm;

    /// <summary>Takes more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (crc is not null)
        {
            register = crc.Append(register, bytes);
        }
        else
        {
            hash!.AppendData(bytes);
        }
    }

    /// <summary>The finished value in base64.</summary>
    public string Finish() => Convert.ToBase64String(crc is not null ? crc.Finish(register) : hash!.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => hash?.Dispose();
}
