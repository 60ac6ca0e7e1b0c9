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

    /// <summary>SHA-256 of all lines, as they were read; empty before <see cref="VerifyAsync"/>.</summary>
    public string LinesSha256 { get; private set; } = "";

    /// <summary>Reads every object, and says what is not as the manifest has it.</summary>
    public async Task<IReadOnlyList<Check>> VerifyAsync(CancellationToken cancellationToken)
    {
        var census = new LineCensus(Manifest.Format);
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (wrong, torn, pieces) = (0, "", 0);
        try
        {
            foreach (var stored in Manifest.Objects)
            {
                await using var file = new FileStream(Path.Combine(bucketFolder, stored.Key), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
                foreach (var piece in PiecesOf(stored))
                {
                    wrong += await IsAsWrittenAsync(file, piece, lines, census, cancellationToken) ? 0 : 1;
                    pieces++;
                }

                wrong += file.Length == stored.Bytes && file.Position == file.Length ? 0 : 1;
            }
        }
        catch (InvalidDataException problem)
        {
            torn = problem.Message;
        }

        LinesSha256 = Convert.ToHexStringLower(lines.GetHashAndReset());
        var sameLines = Manifest.RawSha256 is null || Manifest.RawSha256 == LinesSha256;
        return
        [
            new("gzip is whole", torn.Length == 0, $"{Manifest.Objects.Count} objects in {pieces} pieces {torn}"),
            new("lengths and SHA-256 of all pieces", wrong == 0, $"{wrong} wrong"),
            new("decompressed SHA-256", sameLines && census.Bytes == Manifest.RawBytes, LinesSha256),
            new("lines", census.Lines == Manifest.Lines, $"{census.Lines:N0}"),
            new("time order", census.OutOfOrder == 0 || !Manifest.Merged, $"{census.OutOfOrder:N0} lines out of order"),
        ];
    }

    // An object that was written in one go is its own only piece.
    private static IReadOnlyList<Piece> PiecesOf(ManifestObject stored) => stored.Segments is { } segments
        ? [.. segments.Select(segment => new Piece(segment.Bytes, segment.Sha256, segment.RawBytes, segment.RawSha256))]
        : [new Piece(stored.Bytes, stored.Sha256!, null, null)];

    private async Task<bool> IsAsWrittenAsync(
        FileStream file, Piece piece, IncrementalHash lines, LineCensus census, CancellationToken cancellationToken)
    {
        using var storedHash = SHA256.Create();
        using var ownLines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var end = file.Position + piece.Bytes;
        var before = census.Bytes;
        await using var stored = new CryptoStream(new PieceStream(file, piece.Bytes), storedHash, CryptoStreamMode.Read, leaveOpen: true);
        await using var plain = Manifest.Compression == "gzip" ? new GZipStream(stored, CompressionMode.Decompress) : (Stream)stored;
        var buffer = new byte[BufferBytes];
        while (await plain.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            lines.AppendData(buffer.AsSpan(0, count));
            ownLines.AppendData(buffer.AsSpan(0, count));
            census.Add(buffer.AsSpan(0, count));
        }

        await stored.CopyToAsync(Stream.Null, cancellationToken);
        return file.Position == end
            && Convert.ToHexStringLower(storedHash.Hash!) == piece.Sha256
            && (piece.LinesSha256 is null || piece.LinesSha256 == Convert.ToHexStringLower(ownLines.GetHashAndReset()))
            && (piece.LinesBytes is null || piece.LinesBytes == census.Bytes - before);
    }

    private sealed record Piece(long Bytes, string Sha256, long? LinesBytes, string? LinesSha256);
}

/// <summary>Something that has to hold.</summary>
/// <param name="Name">What.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Detail">What was found.</param>
internal sealed record Check(string Name, bool Holds, string Detail);
