using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LogArchiver.LocalAws.S3;

/// <summary>Where content goes as it arrives: to a stream, through its digests.</summary>
[SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "An entity tag of S3 is an MD5.")]
internal sealed class BodySink : IDisposable
{
    private readonly Stream destination;
    private readonly long limit;
    private readonly IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash? sha256;
    private readonly RunningChecksum checksum;

    public BodySink(Stream destination, ChecksumAlgorithm algorithm, bool withSha256, long limit)
    {
        this.destination = destination;
        this.limit = limit;
        checksum = new RunningChecksum(algorithm);
        sha256 = withSha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes more; throws at more than was announced.</summary>
    public async ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        foreach (var piece in content)
        {
            await WriteAsync(piece, cancellationToken);
        }
    }

    /// <summary>Takes more; throws at more than was announced.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Bytes += content.Length;
        if (Bytes > limit)
        {
            throw S3Faults.IncompleteBody("You provided more bytes than the number specified by the length header.");
        }

        md5.AppendData(content.Span);
        sha256?.AppendData(content.Span);
        checksum.Append(content.Span);
        await destination.WriteAsync(content, cancellationToken);
    }

    /// <summary>The digests; call once, at the end.</summary>
    public BodyDigest Finish() => new(
        Bytes,
        md5.GetHashAndReset(),
        sha256 is null ? null : Convert.ToHexStringLower(sha256.GetHashAndReset()),
        new Checksum(checksum.Algorithm, checksum.Finish(), ChecksumType.FullObject));

    /// <inheritdoc/>
    public void Dispose()
    {
        md5.Dispose();
        sha256?.Dispose();
        checksum.Dispose();
    }
}

/// <summary>What a finished body turned out to be.</summary>
/// <param name="Bytes">Length.</param>
/// <param name="Md5">MD5.</param>
/// <param name="Sha256">SHA-256 in lower-case hex; null where nobody asked.</param>
/// <param name="Checksum">The checksum.</param>
internal sealed record BodyDigest(long Bytes, byte[] Md5, string? Sha256, Checksum Checksum)
{
    /// <summary>The entity tag of a single put or a part.</summary>
    public string ETag => Convert.ToHexStringLower(Md5);
}
