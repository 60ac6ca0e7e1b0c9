using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LogArchiver.Seal;
using LogArchiver.WholeRun.Source;

namespace LogArchiver.WholeRun.Results;

/// <summary>The day in the bucket, read from its manifest to its last byte.</summary>
internal sealed class ArchivedDay
{
    private const int BufferBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string bucketFolder;

    private ArchivedDay(Manifest manifest, string bucketFolder) => (Manifest, this.bucketFolder) = (manifest, bucketFolder);

    public Manifest Manifest { get; }

    /// <summary>The manifest, found in the folder of the bucket; null when the day is not sealed.</summary>
    public static ArchivedDay? TryFind(string folder)
    {
        var bucket = Path.Combine(folder, "s3", SourceSetup.Bucket);
        var manifests = Path.Combine(bucket, "_manifests");
        var found = Directory.Exists(manifests)
            ? Directory.EnumerateFiles(manifests, $"*{SourceSetup.Date:yyyy-MM-dd}.json", SearchOption.AllDirectories).SingleOrDefault()
            : null;
        return found is null ? null : new ArchivedDay(JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(found), Json)!, bucket);
    }

    /// <summary>Reads every object, and says what is not as the manifest has it.</summary>
    public async Task<IReadOnlyList<Check>> VerifyAsync(CancellationToken cancellationToken)
    {
        var census = new LineCensus(Manifest.Format);
        using var raw = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var stored = true;
        string? torn = null;
        try
        {
            foreach (var part in Manifest.Objects)
            {
                stored &= await ReadAsync(part, raw, census, cancellationToken);
            }
        }
        catch (InvalidDataException problem)
        {
            torn = problem.Message;
        }

        var hash = Convert.ToHexStringLower(raw.GetHashAndReset());
        return
        [
            new("gzip is whole", torn is null, torn ?? $"{Manifest.Objects.Count} object(s)"),
            new("stored bytes", stored, "length and SHA-256 of each object"),
            new("decompressed SHA-256", hash == Manifest.RawSha256 && census.Bytes == Manifest.RawBytes, hash),
            new("lines", census.Lines == Manifest.Lines, $"{census.Lines:N0}"),
            new("time order", census.OutOfOrder == 0 || !Manifest.Merged, $"{census.OutOfOrder:N0} lines out of order"),
        ];
    }

    private async Task<bool> ReadAsync(ManifestObject part, IncrementalHash raw, LineCensus census, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(bucketFolder, part.Key), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        using var stored = SHA256.Create();
        await using var hashed = new CryptoStream(file, stored, CryptoStreamMode.Read);
        await using var lines = Manifest.Compression == "gzip" ? new GZipStream(hashed, CompressionMode.Decompress) : (Stream)hashed;
        var buffer = new byte[BufferBytes];
        while (await lines.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            raw.AppendData(buffer.AsSpan(0, count));
            census.Add(buffer.AsSpan(0, count));
        }

        await hashed.CopyToAsync(Stream.Null, cancellationToken);
        return file.Length == part.Bytes && Convert.ToHexStringLower(stored.Hash!) == part.Sha256;
    }
}

/// <summary>Something that has to hold.</summary>
/// <param name="Name">What.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Detail">What was found.</param>
internal sealed record Check(string Name, bool Holds, string Detail);
